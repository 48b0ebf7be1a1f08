using Metamers.Evaluation.Nulls;
using Metamers.Models.Zoo;
using Metamers.Runtime;
using Metamers.Statistics;
using Metamers.Stimuli.Data.Sets;
using Metamers.Synthesis;
using static System.StringComparison;

namespace Metamers.Tests.Evaluation.Nulls;

/// <summary>The null distributions that the project ships.</summary>
public sealed class ShippedNullsTests
{
    private static readonly NullDistribution[] Shipped =
    [
        .. Directory.EnumerateFiles(NullJob.Folder, "*.json").Select(NullStore.Load),
    ];

    [Fact]
    public void Every_network_for_pictures_with_shipped_weights_has_one()
    {
        string[] lacking =
        [
            .. ModelZoo
                .Cards.Where(card => card.DataSet is { } key && DataSet.Find(key).SamplingRate is null)
                .Where(card => ModelZoo.FindCheckpoint(card)?.StartsWith(ProjectFolder.Data, Ordinal) == true)
                .Select(card => card.Key)
                .Except(Shipped.Select(nulls => nulls.Model.Key ?? "")),
        ];
        Assert.Empty(lacking);
        Assert.All(Shipped, nulls => Assert.True(nulls.IsComplete && nulls.Pairs >= 100_000, nulls.ToString()));
    }

    [Fact]
    public void The_ranks_of_ten_class_scores_decide_nothing_and_everything_else_does() =>
        Assert.All(
            Shipped.SelectMany(nulls => nulls.Stages.Select(stage => (nulls.Pairs, Stage: stage))),
            shipped =>
                Assert.Equal(
                    shipped.Stage.Stage is "final" or "readout" ? [MatchMeasure.Spearman] : [],
                    new NullMaximum(shipped.Stage.Maximum, shipped.Pairs).Saturated
                )
        );
}
