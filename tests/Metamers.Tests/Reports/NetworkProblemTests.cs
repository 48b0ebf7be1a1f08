using Metamers.Models;
using Metamers.Models.Zoo;
using Metamers.Reports;
using Metamers.Reports.Making;
using Metamers.Reports.Records;
using Metamers.Stimuli;
using Metamers.Stimuli.Data.Sets;

namespace Metamers.Tests.Reports;

/// <summary>Which networks are refused, and which are only doubted.</summary>
public sealed class NetworkProblemTests
{
    private static readonly string[] Names = [.. Cifar10.ClassNames];

    [Fact]
    public void Indices_of_another_task_do_not_count_against_a_network_without_names()
    {
        using LevelNetwork thousand = new(1000);
        Stimulus[] stimuli = Shown(20, shown: i => i % 10, truth: i => (i + 1) % 10);
        Assert.All(stimuli, stimulus => Assert.False(NetworkProblem.HasClass(thousand, stimulus)));
        Assert.Equal((null, null), NetworkProblem.Find(thousand, stimuli));

        using LevelNetwork ten = new(10); // which the panel of CIFAR-10 judges
        Assert.True(NetworkProblem.HasClass(ten, stimuli[0]));
        Assert.False(NetworkProblem.HasClass(ten, stimuli[0] with { Label = "discs of 1 to 2 pixels" }));
        Assert.Contains("It names 0 of 20", NetworkProblem.Find(ten, stimuli).Problem);
    }

    [Fact]
    public void One_decision_for_all_is_refused_only_if_it_is_wrong_about_most_others()
    {
        using LevelNetwork model = new(10, Names);
        Stimulus[] nearlyRight = Shown(20, shown: _ => 3, truth: i => i == 7 ? 5 : 3);
        Assert.Equal((null, null), NetworkProblem.Find(model, nearlyRight));
        Stimulus[] half = Shown(20, shown: _ => 3, truth: i => i % 2 == 0 ? 5 : 3);
        Assert.Equal(
            ReportRecord
                .LoadShipped("cochcnnsmall-digit-untrained-seed0")
                .Problem!.Replace("'two' for all 10", "'cat' for all 20"),
            NetworkProblem.Find(model, half).Problem
        );
        Stimulus[] unknown = [.. half.Select(stimulus => stimulus with { Label = null, ClassIndex = null })];
        (string? problem, string? doubt) = NetworkProblem.Find(model, unknown);
        Assert.Null(problem);
        Assert.StartsWith("It decides 'cat' for all 20 stimuli; 0 of them are known", doubt);
    }

    [Fact]
    public void Guessing_is_refused_only_if_a_useful_accuracy_can_be_ruled_out()
    {
        using LevelNetwork model = new(10, Names);
        Assert.Equal(
            ReportRecord.LoadShipped("resnet20-untrained-seed0").Problem,
            NetworkProblem.Find(model, RightAbout(2, of: 20)).Problem
        );
        (string? problem, string? doubt) = NetworkProblem.Find(model, RightAbout(2, of: 10));
        Assert.Null(problem);
        Assert.StartsWith(
            "It names 2 of 10 stimuli correctly, which cannot be told from guessing (10 %); so few",
            doubt
        );
        Assert.Equal((null, null), NetworkProblem.Find(model, RightAbout(8, of: 20)));
        Assert.Equal((null, null), NetworkProblem.Find(model, RightAbout(0, of: 7)));
    }

    [Fact]
    public void A_network_that_is_not_frozen_is_told_before_anything_is_measured()
    {
        using TemporaryFolder folder = new();
        using StagedModel model = ModelZoo.Build("resnet20", seed: 0);
        model.eval();
        using ModelReport report = ModelReport.Make(model, ReportExamples.Options(folder.Path));
        Assert.Contains("is not frozen", report.Record.Problem);
        Assert.False(Directory.Exists(folder["nulls"]));
    }

    [Theory]
    [InlineData(3, "its class 4 is 'tiger' in place of 'cat'")]
    [InlineData(0, "its first class is 'tiger'")]
    [InlineData(-1, "it names 0 classes")]
    public void The_class_in_which_a_task_differs_from_the_panel_is_named(int other, string expected)
    {
        string[] names = other < 0 ? [] : [.. Names];
        if (other >= 0)
        {
            names[other] = "tiger";
        }

        using LevelNetwork model = new(10, names);
        Assert.Null(JudgePanel.Find(model, out string? reason));
        Assert.Contains($"another task than the panel 'cifar10': {expected}, and the panel's classes are", reason);
    }

    private static Stimulus[] RightAbout(int right, int of) =>
        Shown(of, shown: i => i % 10, truth: i => i < right ? i % 10 : (i + 1) % 10);

    /// <summary>Pictures of the brightness of one class that are said to be of another.</summary>
    private static Stimulus[] Shown(int count, Func<int, int> shown, Func<int, int> truth) =>
        [
            .. Enumerable
                .Range(0, count)
                .Select(i => LevelNetwork.Picture($"level-{i}", shown(i), 10, Names[truth(i)], truth(i))),
        ];
}
