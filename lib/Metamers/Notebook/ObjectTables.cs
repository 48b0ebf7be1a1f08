using System.Globalization;
using Metamers.Models;
using Metamers.Plotting;
using Metamers.Statistics;
using Metamers.Synthesis;
using Microsoft.Data.Analysis;

namespace Metamers.Notebook;

/// <summary>The tables with which a notebook shows stages, networks, verdicts and data frames.</summary>
internal static class ObjectTables
{
    /// <summary>The number of rows of a data frame that are shown; the rest are counted.</summary>
    public const int LargestRows = 50;

    public static Table ToTable(StagedModel model) =>
        ToTable(model.Stages) with
        {
            Caption =
                $"{model.Name}, input {Shape(model.InputShape)} in "
                + $"[{NumberText.Format(model.Input.Minimum)}, {NumberText.Format(model.Input.Maximum)}]",
            More = model.Remark,
        };

    public static Table ToTable(IEnumerable<Stage> stages) =>
        new(
            [("", true), ("Stage", false), ("Shape", true), ("Units", true), ("Ends in ReLU", false)],
            [
                .. stages.Select(
                    (stage, index) =>
                        (IReadOnlyList<string>)
                            [
                                $"{index}",
                                stage.Name,
                                Shape(stage.Shape),
                                NumberText.Fixed(stage.Units, 0),
                                stage.EndsInRelu ? "yes" : "no",
                            ]
                ),
            ]
        );

    public static Table ToTable(DataFrame frame)
    {
        int rows = (int)Math.Min(frame.Rows.Count, LargestRows);
        Func<object?, string>[] formats = [.. frame.Columns.Select(FormatOf)];
        return new(
            [.. frame.Columns.Select(column => (column.Name, column.IsNumericColumn()))],
            [
                .. Enumerable
                    .Range(0, rows)
                    .Select(row =>
                        (IReadOnlyList<string>)[.. frame.Columns.Select((column, i) => formats[i](column[row]))]
                    ),
            ],
            More: frame.Rows.Count > rows
                ? $"{rows} of {frame.Rows.Count.ToString("N0", CultureInfo.InvariantCulture)} rows are shown."
                : null
        );
    }

    public static Table ToTable(MetamerVerdict verdict) =>
        new(
            [("Condition", false), ("Metamer", true), ("Largest unrelated", true), ("Fulfilled", false)],
            [
                ["same decision", "", "", Mark(verdict.DecisionKept)],
                [
                    "Spearman ρ",
                    NumberText.Fixed(verdict.Match.Spearman, 4),
                    NumberText.Fixed(verdict.Null.Measures.Spearman, 4),
                    Mark(verdict, MatchMeasure.Spearman, verdict.SpearmanExceeds),
                ],
                [
                    "Pearson r",
                    NumberText.Fixed(verdict.Match.Pearson, 4),
                    NumberText.Fixed(verdict.Null.Measures.Pearson, 4),
                    Mark(verdict, MatchMeasure.Pearson, verdict.PearsonExceeds),
                ],
                [
                    "signal to noise, dB",
                    NumberText.Fixed(verdict.Match.DecibelSnr, 2),
                    NumberText.Fixed(verdict.Null.Measures.DecibelSnr, 2),
                    Mark(verdict.DecibelSnrExceeds),
                ],
            ],
            Caption: $"{verdict.Reference} "
                + $"at {verdict.Stage}: {(verdict.Accepted ? "accepted" : "not accepted")}",
            More: verdict.ToString()
        );

    public static Table ToTable(IEnumerable<MetamerVerdict> verdicts) =>
        new(
            [
                ("Reference", false),
                ("Stage", false),
                ("Same decision", false),
                ("Spearman ρ", true),
                ("Pearson r", true),
                ("dB", true),
                ("Better than null", false),
                ("Residual loss", true),
                ("Accepted", false),
            ],
            [
                .. verdicts
                    .Take(LargestRows)
                    .Select(verdict =>
                        (IReadOnlyList<string>)
                            [
                                verdict.Reference,
                                verdict.Stage,
                                Mark(verdict.DecisionKept),
                                NumberText.Fixed(verdict.Match.Spearman, 4),
                                NumberText.Fixed(verdict.Match.Pearson, 4),
                                NumberText.Fixed(verdict.Match.DecibelSnr, 2),
                                Mark(verdict.MatchExceedsNull),
                                NumberText.Format(verdict.ResidualLoss, 2),
                                Mark(verdict.Accepted),
                            ]
                    ),
            ],
            More: verdicts.Count() > LargestRows ? $"{LargestRows} of {verdicts.Count()} verdicts are shown." : null
        );

    private static string Mark(MetamerVerdict verdict, MatchMeasure measure, bool exceeds) =>
        verdict.Null.Saturated.Contains(measure) ? "left out" : Mark(exceeds);

    private static string Mark(bool fulfilled) => fulfilled ? "✓" : "✗";

    private static string Shape(IEnumerable<long> shape) => string.Join(" × ", shape);

    // A column of numbers has as many decimals as its largest number needs for four digits; very small and very large
    // numbers are written with powers of ten.
    private static Func<object?, string> FormatOf(DataFrameColumn column)
    {
        if (!column.IsNumericColumn())
        {
            return value =>
                value switch
                {
                    null => "–",
                    bool flag => flag ? "yes" : "no",
                    _ => Convert.ToString(value, CultureInfo.InvariantCulture) ?? "",
                };
        }

        double[] values =
        [
            .. Enumerable
                .Range(0, (int)Math.Min(column.Length, LargestRows))
                .Select(row => column[row])
                .OfType<object>()
                .Select(ToDouble),
        ];
        double[] sizes = [.. values.Where(double.IsFinite).Select(Math.Abs).Where(size => size > 0)];
        bool whole = values.All(value => value == Math.Round(value));
        if (sizes.Length > 0 && (sizes.Max() >= 1e9 || (!whole && sizes.Min() < 1e-3)))
        {
            return value => value is null ? "–" : NumberText.Format(ToDouble(value), 3);
        }

        int decimals = whole || sizes.Length == 0 ? 0 : Math.Clamp(3 - (int)Math.Floor(Math.Log10(sizes.Max())), 0, 4);
        return value => value is null ? "–" : NumberText.Fixed(ToDouble(value), decimals);
    }

    private static double ToDouble(object value) => Convert.ToDouble(value, CultureInfo.InvariantCulture);
}
