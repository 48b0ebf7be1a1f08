using Metamers.Statistics;

namespace Metamers.Tests.Statistics;

/// <summary>Errors for bad designs say what was given, what is allowed and what to do next.</summary>
public class AnovaDesignErrorTests
{
    private static readonly double[][] Good =
    [
        [0.9, 0.5],
        [0.8, 0.6],
        [0.7, 0.1],
    ];

    [Fact]
    public void Fewer_than_two_participants() =>
        AssertError(
            "An analysis of variance needs at least two participants; given 1. Collect more, or look at the values "
                + "themselves.",
            () =>
                RepeatedMeasuresAnova.Analyse([
                    [1, 2],
                ])
        );

    [Fact]
    public void Fewer_than_two_stages() =>
        AssertError(
            "An analysis of variance needs at least two conditions for each participant; given 1. Add the natural "
                + "stimuli or another stage.",
            () =>
                RepeatedMeasuresAnova.Analyse([
                    [1],
                    [2],
                ])
        );

    [Fact]
    public void Ragged_rows() =>
        AssertError(
            "The participant 2 (from 0) has 3 values, the first has 2. Give every participant one value for each "
                + "condition, in the same order.",
            () => RepeatedMeasuresAnova.Analyse([.. Good[..2], [1, 2, 3]])
        );

    [Theory]
    [InlineData(double.NaN, "NaN")]
    [InlineData(double.PositiveInfinity, "Infinity")]
    public void Values_that_are_not_finite(double value, string written) =>
        AssertError(
            $"The value of row 4 in condition 1 (both from 0) is {written}. Leave out a row whose values are "
                + "not all known.",
            () => MixedAnova.Analyse([Good, [Good[0], [1, value], Good[2]]])
        );

    [Fact]
    public void All_values_equal() =>
        AssertError(
            "F of 'stage' is undefined: its error is 0, because all values are equal or every participant differs "
                + "between conditions by exactly the same amounts. "
                + "An analysis of variance needs participants who differ; check that the rows are not copies of "
                + "one another.",
            () =>
                RepeatedMeasuresAnova.Analyse([
                    [0.1, 0.1, 0.1],
                    [0.1, 0.1, 0.1],
                    [0.1, 0.1, 0.1],
                ])
        );

    [Fact]
    public void Participants_who_are_copies_of_one_another()
    {
        Assert.StartsWith(
            "F of 'stage' is undefined",
            Error(() =>
                RepeatedMeasuresAnova.Analyse([
                    [0.9, 0.3, 0.1],
                    [0.9, 0.3, 0.1],
                ])
            )
        );
        Assert.StartsWith(
            "F of 'observer' is undefined",
            Error(() =>
                MixedAnova.Analyse([
                    [
                        [0.9, 0.3],
                        [0.9, 0.3],
                    ],
                    [
                        [0.8, 0.7],
                        [0.8, 0.7],
                    ],
                ])
            )
        );
        Assert.StartsWith(
            "F of 'model' is undefined",
            Error(() => TwoWayRepeatedMeasuresAnova.Analyse([new double[2, 2], new double[2, 2]]))
        );
    }

    [Fact]
    public void Groups_of_different_sizes() =>
        AssertError(
            "The groups of 'observer' must have equally many rows, at least two; given 3, 2. Give the model one row "
                + "for each participant, on the stimuli that this participant had.",
            () => MixedAnova.Analyse([Good, Good[..2]])
        );

    [Fact]
    public void One_group() =>
        AssertError(
            "The factor 'observer' needs at least two groups; given 1. With one group use RepeatedMeasuresAnova.",
            () => MixedAnova.Analyse([Good])
        );

    [Fact]
    public void One_model() =>
        AssertError(
            "Both factors need at least two levels; given 3 of 'stage' and 1 of 'model'. With one factor use "
                + "RepeatedMeasuresAnova.",
            () => TwoWayRepeatedMeasuresAnova.Analyse([new double[3, 1], new double[3, 1]])
        );

    [Fact]
    public void Ragged_tables() =>
        AssertError(
            "The participant 1 (from 0) has 3 × 2 values (stage × model), the first has 2 × 2. Give every "
                + "participant one value for each condition, in the same order.",
            () => TwoWayRepeatedMeasuresAnova.Analyse([new double[2, 2], new double[3, 2]])
        );

    [Fact]
    public void No_participants() =>
        Assert.StartsWith(
            "An analysis of variance needs at least two participants; given 0.",
            Error(() => TwoWayRepeatedMeasuresAnova.Analyse([]))
        );

    [Fact]
    public void No_permutations() =>
        AssertError(
            "The number of permutations must be at least 1; given 0. The paper uses 10000, which finds p values "
                + "down to 1e-4.",
            () => RepeatedMeasuresAnova.Analyse(Good, permutations: 0)
        );

    [Fact]
    public void An_effect_that_is_not_there_lists_those_that_are()
    {
        AnovaTable table = MixedAnova.Analyse(
            [
                Good,
                [
                    [0.1, 0.2],
                    [0.3, 0.1],
                    [0.2, 0.9],
                ],
            ],
            permutations: 10
        );
        KeyNotFoundException error = Assert.Throws<KeyNotFoundException>(() => table["model"]);
        Assert.Equal(
            "There is no effect 'model' in this analysis. It has 'observer', 'stage', 'observer:stage'.",
            error.Message
        );
    }

    private static void AssertError(string message, Action act) => Assert.Equal(message, Error(act));

    private static string Error(Action act) => Assert.Throws<ArgumentException>(act).Message;
}
