using Metamers.Models.Textures;
using Metamers.Runtime;
using Metamers.Synthesis;
using Metamers.Tables;
using Microsoft.Data.Analysis;

namespace Metamers.Evaluation;

/// <summary>How well metamers of the sound texture model match, by family of statistics.</summary>
/// <example>
/// <code>
/// var texture = new McDermottSimoncelli(McDermottSimoncelli.TwoSeconds with { Samples = 16_000 });
/// var few = MetamerOptions.QuickSound with { Repetitions = 1, StepsPerRepetition = 2 };
/// var synthesizer = new MetamerSynthesizer(texture, few);
/// SoundTextureMatch.ToDataFrame(synthesizer.Synthesize(Words.TakeOrSpeak(1), McDermottSimoncelli.StatisticsStage))
/// </code>
/// </example>
public static class SoundTextureMatch
{
    /// <summary>One row for each metamer.</summary>
    /// <param name="metamers">Metamers of <see cref="McDermottSimoncelli.StatisticsStage"/>.</param>
    /// <returns>
    /// Columns sound, and the match in decibels (10·log₁₀ of a ratio of norms) of all statistics, of the moments of
    /// envelopes, of the correlations between envelopes, and of the power of modulations: all, moments, correlations,
    /// modulations.
    /// </returns>
    /// <exception cref="MetamerException">A metamer was not matched in these statistics.</exception>
    public static DataFrame ToDataFrame(IEnumerable<Metamer> metamers) =>
        metamers
            .Select(metamer => new
            {
                Sound = metamer.Reference.Name,
                All = metamer.Match.DecibelSnr,
                Moments = Of(metamer, SoundStatistics.Moments),
                Correlations = Of(metamer, SoundStatistics.Correlation),
                Modulations = Of(metamer, SoundStatistics.Power),
            })
            .ToDataFrame();

    private static double Of(Metamer metamer, string family) =>
        metamer.Judgement?.Stages.FirstOrDefault(stage => stage.Stage == family)?.Measures.DecibelSnr
        ?? throw new MetamerException(
            $"The metamer of '{metamer.Reference.Name}' for {metamer.Model.Label} says nothing of '{family}'. Give "
                + $"metamers that {nameof(MetamerSynthesizer)} made for {nameof(McDermottSimoncelli)}."
        );
}
