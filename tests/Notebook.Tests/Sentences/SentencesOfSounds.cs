using System.Globalization;
using System.Text.RegularExpressions;
using Metamers.Runtime;
using static Metamers.Claims.ClaimedRange;
using static Notebook.Tests.Sentences.Judged;

namespace Notebook.Tests.Sentences;

/// <summary>What notebooks 04 and 05 say of the cochleagram and of the metamers of words that they saved.</summary>
internal static partial class SentencesOfSounds
{
    private static readonly string[] First = ["input_after_preproc", "relu0", "relu1", "relu2"];
    private static readonly string[] Later = ["relu3", "relu4", "avgpool", "relufc", "final"];

    public static IEnumerable<Sentence> All =>
        [
            new(
                "04",
                "computed at as many points as each filter needs, several times faster: values within 0.01 %",
                Both(
                    In(Below(1e-4), () => [("error of the values", Default()[2])]),
                    In(Above(3), () => [("times faster", Default()[1])])
                )
            ),
            new(
                "04",
                "gradients within about 0.2 % for noise and 1.4 % for a click",
                Numbers(() => [100 * Benchmark(Noise()), 100 * Benchmark(Click())])
            ),
            new(
                "04",
                "by about 10 dB at the first stage, and the later stages agree somewhat better, by 11 to 19 dB",
                Both(
                    Numbers(() => [Decibels(first: true).Average(), Decibels(false).Min(), Decibels(false).Max()]),
                    In(Above(0), () => [("gap", Decibels(false).Min() - Decibels(first: true).Max())])
                )
            ),
            new(
                "04",
                "though its waveform is far from the word's",
                In(
                    new(-0.6, 0.6),
                    () =>
                        new[] { 0, 10, 20, 30 }
                            .Select(word => ("notebook 05", SavedSounds.Correlation("05", "cell-09", word, word + 1)))
                            .Prepend(("notebook 04", SavedSounds.Correlation("04", "cell-17", 0, 1)))
                )
            ),
            new(
                "05",
                "After 8 × 400 steps all 36 metamers keep the decision.",
                Both(
                    If(() =>
                    {
                        string schedule = SavedTable.Text("05", "cell-07");
                        return (schedule.Contains("8 × 400 steps", StringComparison.Ordinal), schedule);
                    }),
                    In(
                        new(36, 36),
                        () =>
                            new[] { "metamers", "decisions_kept" }.Select(column =>
                                (column, SavedTable.Of("05", "cell-13").Numbers(column).Sum())
                            )
                    )
                )
            ),
            new(
                "05",
                "At the cochleagram the loss is about a tenth, at the last stage below a hundredth.",
                Both(
                    In(new(0.09, 0.11), () => [("cochleagram", Loss("input_after_preproc"))]),
                    In(Below(0.01), () => [("final", Loss("final"))])
                )
            ),
            new(
                "05",
                "from `relu3` on the activations match more closely than at the first stages, by linear correlation "
                    + "and in decibels",
                In(
                    Above(0),
                    () =>
                        new[] { "median_pearson", "median_db_snr" }.Select(column =>
                            (column, Matches(column, Later).Min() - Matches(column, First).Max())
                        )
                )
            ),
            new(
                "05",
                "that of `final` still falls, at a loss below 0.003",
                If(() =>
                {
                    double[] loss = SavedFigure.Line("05", "cell-11", "final");
                    return (
                        loss[^1] < 0.003 && loss[^1] < 0.98 * loss[^9],
                        $"{string.Join(", ", loss.TakeLast(9))} at the end"
                    );
                })
            ),
        ];

    private static IEnumerable<double> Decibels(bool first)
    {
        SavedTable table = SavedTable.Of("04", "cell-21");
        return table
            .Numbers("db_snr")
            .Zip(table.Words("stage_compared"))
            .Where(row => row.Second == First[0] == first)
            .Select(row => row.First);
    }

    private static IEnumerable<double> Matches(string column, string[] stages) =>
        stages.Select(stage => SavedTable.Of("05", "cell-13").At(stage, column));

    /// <summary>The normalised loss that corresponds to the median signal-to-noise ratio of a stage.</summary>
    private static double Loss(string stage) => Math.Pow(10, -Matches("median_db_snr", [stage]).Single() / 10);

    /// <summary>Milliseconds, times faster and errors of values and gradient at the default oversampling.</summary>
    private static double[] Default() =>
        [.. Benchmarks().Split("| 28 (default) | ")[1].Split(" |").Take(4).Select(Parsed)];

    private static double Benchmark(Regex number) => Parsed(number.Match(Benchmarks()).Groups["error"].Value);

    private static string Benchmarks() =>
        Blanks().Replace(File.ReadAllText(Path.Combine(ProjectFolder.Root, "tests", "Benchmarks", "README.md")), " ");

    private static double Parsed(string text) => double.Parse(text, CultureInfo.InvariantCulture);

    [GeneratedRegex("white noise, whose gradient at the default is between [0-9.e-]+ and (?<error>[0-9.e-]+) from")]
    private static partial Regex Noise();

    [GeneratedRegex("that of a click is (?<error>[0-9.e-]+) from")]
    private static partial Regex Click();

    [GeneratedRegex(@"\s+")]
    private static partial Regex Blanks();
}
