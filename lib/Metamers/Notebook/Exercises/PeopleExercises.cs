using System.Globalization;
using Metamers.Evaluation;
using Metamers.Plotting.Interactive;
using Metamers.Published;
using Metamers.Statistics;
using Metamers.Tables;
using Microsoft.Data.Analysis;
using Plotly.NET;

namespace Metamers.Notebook.Exercises;

/// <summary>The exercises of notebooks 12 to 14.</summary>
internal static class PeopleExercises
{
    public static IReadOnlyList<ExerciseTask> All { get; } =
    [
        ExerciseTask.Of<Func<PublishedData, string, string, double>>("12.1", TimesChance),
        ExerciseTask.Of<Func<PublishedData, string, double>>("12.2", AgreementAtLastStages),
        ExerciseTask.Of<Func<StageRecognition, bool>>("12.3", AboveChance),
        ExerciseTask.Of<Func<List<BrainPrediction>, double>>("13.1", LargestJump),
        ExerciseTask.Of<Func<List<BrainPrediction>, double>>("13.2", OfBestPredictor),
        ExerciseTask.Of<Func<DataFrame, string, GenericChart>>("13.3", Scores),
        ExerciseTask.Of<Func<int, int, double, double>>("14.1", PassByGuessing),
        ExerciseTask.Of<Func<DataFrame, string, double>>("14.2", Recognised),
    ];

    private static IEnumerable<Finding> TimesChance(Func<PublishedData, string, string, double> times)
    {
        PublishedData data = new();
        foreach (
            (string model, string stage) in new[]
            {
                ("resnet50", "final"),
                ("resnet50", "layer1"),
                ("alexnet", "final"),
            }
        )
        {
            StageRecognition row = data.Recognition.Single(row =>
                row is { Modality: "vision", Experiment: 1 } && row.Model == model && row.StageLabel == stage
            );
            yield return Finding.Number(
                times(data, model, stage),
                row.HumanMean / row.HumanChance,
                $"{stage} of {model}",
                "divide the human mean by the human chance, in the row of experiment 1 with pictures"
            );
        }
    }

    private static IEnumerable<Finding> AgreementAtLastStages(Func<PublishedData, string, double> agreement)
    {
        PublishedData data = new();
        foreach (string modality in new[] { "vision", "audio" })
        {
            RecognitionByOthers[] last =
            [
                .. data.OtherModels.Where(row => row.Modality == modality && row.Stage == "final"),
            ];
            yield return Finding.Number(
                agreement(data, modality),
                CorrelationTest
                    .Spearman([.. last.Select(row => row.OtherModelsMean)], [.. last.Select(row => row.HumanMean)])
                    .Coefficient,
                $"the last stages ({modality})",
                "take the rows of the stage final and of that modality, and the rank correlation of the other "
                    + "models' mean with the human mean"
            );
        }
    }

