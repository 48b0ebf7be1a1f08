using Metamers.Published;
using Metamers.Runtime;

namespace Metamers.Tests.Published;

/// <summary>Tables that are missing or damaged are refused, with what is wrong.</summary>
public sealed class DamagedTablesTests
{
    private static readonly PublishedData Data = new();

    [Theory]
    [InlineData(
        "sources.csv",
        "\n1,Vision",
        "\n1,a,Vision",
        "sources.csv, line 2: 3 fields where the header has 2 columns; found: 1,a,Vision"
    )]
    [InlineData("sources.csv", "\n2,Vision", "\n1,Vision", "sources.csv has two rows with the number 1.")]
    [InlineData(
        "sources.csv",
        "source,file",
        "source,file name",
        "sources.csv has no column 'file'; it has source, file name."
    )]
    [InlineData(
        "sources.csv",
        "\n1,Vision",
        "\n1,\"Vision",
        "sources.csv, line 2: a quotation mark is not closed; found: 1,\"Vision"
    )]
    [InlineData(
        "human_recognition.csv",
        ",0.894632,",
        ",1.894632,",
        "human_recognition.csv, line 2: column 'human_mean' must be a proportion, 0 to 1; found '1.894632'."
    )]
    [InlineData(
        "human_recognition.csv",
        ",0.894632,",
        ",0;894632,",
        "human_recognition.csv, line 2: column 'human_mean' must be a number, with a point for decimals; found "
            + "'0;894632'."
    )]
    [InlineData(
        "human_recognition.csv",
        ",0.894632,",
        ",NaN,",
        "human_recognition.csv, line 2: column 'human_mean' must be a number, with a point for decimals; found 'NaN'."
    )]
    [InlineData(
        "human_recognition.csv",
        ",0.894632,",
        ",,",
        "human_recognition.csv, line 2: column 'human_mean' must be a number; found nothing."
    )]
    [InlineData(
        "human_recognition.csv",
        ",8,22,",
        ",8,22.5,",
        "human_recognition.csv, line 2: column 'n_participants' must be a whole number of at least 0; found '22.5'."
    )]
    [InlineData(
        "human_recognition.csv",
        ",0.062500,1\n",
        ",0.062500,999\n",
        "human_recognition.csv, line 2: column 'source' must be a row of sources.csv; found '999'."
    )]
    [InlineData(
        "human_recognition.csv",
        "condition,modality",
        "modality,modality",
        "human_recognition.csv, line 1: two columns have the same name: modality,modality,"
    )]
    public void A_damaged_table_says_file_line_and_what_was_found(
        string file,
        string text,
        string damaged,
        string message
    )
    {
        using TemporaryFolder folder = new();
        foreach (string name in new[] { "sources.csv", "human_recognition.csv" })
        {
            File.Copy(Path.Combine(Data.Folder, name), folder[name]);
        }

        string whole = File.ReadAllText(folder[file]);
        int at = whole.IndexOf(text, StringComparison.Ordinal);
        File.WriteAllText(folder[file], string.Concat(whole.AsSpan(0, at), damaged, whole.AsSpan(at + text.Length)));

        string error = Assert.Throws<MetamerException>(() => new PublishedData(folder.Path).Recognition).Message;
        Assert.StartsWith(Path.Combine(folder.Path, message.Split('.')[0]), error);
        Assert.Contains(message, error);
        Assert.EndsWith("as it is in the repository.", error);
    }

    [Fact]
    public void An_unknown_column_and_a_missing_or_empty_table_are_refused()
    {
        using TemporaryFolder folder = new();
        PublishedData data = new(folder.Path);
        Assert.StartsWith($"There is no table {folder["sources.csv"]}.", Message(data));

        File.WriteAllText(folder["human_recognition.csv"], "condition\n");
        File.WriteAllText(folder["sources.csv"], "source,file,size\n1,a,3\n");
        Assert.Equal(
            $"{folder["sources.csv"]} has an unknown column 'size'; known are source, file. Take the file as it is "
                + "in the repository.",
            Message(data)
        );
        Assert.Equal(
            $"{folder["human_recognition.csv"]} has 1 lines; a table has a header and at least one row. Take the "
                + "file as it is in the repository.",
            Assert.Throws<MetamerException>(() => data.Recognition).Message
        );

        string Message(PublishedData from)
        {
            File.WriteAllText(
                folder["adversarial_eval_lowpass_vone.csv"],
                "attack_norm,model,eps,seed,adversarial_accuracy,source\nl1,alexnet,1,0,0.5,1\n"
            );
            return Assert.Throws<MetamerException>(() => from.Robustness).Message;
        }
    }
}
