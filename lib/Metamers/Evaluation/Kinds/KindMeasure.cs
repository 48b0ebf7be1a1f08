using System.Globalization;
using Metamers.Statistics;

namespace Metamers.Evaluation.Kinds;

/// <summary>Two schedules compared at one stage by one measure, over pairs of metamers of the same reference.</summary>
/// <param name="Stage">The matched stage.</param>
/// <param name="Measure">What is measured, in words.</param>
/// <param name="First">
/// Mean of the first schedule; for a classifier, chance, or what it reaches between two seeds if the schedules do not
/// share one; for the spectra, seed against seed.
/// </param>
/// <param name="Second">Mean of the second schedule; the accuracy of a classifier; second against first.</param>
/// <param name="Difference">Second minus first.</param>
/// <param name="StandardError">
/// Its standard error, bootstrapped over stimuli; that of the judges' recognition and of their probability of the true
/// class over judges too. The classifier on the judges' features takes its judges as given.
/// </param>
/// <param name="Low">Lower end of its 95 % interval, from the same resamples.</param>
/// <param name="High">Upper end.</param>
/// <param name="SeedDifference">The same difference between two seeds of the first schedule.</param>
/// <param name="Margin">
/// The largest difference that is called the same: of what is measured of the stimuli, what two seeds differ by;
/// otherwise that of <see cref="KindTestOptions"/>.
/// </param>
/// <param name="P">
/// By swapping the two metamers of pairs, or, of classifiers of schedules with different seeds, by flipping the signs
/// of what they tell apart better than the seeds; the judges are taken as given.
/// </param>
/// <param name="AdjustedP">
/// As one of all tests of this comparison of two schedules (Holm); other comparisons of a study are not counted.
/// </param>
/// <param name="Stimuli">Number of references.</param>
/// <param name="Judges">Number of networks; 0 if the measure needs none.</param>
/// <param name="Verdict">What follows.</param>
public sealed record KindMeasure(
    string Stage,
    string Measure,
    double First,
    double Second,
    double Difference,
    double StandardError,
    double Low,
    double High,
    double SeedDifference,
    double Margin,
    double P,
    double AdjustedP,
    int Stimuli,
    int Judges,
    KindVerdict Verdict
)
{
    /// <summary>The verdict in one sentence with its numbers.</summary>
    public string Sentence
    {
        get
        {
            string number = Judges == 0 ? $"{Stimuli} stimuli" : $"{Stimuli} stimuli and {Judges} judges";
            string verdict = Verdict switch
            {
                KindVerdict.Same => "the same",
                KindVerdict.Different => "different",
                _ => $"cannot be said with {number}",
            };
            return string.Create(
                CultureInfo.InvariantCulture,
                $"{Stage}, {Measure}: {verdict}; {First:G3} and {Second:G3}, "
                    + $"a difference of {Difference:G2} ± {StandardError:G2} "
                    + $"(95 % {Low:G2} to {High:G2}; between two seeds {SeedDifference:G2}; margin {Margin:G2}; "
                    + $"p = {Significance.Number(AdjustedP)} corrected; {number})."
            );
        }
    }

    /// <inheritdoc cref="Sentence"/>
    public override string ToString() => Sentence;
}
