using Metamers.Tables;
using Microsoft.Data.Analysis;

namespace Metamers.Tests.Tables;

public sealed class RecordExtensionsTests
{
    private enum Ear
    {
        Left,
        Right,
    }

    private sealed record Trial(
        string? StimulusName,
        Ear Side,
        Ear? Other,
        IReadOnlyList<string> Labels,
        int Index,
        int? DF1,
        long Pairs,
        long? NullPairs,
        double RMS,
        double? Snr,
        bool IsMain,
        bool? Kept
    );

    private static readonly Trial[] Trials =
    [
        new("dog", Ear.Left, Ear.Right, ["a", "b"], 1, 2, 3, 4, 5.5, 6.5, true, false),
        new(null, Ear.Right, null, [], 7, null, 8, null, double.NaN, null, false, null),
    ];

    [Fact]
    public void A_column_of_each_property_has_its_name_in_snake_case_and_its_type()
    {
        (string, Type)[] expected =
        [
            ("stimulus_name", typeof(string)),
            ("side", typeof(string)),
            ("other", typeof(string)),
            ("labels", typeof(string)),
            ("index", typeof(int)),
            ("df1", typeof(int)),
            ("pairs", typeof(long)),
            ("null_pairs", typeof(long)),
            ("rms", typeof(double)),
            ("snr", typeof(double)),
            ("is_main", typeof(bool)),
            ("kept", typeof(bool)),
        ];
        Assert.Equal(expected, Trials.ToDataFrame().Columns.Select(column => (column.Name, column.DataType)));
        Assert.Equal(expected, Trials[..0].ToDataFrame().Columns.Select(column => (column.Name, column.DataType)));
    }

    [Fact]
    public void Rows_hold_the_values_and_nothing_for_null()
    {
        DataFrame frame = Trials.ToDataFrame();
        Assert.Equal(["dog", "Left", "Right", "a;b", 1, 2, 3L, 4L, 5.5, 6.5, true, false], frame.Rows[0]);
        Assert.Equal([null, "Right", null, "", 7, null, 8L, null, double.NaN, null, false, null], frame.Rows[1]);
        Assert.Equal(0, Trials[..0].ToDataFrame().Rows.Count);
    }

    [Fact]
    public void What_is_selected_becomes_a_frame()
    {
        DataFrame frame = Trials.Select(trial => new { trial.Index, TwiceThePairs = 2 * trial.Pairs }).ToDataFrame();
        Assert.Equal(["index", "twice_the_pairs"], frame.Columns.Select(column => column.Name));
        Assert.Equal([7, 16L], frame.Rows[1]);
    }

    [Fact]
    public void A_column_of_a_selector_has_the_given_name_and_the_type_of_the_selector()
    {
        DataFrame frame = new(
            Trials.Column("F", trial => trial.Snr),
            Trials[..1].Append(Trials[0]).Column("none", _ => (long?)null)
        );
        Assert.Equal(["F", "none"], frame.Columns.Select(column => column.Name));
        Assert.Equal([typeof(double), typeof(long)], frame.Columns.Select(column => column.DataType));
        Assert.Equal([6.5, null], frame.Rows[0]);
    }

    [Fact]
    public void A_value_that_no_column_holds_is_refused_by_the_name_of_its_column()
    {
        ArgumentException error = Assert.Throws<ArgumentException>(() =>
            Trials.Select(trial => new { TheTime = DateTime.UnixEpoch, trial.Index }).ToDataFrame()
        );
        Assert.Equal(
            "The column 'the_time' would hold DateTime; a column holds texts, whole numbers, doubles or truth values. "
                + "Select one of these from the records.",
            error.Message
        );
    }
}
