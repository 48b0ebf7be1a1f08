using Metamers.Published;
using Metamers.Statistics;

namespace Metamers.Tests.Published;

/// <summary>Correlations reported in the paper, computed from the published tables.</summary>
public class PublishedCorrelationsTests
{
    private static readonly PublishedData Data = new();

    /// <summary>
    /// Figure 8F, and 8E for the twenty vision models whose transfer was released (the paper's figure has 29).
    /// </summary>
    [Theory]
    [InlineData("audio", 144, 0.949, 0.863, 0.713)]
    [InlineData("vision", 148, 0.860, 0.920, 0.748)]
    public void Recognition_by_people_and_by_other_models(
        string modality,
        int points,
        double rSquared,
        double rho,
        double tau
    )
    {
        RecognitionByOthers[] rows = [.. Data.OtherModels.Where(row => row.Modality == modality)];
        double[] people = [.. rows.Select(row => row.HumanMean)];
        double[] models = [.. rows.Select(row => row.OtherModelsMean)];

        Assert.Equal(points, rows.Length);
        Assert.Equal(rSquared, Math.Round(CorrelationTest.Pearson(people, models).Squared, 3));
        Assert.Equal(rho, Math.Round(CorrelationTest.Spearman(people, models).Coefficient, 3));
        Assert.Equal(tau, Math.Round(CorrelationTest.Kendall(people, models).Coefficient, 3));
        Assert.True(CorrelationTest.Kendall(people, models).P < 1e-30);
    }

    [Theory]
    [InlineData("V1", 0.10, 0.62, 1, 0.00)]
    [InlineData("V2", 0.13, 0.51, 1, 0.03)]
    [InlineData("V4", 0.40, 0.042, 0.17, 0.07)]
    [InlineData("IT", 0.45, 0.020, 0.08, 0.11)]
    public void Brain_Score_and_recognition(string region, double rho, double p, double corrected, double rSquared)
    {
        BrainPrediction[] rows = [.. Data.Brain.Where(row => row.Modality == "vision" && row.Region == region)];
        double[] score = [.. rows.Select(row => row.Score)];
        double[] recognition = [.. rows.Select(row => row.HumanRecognition)];
        CorrelationTest spearman = CorrelationTest.Spearman(score, recognition);

        Assert.Equal(26, spearman.Count);
        Assert.Equal(rho, Math.Round(spearman.Coefficient, 2));
        Assert.Equal(p, spearman.P, p < 0.1 ? 0.0005 : 0.005);
        Assert.Equal(corrected, Math.Round(spearman.Bonferroni(4).P, 2));
        Assert.Equal(rSquared, Math.Round(CorrelationTest.Pearson(score, recognition).Squared, 2));
    }

    /// <summary>
    /// The paper correlates 17 auditory models; the regressions of only six are released, so its coefficients cannot be
    /// recomputed.
    /// </summary>
    [Fact]
    public void Of_the_fMRI_correlations_six_of_seventeen_models_are_there()
    {
        Assert.All(
            Data.Brain.Where(row => row.Modality == "audio").GroupBy(row => row.Region),
            region => Assert.Equal(6, region.Count()),
            throwIfEmpty: true
        );
        Assert.Equal(0.749, Math.Round(Best("cochresnet50"), 3));
        Assert.Equal(0.746, Math.Round(Best("kell2018"), 3));
        Assert.Equal(
            0.112,
            Math.Round(
                Data.BrainByStage.First(row =>
                    row is { Model: "kell2018", Region: "all_aud_voxels", StageIndex: 0 }
                ).VarianceExplained,
                3
            )
        );

        static double Best(string model) =>
            Data
                .BrainByStage.Where(row => row.Model == model && row.Region == "all_aud_voxels")
                .Max(row => row.VarianceExplained);
    }
}
