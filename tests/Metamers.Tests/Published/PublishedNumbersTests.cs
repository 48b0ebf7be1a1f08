using Metamers.Published;
using Metamers.Runtime;

namespace Metamers.Tests.Published;

/// <summary>The published tables agree with each other and with the figures they are of.</summary>
public sealed class PublishedNumbersTests
{
    private static readonly PublishedData Data = new();

    [Fact]
    public void Means_and_standard_errors_are_those_of_the_participants()
    {
        ILookup<(string, int, string, int), ParticipantRecognition> participants = Data.Participants.ToLookup(row =>
            (row.Modality, row.Experiment, row.Model, row.StageIndex)
        );
        Assert.All(
            Data.Recognition,
            condition =>
            {
                ParticipantRecognition[] rows =
                [
                    .. participants[(condition.Modality, condition.Experiment, condition.Model, condition.StageIndex)],
                ];
                Assert.Equal(condition.Participants, rows.Length);
                Assert.Equal(condition.HumanMean, rows.Average(row => row.HumanProportion), 2e-6);
                Assert.Equal(condition.ModelMean, rows.Average(row => row.ModelProportion), 2e-6);
                double variance = rows.Average(row => Math.Pow(row.HumanProportion - condition.HumanMean, 2));
                Assert.Equal(condition.HumanSem, Math.Sqrt(variance / rows.Length), 2e-6);
                Assert.Equal(condition.HumanSampleSem, Math.Sqrt(variance / (rows.Length - 1)), 2e-6);
            },
            throwIfEmpty: true
        );
    }

    [Fact]
    public void Decibels_and_losses_of_the_released_histograms_are_one_number_on_two_scales()
    {
        PublishedMatch[] decibels = [.. Data.Matches.Where(row => row.Measure == "dB_SNR")];
        Assert.All(
            decibels,
            row => Assert.Equal(Math.Pow(10, -row.Median / 10), row.Loss!.Value, Math.Max(1e-6, 1e-3 * row.Loss.Value)),
            throwIfEmpty: true
        );
        Assert.All(
            Data.Matches,
            row =>
                Assert.True(
                    row.LowestBin <= row.Median
                        && row.Median <= row.HighestBin
                        && row.NullLowestBin <= row.NullMedian
                        && row.NullMedian <= row.NullHighestBin
                ),
            throwIfEmpty: true
        );

        // Of the rank correlations of 392 stages, those of 15 overlap in one bin at most; of all others the lowest
        // metamer is above.
        PublishedMatch[] rank = [.. Data.Matches.Where(row => row.Measure == "spearman_rho")];
        Assert.Equal(15, rank.Count(row => row.LowestBin < row.NullHighestBin));
    }

    [Fact]
    public void The_mean_over_other_models_is_that_of_the_figure()
    {
        foreach (RecognitionByOthers point in Data.OtherModels)
        {
            PublishedTransfer[] others =
            [
                .. Data.Transfers.Where(row =>
                    row.Modality == point.Modality
                    && row.Generator == point.Model
                    && row.Stage == point.Stage
                    && !row.IsSelf
                ),
            ];
            Assert.Equal(point.OtherModels, others.Length);
            Assert.Equal(point.OtherModelsMean, others.Average(row => row.Accuracy), 2e-6);
        }
    }

    [Fact]
    public void A_matrix_holds_the_fractions_that_were_printed_with_six_decimals()
    {
        ParticipantMatrix matrix = Data.Matrix("vision", 1, "alexnet");

        Assert.Equal("natural_image", matrix.Stages[0]);
        Assert.Equal((9, 22, 22), (matrix.Stages.Count, matrix.Human.Count, matrix.Model.Count));
        Assert.Equal(9 / 13.0, matrix.Human[0][0]);
        Assert.All(
            Data.Participants,
            row =>
                Assert.Equal(
                    row.HumanProportion,
                    Math.Round(ParticipantMatrix.Fraction(row.HumanProportion), 6),
                    1.01e-6
                ),
            throwIfEmpty: true
        );
        Assert.Equal(8, matrix.Without("final").Model[3].Length);
        Assert.StartsWith(
            "There is no condition 'fc9' to leave out. There are natural_image, relu0_fake_relu,",
            Assert.Throws<MetamerException>(() => matrix.Without("fc9")).Message
        );
    }

    [Fact]
    public void A_model_that_was_not_in_an_experiment_is_answered_with_those_that_were()
    {
        string Message(string modality, int experiment) =>
            Assert.Throws<MetamerException>(() => Data.Matrix(modality, experiment, "resnet5")).Message;
        Assert.Equal(
            "The published data have no participants for the model 'resnet5' in experiment 6 of vision. It has "
                + "hmax_standard.",
            Message("vision", 6)
        );
        Assert.StartsWith(
            "The published data have no participants for the model 'resnet5' in experiment 2 of vision. There are "
                + "the experiments vision 1,",
            Message("vision", 2)
        );
    }
}
