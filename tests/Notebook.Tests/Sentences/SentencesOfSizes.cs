using System.Text.RegularExpressions;
using Metamers.Evaluation;
using Metamers.Studies;
using Metamers.Synthesis;
using Workbook.Notebooks;
using static Metamers.Claims.ClaimNetworks;
using static Notebook.Tests.Sentences.Judged;
using static Notebook.Tests.Sentences.Sources;

namespace Notebook.Tests.Sentences;

/// <summary>How many networks, judges, stimuli and steps notebooks and the README say there are.</summary>
internal static partial class SentencesOfSizes
{
    private const string PictureStudy = "transfer-pictures";
    private const string WordStudy = "transfer-words";

    public static IEnumerable<Sentence> All =>
        [
            new(
                "03",
                "| metamers | 400 a stage | 8 a stage |",
                Numbers(() =>
                    [
                        Published.Transfers.Max(row => row.Metamers),
                        SavedTable.Of("03", "cell-14").Numbers("metamers").Max(),
                    ]
                )
            ),
            new("06", "ten, CIFAR-10 (as JPEG)", Numbers(() => [Networks(PictureStudy)])),
            new("06", "nine, ten spoken digits", Numbers(() => [Networks(WordStudy), 10])),
            new(
                "06",
                "29, of which the results of 20 are released",
                Numbers(() =>
                    [
                        Published
                            .Matches.Where(row => row.Modality == "vision")
                            .Select(row => row.Model)
                            .Distinct()
                            .Count(),
                        Published
                            .Transfers.Where(row => row.Modality == "vision")
                            .Select(row => row.Generator)
                            .Distinct()
                            .Count(),
                    ]
                )
            ),
            new(
                "06",
                "20 pictures a stage, 800 steps; 8 words a stage, 200 steps",
                Numbers(() => [Pictures.Stimuli, Steps(PictureStudy), Words.Stimuli, Steps(WordStudy)])
            ),
            new(
                "06",
                "(nine for pictures, seven for words), ten classes",
                Numbers(() => [Pictures.Judges.Count, Words.Judges.Count, 10])
            ),
            new("06", "how many of the twenty at a stage these are", Numbers(() => [Pictures.Stimuli])),
            new(
                "06",
                "The same from the released data: 20 vision models",
                Numbers(() =>
                    [
                        Published
                            .Transfers.Where(row => row.Modality == "vision")
                            .Select(row => row.Generator)
                            .Distinct()
                            .Count(),
                    ]
                )
            ),
            new("06", "the study's 200 steps did not bring the descent to its end", Numbers(() => [Steps(WordStudy)])),
            new("06", "Twenty pictures and eight words are few", Numbers(() => [Pictures.Stimuli, Words.Stimuli])),
            new("06", "these twenty pictures cannot say", Numbers(() => [Pictures.Stimuli])),
            new(
                "08",
                "Twenty photographs, five stages, 800 steps each",
                Numbers(() =>
                    [
                        Pictures.Stimuli,
                        Pictures.StagesOf(ResNet).Count(stage => stage != Transfer.Natural),
                        Steps(PictureStudy),
                    ]
                )
            ),
            new("08", "This is one photograph; the study below has twenty.", Numbers(() => [1, Pictures.Stimuli])),
            new("08", "Recognition is that of the study's metamers, of 200 steps", Numbers(() => [Steps(WordStudy)])),
            new("08", "twenty pictures are few: these data", Numbers(() => [Pictures.Stimuli])),
            new(
                "08",
                "`MetamerOptions.Fast`, 2,200 steps, for pictures",
                Numbers(() => [MetamerOptions.Fast.TotalSteps])
            ),
            new(
                "09",
                "recognition by other networks: 800 steps for pictures and 200 for words",
                Numbers(() => [Steps(PictureStudy), Steps(WordStudy)])
            ),
            new(
                "09",
                "the trained network has one judge fewer, since it does not judge itself",
                Numbers(() =>
                    [
                        Pictures.JudgesOf(ResNetUntrained, JudgeGroup.NotAdversarial).Count
                            - Pictures.JudgesOf(ResNet, JudgeGroup.NotAdversarial).Count,
                    ]
                )
            ),
            new(
                "09",
                "as in the study above, which has 800 steps in place of 2,200",
                Numbers(() => [Steps(PictureStudy), MetamerOptions.Fast.TotalSteps])
            ),
            new(
                "16",
                "two of the five were trained adversarially.",
                Numbers(() =>
                    [Adversarial("16", "cell-21d").Count(robust => robust), Adversarial("16", "cell-21d").Length]
                )
            ),
            new(
                "17",
                "the six networks at the left and the three at the right, which were trained adversarially, are on "
                    + "different sides of the line",
                Numbers(() =>
                    [
                        Array.IndexOf(Adversarial("17", "cell-11"), true),
                        Adversarial("17", "cell-11").Reverse().TakeWhile(robust => robust).Count(),
                    ]
                )
            ),
            new(
                "17",
                "the three with VGG in their name are on",
                Numbers(() => [Keys("17", "cell-11").Count(key => key.Contains("vgg", StringComparison.Ordinal))])
            ),
            new("17", "the panel is nine networks without any label", Numbers(() => [Keys("17", "cell-11").Length])),
            new(
                "17",
                "nine small networks, five stages of ResNet-18, and seven auditory networks",
                Numbers(() =>
                    [
                        SavedTable.Of("17", "cell-17").Numbers("Judges")[0],
                        Stages("17", "cell-17b").Length,
                        SavedTable.Of("17", "cell-17h").Numbers("Judges")[0],
                    ]
                )
            ),
            new(
                "18",
                "The five judges, four of them of the architecture that was matched",
                Numbers(() =>
                    [
                        Keys("18", "cell-07").Length,
                        Keys("18", "cell-07").Count(key => key.StartsWith("resnet20", StringComparison.Ordinal)),
                    ]
                )
            ),
            new(
                "12",
                "for 48 vision and auditory models",
                Numbers(() => [Published.Recognition.Select(row => (row.Modality, row.Model)).Distinct().Count()])
            ),
            new(
                "12",
                "20 and 17: for nine of the vision models the answers of other networks were not released",
                Numbers(() =>
                    [
                        OthersOf("vision"),
                        OthersOf("audio"),
                        Published
                            .Matches.Where(row => row.Modality == "vision")
                            .Select(row => row.Model)
                            .Distinct()
                            .Count() - OthersOf("vision"),
                    ]
                )
            ),
            new(
                "README",
                "| 01, 03, 15 | the full published one, 8 × 3,000 steps",
                Shown("8 × 3000 steps", "01", "03", "15")
            ),
            new(
                "README",
                "| 02, 08, 09, 10, 11, 14, 18 | `MetamerOptions.Fast`, 2,200 steps",
                Shown("Fast, 2200 steps", "02", "08", "09", "10", "11", "14", "18")
            ),
            new("README", "the sounds of 08 from 8 × 100", Shown("8 × 100 steps", "08")),
            new("README", "| 04, 05 | 8 × 400 steps", Shown("8 × 400 steps", "04", "05")),
            new(
                "09",
                "of the twenty photographs of the study it keeps its decision at `layer3` for all",
                Both(
                    Numbers(() => [Kept().Length]),
                    If(() => (Kept().All(kept => kept), $"{Kept().Count(kept => kept)} of {Kept().Length}"))
                )
            ),
            new("18", "recognition is that of a panel of five networks", Numbers(() => [Keys("18", "cell-07").Length])),
        ];