    private static IEnumerable<Finding> AboveChance(Func<StageRecognition, bool> above)
    {
        foreach (StageRecognition row in new PublishedData().Recognition)
        {
            yield return Finding.Truth(
                above(row),
                row.HumanMean - 2 * row.HumanSem > row.HumanChance,
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"{row.Stage} of {row.Model} (people {row.HumanMean:F3} ± {row.HumanSem:F3}, chance "
                        + $"{row.HumanChance:F4})"
                ),
                "ask whether the mean minus two standard errors is still above chance"
            );
        }
    }

    private static IEnumerable<Finding> LargestJump(Func<List<BrainPrediction>, double> jump)
    {
        foreach ((string region, List<BrainPrediction> rows) in Regions("IT", "V1"))
        {
            double[] ordered = [.. rows.OrderBy(row => row.Score).Select(row => row.HumanRecognition)];
            yield return Finding.Number(
                jump(rows),
                ordered.Zip(ordered.Skip(1), (a, b) => Math.Abs(a - b)).Max(),
                region,
                "order the networks by their score, then take the largest difference of recognition between neighbours"
            );
        }
    }

    private static IEnumerable<Finding> OfBestPredictor(Func<List<BrainPrediction>, double> recognition)
    {
        foreach ((string region, List<BrainPrediction> rows) in Regions("IT", "V4", "V2", "V1"))
        {
            yield return Finding.Number(
                recognition(rows),
                rows.MaxBy(row => row.Score)!.HumanRecognition,
                region,
                "find the row with the largest score and give its human recognition"
            );
        }
    }

    private static IEnumerable<Finding> Scores(Func<DataFrame, string, GenericChart> chart)
    {
        DataFrame table = new PublishedData().Brain.ToDataFrame();
        foreach ((string region, List<BrainPrediction> rows) in Regions("V1", "IT"))
        {
            Plotting.Figure? drawn = PlotlyReading.TryRead(chart(table, region));
            yield return Finding.That(
                drawn?.Series.Count == 1,
                $"For {region} the chart does not have one row of points: Chart.Point of two columns gives one."
            );
            double[] across = [.. drawn!.Series[0].X];
            double[] heights = [.. drawn.Series[0].Y];
            yield return Finding.Number(
                heights.Length,
                rows.Count,
                $"{region}, the number of points",
                "filter the table by its column region, and draw its rows as points"
            );
            yield return Finding.Number(
                across.Average(),
                rows.Average(row => row.Score),
                $"{region}, the mean position",
                "the column score runs to the right"
            );
            yield return Finding.Number(
                heights.Average(),
                rows.Average(row => row.HumanRecognition),
                $"{region}, the mean height",
                "the column human_recognition runs upwards"
            );
            yield return Finding.That(
                rows.Select(row => (row.Score, row.HumanRecognition))
                    .Order()
                    .SequenceEqual(across.Zip(heights).Order()),
                $"{region}, the points: a score and a recognition of different networks were paired; draw both columns "
                    + "of the same rows, in one order."
            );
        }
    }

    private static IEnumerable<Finding> PassByGuessing(Func<int, int, double, double> pass)
    {
        const string Hint = "sum the binomial probabilities from the number needed up to the number of trials";
        yield return Finding.Number(pass(6, 5, 1.0 / 3), 13 / 729.0, "5 of 6 with a chance of 1/3", Hint);
        yield return Finding.Number(pass(6, 0, 1.0 / 3), 1, "none of 6", Hint);
        yield return Finding.Number(pass(4, 4, 0.5), 1 / 16.0, "4 of 4 with a chance of 1/2", Hint);
        yield return Finding.Number(
            1e6 * pass(12, 7, 1.0 / 16),
            2.2284,
            "a million times 7 of 12 with a chance of 1/16",
            Hint
        );
        yield return Finding.That(
            pass(12, 7, 0.5) > pass(12, 8, 0.5),
            $"It does not fall when more right answers are needed: {Hint}."
        );
    }

    private static IEnumerable<Finding> Recognised(Func<DataFrame, string, double> share)
    {
        (string Condition, bool Replaced, bool Correct)[] answers =
        [
            ("net/late", false, true),
            ("net/late", false, false),
            ("net/late", true, true),
            ("net/late", false, false),
            ("net/late", false, false),
            ("net/early", false, true),
            ("natural", false, true),
        ];
        DataFrame table = answers
            .Select(row => new
            {
                row.Condition,
                row.Replaced,
                row.Correct,
            })
            .ToDataFrame();
        yield return Finding.Number(
            share(table, "net/late"),
            0.25,
            "one right answer of four, beside one of a replaced trial",
            "leave out the trials in which the natural picture took the place of the metamer"
        );
        yield return Finding.Number(
            share(table, "net/early"),
            1,
            "another condition",
            "take the answers of the condition that is given"
        );
    }

    private static IEnumerable<(string Region, List<BrainPrediction> Rows)> Regions(params string[] names)
    {
        PublishedData data = new();
        return names.Select(name => (name, data.Brain.Where(row => row.Region == name).ToList()));
    }
}
