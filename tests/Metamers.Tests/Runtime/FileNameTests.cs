using Metamers.Evaluation.Nulls;
using Metamers.Models;
using Metamers.Models.Architectures;
using Metamers.Runtime;
using Metamers.Stimuli.Data.Sets;
using Metamers.Stimuli.Synthetic;
using Metamers.Synthesis;
using Metamers.Training;

namespace Metamers.Tests.Runtime;

/// <summary>Names out of files that become paths.</summary>
public sealed class FileNameTests
{
    public static TheoryData<string, string?> Names { get; } =
        new()
        {
            { "cat", null },
            { "resnet20-standard-seed0_v1.2", null },
            { ".hidden", null },
            { "Katze auf Fensterbank – 3", null },
            { new string('x', 200), null },
            { "console", null },
            { "", "it is empty" },
            { " ", "it is empty" },
            { new string('x', 201), "it has 201 characters" },
            { "../cat", "a separator" },
            { "/etc/passwd", "a separator" },
            { "a\\b", "a separator" },
            { "C:cat", "a separator" },
            { "cat\n", "a control character" },
            { "cat\0", "a control character" },
            { ".", "ends in a dot" },
            { "..", "ends in a dot" },
            { "cat.", "ends in a dot or a space" },
            { "cat ", "ends in a dot or a space" },
            { "who?", "one of * ? \" < > |" },
            { "*", "one of * ? \" < > |" },
            { "a \"cat\"", "one of * ? \" < > |" },
            { "<cat>", "one of * ? \" < > |" },
            { "a|b", "one of * ? \" < > |" },
            { "nul", "Windows keeps" },
            { "COM7.png", "Windows keeps" },
        };

    [Theory]
    [MemberData(nameof(Names))]
    public void A_name_is_that_of_one_file_on_every_system(string name, string? fault)
    {
        if (fault is null)
        {
            Assert.Equal(name, FileName.Require(name, "It"));
            return;
        }

        Assert.Contains(fault, FileName.Fault(name));
        Assert.Contains(fault, Assert.Throws<MetamerException>(() => FileName.Require(name, "It")).Message);
    }

    [Theory]
    [InlineData("a/b.png", true)]
    [InlineData("/a/b.png", false)]
    [InlineData("a/../b.png", false)]
    [InlineData("a//b.png", false)]
    [InlineData("a/b.png/", false)]
    [InlineData("a/aux/b.png", false)]
    [InlineData("a/who?.png", true)]
    public void A_path_stays_below_its_folder(string path, bool stays) =>
        Assert.Equal(stays, FileName.FaultOfPath(path) is null);

    [Fact]
    public void What_an_earlier_version_wrote_is_still_found()
    {
        Assert.Equal("who?", FileName.RequireFound("who?", "It"));
        Assert.Throws<MetamerException>(() => FileName.RequireFound("..", "It"));
    }

    /// <summary>A traced network brings its name in its file.</summary>
    [Fact]
    public void A_network_whose_name_leads_elsewhere_has_no_cache_and_no_null_distribution_there()
    {
        using TemporaryFolder folder = new();
        using StagedModel model = new Elsewhere().Freeze();
        MetamerCache cache = new(folder["cache"]);
        MetamerOptions options = new() { Repetitions = 1, StepsPerRepetition = 1 };
        AssertRefused(() =>
            cache.GetOrMake(new(model, options), [SyntheticStimuli.DeadLeaves(32, 0)], StagedModel.InputStage)
        );
        AssertRefused(() => NullStore.GetOrMeasure(folder["nulls"], model, DataSet.All[0], new()));
        Assert.Empty(folder.Files());

        static void AssertRefused(Action act) =>
            Assert.Contains(
                "The network is called '../../elsewhere', which cannot name a file",
                Assert.Throws<MetamerException>(act).Message
            );
    }

    [Fact]
    public void A_recipe_made_in_code_whose_name_leads_elsewhere_is_refused_before_it_trains()
    {
        using TemporaryFolder folder = new();
        TrainingRecipe recipe = new()
        {
            Name = "../elsewhere",
            Architecture = "ResNet20",
            Data = "cifar10",
        };
        Assert.Contains(
            "The recipe is called '../elsewhere'",
            Assert.Throws<MetamerException>(() => TrainingJob.Run(recipe, folder["state"], folder["output"])).Message
        );
        Assert.Empty(folder.Files());
    }

    private sealed class Elsewhere : StagedModel
    {
        public Elsewhere()
            : base("../../elsewhere", new InputNormalization(0, 1, [0, 0, 0], [1, 1, 1]), 3, 32, 32)
        {
            register_module("inner", new CifarResNet(8));
        }
    }
}