    private static int OthersOf(string modality) =>
        Published.OtherModels.Where(row => row.Modality == modality).Select(row => row.Model).Distinct().Count();

    /// <summary>For which pictures of the study the untrained network keeps its decision at layer3.</summary>
    private static bool[] Kept() =>
        [
            .. Study("transfer-pictures")
                .Metamers.Rows.Where(row =>
                    (string)row["network"] == ResNetUntrained && (string)row["stage"] == "layer3"
                )
                .Select(row => row["decision_kept"] is true),
        ];

    private static int Networks(string study) =>
        Study(study).Metamers.Rows.Select(row => (string)row["network"]).Distinct().Count();

    private static int Steps(string study) =>
        Study(study).Metamers.Rows.Select(row => (int)row["steps"]).Distinct().Single();

    /// <summary>The keys of networks that a cell names, in their order.</summary>
    private static string[] Keys(string notebook, string cell) =>
        [.. Key().Matches(Source(notebook, cell)).Select(match => match.Groups["key"].Value)];

    private static bool[] Adversarial(string notebook, string cell) =>
        [.. Keys(notebook, cell).Select(key => JudgeGroups.RecipeOf(key)?.Adversary is { Random: false })];

    /// <summary>The stages that a cell takes under the budget Paper.</summary>
    private static string[] Stages(string notebook, string cell) =>
        [
            .. Stage()
                .Matches(Source(notebook, cell).Split("paper: new[]")[1].Split('}')[0])
                .Select(match => match.Value),
        ];

    private static string Source(string notebook, string cell) =>
        SentenceTexts.Notebook(notebook).Cells.Single(one => one.Id == cell).Source;

    /// <summary>These notebooks show figures that say so.</summary>
    private static Func<string, Finding> Shown(string schedule, params string[] notebooks) =>
        If(() =>
        {
            string[] without =
            [
                .. notebooks.Where(notebook =>
                    !SentenceTexts
                        .Notebook(notebook)
                        .Cells.SelectMany(cell => cell.Outputs)
                        .Any(output => Saved(output).Contains(schedule, StringComparison.Ordinal))
                ),
            ];
            return (without.Length == 0, $"{schedule} is not in the saved outputs of {string.Join(", ", without)}");
        });

    private static string Saved(System.Text.Json.Nodes.JsonObject output) =>
        NotebookCell.JoinLines(output["text"]) + NotebookCell.JoinLines(output["data"]?["text/plain"]);

    [GeneratedRegex("\"(?<key>(resnet20|vgg8|lowpassvgg8)-[a-z0-9-]+)\"")]
    private static partial Regex Key();

    [GeneratedRegex("\\w+(?=\")")]
    private static partial Regex Stage();
}
