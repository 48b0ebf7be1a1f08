using Metamers.Runtime;
using Metamers.Tables;
using Microsoft.Data.Analysis;

namespace Metamers.Tests.Tables;

public sealed class CsvTests
{
    private const string Remedy = "Make it again.";

    private sealed record Everything(string? Text, int Whole, double Number, double? Missing, bool Truth);

    private static readonly Everything[] Rows =
    [
        new("plain", 0, 0.1, 2.5, true),
        new("a, \"b\"\r\nc\n\nd", 7, double.PositiveInfinity, null, false),
        new(null, int.MaxValue, double.NegativeInfinity, -0.0, true),
        new(" spaces ", 1, double.NaN, 1e-300, false),
        new("\"", 1, 1.0 / 3, double.MaxValue, false),
    ];

    [Fact]
    public void What_is_written_is_read_again()
    {
        using TemporaryFolder folder = new();
        TableFile.WriteCsv(Rows.ToDataFrame(), folder["table.csv"]);
        Assert.Equal(
            Rows,
            CsvTable.Read(
                folder["table.csv"],
                row => new Everything(
                    row.OptionalText("text"),
                    row.Whole("whole"),
                    row.AnyNumber("number"),
                    row.OptionalNumber("missing"),
                    row.Truth("truth")
                ),
                Remedy
            )
        );
    }

    [Fact]
    public void The_text_is_that_of_RFC_4180_with_points_and_line_feeds() =>
        Assert.Equal(
            "text,whole,number,missing,truth\n"
                + "plain,0,0.1,2.5,TRUE\n"
                + "\"a, \"\"b\"\"\r\nc\n\nd\",7,inf,,FALSE\n"
                + ",2147483647,-inf,-0,TRUE\n"
                + " spaces ,1,NaN,1E-300,FALSE\n"
                + "\"\"\"\",1,0.3333333333333333,1.7976931348623157E+308,FALSE\n",
            CsvText.Format(Rows.ToDataFrame())
        );

    [Fact]
    public void A_column_is_written_in_its_format()
    {
        DataFrame frame = new(Rows.Column("whole", row => row.Whole), Rows.Column("a,b", row => row.Number));
        Assert.Equal(
            "whole,\"a,b\"\n0,0.100\n7,inf\n2147483647,-inf\n1,NaN\n1,0.333\n",
            CsvText.Format(frame, new Dictionary<string, string> { ["a,b"] = "F3" })
        );
    }

    [Theory]
    [InlineData("TRUE", true)]
    [InlineData("true", true)]
    [InlineData("True", true)]
    [InlineData("1", true)]
    [InlineData("FALSE", false)]
    [InlineData("false", false)]
    [InlineData("False", false)]
    [InlineData("0", false)]
    public void Truth_values_are_read_in_each_form(string text, bool value) =>
        Assert.Equal([value], CsvTable.Parse($"kept\n{text}\n", "a.csv", row => row.Truth("kept"), Remedy));

    [Theory]
    [InlineData("Infinity", double.PositiveInfinity)]
    [InlineData("-Infinity", double.NegativeInfinity)]
    [InlineData("1e-3", 0.001)]
    public void Numbers_are_read_in_each_form(string text, double value) =>
        Assert.Equal([value], CsvTable.Parse($"loss\n{text}\n", "a.csv", row => row.AnyNumber("loss"), Remedy));

    [Theory]
    [InlineData("a,b\r\n1,2\r\n3,4\r\n")]
    [InlineData("a,b\n1,2\n3,4")]
    [InlineData("a,b\r1,2\r3,4\r")]
    [InlineData("\"a\",\"b\"\n\"1\",2\n3,\"4\"\n")]
    public void Ends_of_lines_and_quotation_marks_of_other_programs_are_read(string text) =>
        Assert.Equal([(1, 2), (3, 4)], CsvTable.Parse(text, "a.csv", row => (row.Whole("a"), row.Whole("b")), Remedy));

    [Theory]
    [InlineData("a,b\n1,2\n3\n", "line 3: 1 fields where the header has 2 columns; found: 3")]
    [InlineData("a,b\n1,2\n\n", "line 3: 1 fields where the header has 2 columns; found: ")]
    [InlineData("a,b\n1,2\n3,4,5\n", "line 3: 3 fields where the header has 2 columns; found: 3,4,5")]
    [InlineData("a,b\n1,\"x\ny\"\nz,2\n", "line 4: column 'a' must be a whole number of at least 0; found 'z'")]
    [InlineData("a,b\n1,\"x\ny", "line 2: a quotation mark is not closed; found: 1,\"x")]
    [InlineData("a,b\n1,\"x\"y\n", "line 2: there is text after the quotation mark that closes a field")]
    [InlineData("a,a\n1,2\n", "line 1: two columns have the same name: a,a")]
    [InlineData("a,c\n1,2\n", " has no column 'b'; it has a, c")]
    [InlineData("a,b,c\n1,2,3\n", " has an unknown column 'c'; known are a, b")]
    [InlineData("a,b\n", " has 1 lines; a table has a header and at least one row")]
    [InlineData("", " has 0 lines; a table has a header and at least one row")]
    public void A_table_that_is_wrong_is_refused_with_its_line(string text, string message)
    {
        string error = Assert
            .Throws<MetamerException>(() =>
                CsvTable.Parse(text, "a.csv", row => (row.Whole("a"), row.OptionalText("b")), Remedy)
            )
            .Message;
        Assert.StartsWith(message[0] == ' ' ? $"a.csv{message}" : $"a.csv, {message}", error, StringComparison.Ordinal);
        Assert.EndsWith(". " + Remedy, error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("yes", "column 'x' must be TRUE or FALSE; found 'yes'")]
    [InlineData("\"\"", "column 'x' must be some text; found nothing")]
    public void Other_words_are_no_truth_values(string text, string message) =>
        Assert.StartsWith(
            $"a.csv, line 2: {message}",
            Assert
                .Throws<MetamerException>(() => CsvTable.Parse($"x\n{text}\n", "a.csv", row => row.Truth("x"), Remedy))
                .Message,
            StringComparison.Ordinal
        );

    [Fact]
    public void A_missing_file_is_named_with_what_to_do() =>
        Assert.Equal(
            "There is no table nowhere.csv. Make it again.",
            Assert.Throws<MetamerException>(() => CsvTable.Read("nowhere.csv", row => row.Whole("a"), Remedy)).Message
        );
}
