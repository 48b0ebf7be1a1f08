using Metamers.Evaluation;
using Metamers.Experiments;
using Metamers.Models;
using Metamers.Runtime;
using Metamers.Synthesis;
using Microsoft.Data.Analysis;
using TorchSharp;
using static TorchSharp.torch;

namespace Metamers.Tests.Experiments;

public sealed class ExperimentStimuliTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Folders_name_condition_and_category()
    {
        foreach (
            string file in new[]
            {
                "natural/cat/tom.png",
                "resnet20/layer3/cat/tom.png",
                "practice/dog/rex.png",
                ".hidden",
            }
        )
        {
            _folder.Write(file, [1]);
        }

        IReadOnlyList<ExperimentStimulus> stimuli = ExperimentStimuli.FromFolder(_folder.Path);
        Assert.Equal(
            [("tom", "cat", "natural"), ("rex", "dog", "practice"), ("tom", "cat", "resnet20/layer3")],
            stimuli.Select(version => (version.Stimulus, version.Category, version.Condition))
        );
        _folder.Write("tom.png", [1]);
        Refused("does not lie in a folder of a condition", () => ExperimentStimuli.FromFolder(_folder.Path));
        Refused("There is no folder", () => ExperimentStimuli.FromFolder(_folder["nowhere"]));
        Refused("is empty", () => ExperimentStimuli.FromFolder(Directory.CreateDirectory(_folder["empty"]).FullName));
    }

    [Fact]
    public void Rows_of_a_table_are_stimuli()
    {
        DataFrame table = new(
            new StringDataFrameColumn("stimulus", ["tom", "tom"]),
            new StringDataFrameColumn("category", ["cat", "cat"]),
            new StringDataFrameColumn("condition", ["natural", "net/late"]),
            new StringDataFrameColumn("file", ["a.png", "b.png"]),
            new BooleanDataFrameColumn("accepted", [true, false])
        );
        Assert.Equal(
            [new("tom", "cat", "natural", "a.png"), new("tom", "cat", "net/late", "b.png", false)],
            ExperimentStimuli.FromDataFrame(table)
        );
        table.Columns.Remove("file");
        Refused(
            "The table has no column 'file'; it has stimulus, category, condition, accepted",
            () => ExperimentStimuli.FromDataFrame(table)
        );
    }

    [Fact]
    public void Metamers_become_files_with_their_verdicts_and_those_of_a_store_stay_where_they_are()
    {
        ModelIdentity model = new("net", "0000");
        Metamer[] metamers =
        [
            .. from name in new[] { "tom", "rex" }
            from stage in new[] { "early", "late" }
            select Made(name, stage, model),
        ];
        MetamerVerdict[] verdicts =
        [
            .. metamers.Select(metamer =>
                Verdict(metamer, accepted: (metamer.ReferenceName, metamer.Stage) != ("rex", "late"))
            ),
        ];
        Dictionary<string, string> categories = new() { ["tom"] = "cat", ["rex"] = "dog" };
        IReadOnlyList<ExperimentStimulus> stimuli = ExperimentStimuli.FromMetamers(
            metamers,
            verdicts,
            categories,
            _folder["files"]
        );
        Assert.Equal(6, stimuli.Count);
        Assert.All(stimuli, version => Assert.True(File.Exists(version.File)));
        Assert.Equal(
            ("rex", "net/late"),
            stimuli
                .Where(version => !version.Accepted)
                .Select(version => (version.Stimulus, version.Condition))
                .Single()
        );
        ExperimentDesign design = ExperimentDesign.Create(
            stimuli,
            new() { Choices = ["cat", "dog"], Participants = 3 }
        );
        Assert.Single(design.Trials, trial => trial.Replaced);

        foreach (Metamer metamer in metamers)
        {
            metamer.Save(_folder[$"store/{metamer.Stage}/{metamer.ReferenceName}"]);
        }

        IReadOnlyList<ExperimentStimulus> stored = ExperimentStimuli.FromStore(_folder["store"], verdicts, categories);
        Assert.Equal(
            design.Hash,
            ExperimentDesign
                .Create(
                    [
                        .. stimuli.Select(version =>
                            stored.Single(other =>
                                (other.Stimulus, other.Condition) == (version.Stimulus, version.Condition)
                            )
                        ),
                    ],
                    design.Options
                )
                .Hash
        );
        Assert.All(
            ExperimentStimuli
                .FromStore(_folder["store"], null, categories)
                .Where(version => version.Condition != "natural"),
            version => Assert.False(version.Accepted)
        );
        Refused(
            "There is no verdict on rex at early",
            () => ExperimentStimuli.FromStore(_folder["store"], [], categories)
        );
        Refused(
            "There is no category of 'rex'",
            () =>
                ExperimentStimuli.FromMetamers(
                    metamers,
                    verdicts,
                    new Dictionary<string, string> { ["tom"] = "cat" },
                    _folder["files"]
                )
        );
        Refused("There is no saved metamer in", () => ExperimentStimuli.FromStore(_folder["files"], null, categories));
        Array.ForEach(metamers, metamer => metamer.Dispose());
    }

    private static void Refused(string message, Action action) =>
        Assert.Contains(message, Assert.Throws<MetamerException>(action).Message, StringComparison.Ordinal);

    private static Metamer Made(string name, string stage, ModelIdentity model)
    {
        using DisposeScope scope = NewDisposeScope();
        return new(
            full([3, 4, 4], (stage == "early" ? 0.5 : 0.6) * (name == "tom" ? 1 : 0.5)),
            full([3, 4, 4], name == "tom" ? 0.2 : 0.8)
        )
        {
            ReferenceName = name,
            Stage = stage,
            Options = MetamerOptions.Quick,
            Model = model,
            Losses = [new(1, 0.1)],
            Manifest = RunManifest.Current(CPU, ScalarType.Float32),
        };
    }

    private static MetamerVerdict Verdict(Metamer metamer, bool accepted) =>
        new(
            new(
                metamer.ReferenceName,
                metamer.Stage,
                new([0, 1], accepted ? [0, 1] : [1, 0], [new(metamer.Stage, new(0.9, 0.9, 20))])
            ),
            new(0.5, 0.5, 5),
            100
        );
}
