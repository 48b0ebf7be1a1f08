using Metamers.Experiments;
using Metamers.Models;
using Metamers.Runtime;
using Metamers.Stimuli;
using Metamers.Stimuli.Images;
using Metamers.Synthesis;
using Metamers.Tests.Synthesis;
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
        Refused("is not in a folder of a condition", () => ExperimentStimuli.FromFolder(_folder.Path));
        Refused("There is no folder", () => ExperimentStimuli.FromFolder(_folder["nowhere"]));
        Refused("is empty", () => ExperimentStimuli.FromFolder(Directory.CreateDirectory(_folder["empty"]).FullName));
    }

    [Fact]
    public void What_systems_put_into_folders_is_no_stimulus()
    {
        foreach (
            string file in new[]
            {
                "natural/cat/tom.png",
                "natural/cat/._tom.png",
                "natural/cat/Thumbs.db",
                "natural/desktop.ini",
                ".git/objects/ab/cdef",
                "natural/cat/.ipynb_checkpoints/tom-checkpoint.png",
                "__MACOSX/natural/cat/tom.png",
                "@eaDir/cat/tom.png",
            }
        )
        {
            _folder.Write(file, [1]);
        }

        Assert.Equal(
            [("tom", "cat", "natural")],
            ExperimentStimuli
                .FromFolder(_folder.Path)
                .Select(version => (version.Stimulus, version.Category, version.Condition))
        );
        File.CreateSymbolicLink(_folder["natural/cat/rex.png"], "../gone.png");
        Refused(
            "rex.png is a link to ../gone.png, which does not exist",
            () => ExperimentStimuli.FromFolder(_folder.Path)
        );
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
        table.Columns.Remove("accepted");
        table.Columns.Add(new Int32DataFrameColumn("accepted", [1, 0]));
        Assert.Equal([true, false], ExperimentStimuli.FromDataFrame(table).Select(stimulus => stimulus.Accepted));
        table.Columns.Remove("accepted");
        table.Columns.Add(new StringDataFrameColumn("accepted", ["yes", "no"]));
        Refused(
            "The table has the value 'yes' in accepted, row 0 (from 0); it may be true or false, 1 or 0.",
            () => ExperimentStimuli.FromDataFrame(table)
        );
        table.Columns.Remove("file");
        Refused(
            "The table has no column 'file'; it has stimulus, category, condition, accepted",
            () => ExperimentStimuli.FromDataFrame(table)
        );
    }

    [Fact]
    public void Metamers_become_files_with_their_verdicts_also_when_they_were_saved_before()
    {
        using MetamerSet metamers = new(
            from name in new[] { "tom", "rex" }
            from stage in new[] { "early", "late" }
            select Made(name, stage, accepted: (name, stage) != ("rex", "late"))
        );
        IReadOnlyList<ExperimentStimulus> stimuli = ExperimentStimuli.FromMetamers(metamers, _folder["files"]);
        Assert.Equal(6, stimuli.Count);
        Assert.All(stimuli, version => Assert.True(File.Exists(version.File)), throwIfEmpty: true);
        Assert.Equal(
            [("tom", "cat", "natural"), ("rex", "dog", "natural"), ("tom", "cat", "net/early")],
            stimuli.Take(3).Select(version => (version.Stimulus, version.Category, version.Condition))
        );
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

        metamers.Save(_folder["store"]);
        using MetamerSet loaded = MetamerSet.Load(_folder["store"]);
        IReadOnlyList<ExperimentStimulus> stored = ExperimentStimuli.FromMetamers(loaded, _folder["again"]);
        Assert.Equal(design.Hash, ExperimentDesign.Create(stored, design.Options).Hash);

        Refused(
            "There is no category of 'rex': it has no label",
            () =>
                ExperimentStimuli.FromMetamers(
                    metamers,
                    _folder["files"],
                    stimulus => stimulus.Name == "tom" ? "cat" : null
                )
        );
        using Metamer noise = MetamerExamples.Noise(1);
        using MetamerSet escaping = new(MetamerExamples.Like(noise, "../../escaped", "late", null));
        Refused("cannot name a file", () => ExperimentStimuli.FromMetamers(escaping, _folder["deep/files"]));
        Assert.False(Directory.Exists(_folder["deep"]));
    }

    [Fact]
    public void Sets_with_names_are_conditions_although_network_and_stage_are_the_same()
    {
        using MetamerSet plain = new(Made("tom", "late", accepted: true), Made("rex", "late", accepted: true));
        using MetamerSet smooth = new(Made("tom", "late", accepted: true), Made("rex", "late", accepted: false));
        IReadOnlyList<ExperimentStimulus> stimuli = ExperimentStimuli.FromMetamers(
            [("no prior", plain), ("1/f", smooth)],
            _folder["files"]
        );
        Assert.Equal(
            [("natural", 2), ("no prior/late", 2), ("1/f/late", 2)],
            stimuli.GroupBy(version => version.Condition).Select(group => (group.Key, group.Count()))
        );
        Assert.Equal(6, stimuli.Select(version => version.File).Distinct().Count(File.Exists));
        Assert.Equal("rex", stimuli.Single(version => !version.Accepted).Stimulus);
        Refused("cannot name", () => ExperimentStimuli.FromMetamers([("..", plain)], _folder["files"]));
    }

    [Fact]
    public void Distorted_stimuli_have_the_length_of_their_change_and_the_name_of_their_stimulus()
    {
        using DisposeScope scope = NewDisposeScope();
        ImageStimulus grey = new("tom", "cat", null, full([3, 4, 4], 0.5), "made by rule");
        ExperimentStimulus changed = ExperimentStimuli
            .FromDistortions([new(grey, ones_like(grey.Pixels))], 3, "brighter", _folder["files"])
            .Single();
        Assert.Equal(
            ("tom", "cat", "brighter", true),
            (changed.Stimulus, changed.Category, changed.Condition, changed.Accepted)
        );
        double shift = (ImageFile.Load(changed.File, 4).Pixels - 0.5).mean().item<float>();
        Assert.Equal(3 * 0.06, shift, 0.5 / 255); // a figure shows a root mean square of 0.06
    }

    private static void Refused(string message, Action action) =>
        Assert.Contains(message, Assert.Throws<MetamerException>(action).Message, StringComparison.Ordinal);

    private static Metamer Made(string name, string stage, bool accepted)
    {
        using DisposeScope scope = NewDisposeScope();
        return new(
            full([3, 4, 4], (stage == "early" ? 0.5 : 0.6) * (name == "tom" ? 1 : 0.5)),
            new ImageStimulus(
                name,
                name == "tom" ? "cat" : "dog",
                null,
                full([3, 4, 4], name == "tom" ? 0.2 : 0.8),
                "made by rule"
            )
        )
        {
            Stage = stage,
            Options = MetamerOptions.Quick,
            Model = new("net", "0000"),
            Card = new NetworkCard { Name = "net" },
            Losses = [new(1, 0.1)],
            Manifest = RunManifest.Current(CPU, ScalarType.Float32),
            Judgement = new([0, 1], accepted ? [0, 1] : [1, 0], [new(stage, new(0.9, 0.9, 20))]),
            Null = new(new(0.5, 0.5, 5), 100),
        };
    }
}
