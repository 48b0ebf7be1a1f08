using Metamers.Statistics;

namespace Metamers.Claims;

/// <summary>
/// A sentence about the data that is computed from them: what is claimed of a number, the number with its uncertainty,
/// and the verdict that follows. A notebook shows claims instead of sentences with numbers written by hand, so that a
/// study that is made again cannot leave a false sentence.
/// </summary>
/// <param name="Source">Who claims it, for example a paper and its figure.</param>
/// <param name="Sentence">What is claimed.</param>
/// <param name="Claimed">The range in which the number is if the sentence is true.</param>
/// <param name="Found">The number found.</param>
/// <example>
/// <code>
/// PeopleClaims.Compute(new PublishedData()).Where(claim => claim.Verdict == ClaimVerdict.Opposes)
/// </code>
/// </example>
public sealed record Claim(string Source, string Sentence, ClaimedRange Claimed, Estimate Found)
{
    /// <summary>The number of the paper that makes the claim; null if it is not known.</summary>
    public double? Published { get; init; }

    /// <summary>Number of stimuli behind the number; null if it is not known.</summary>
    public int? Stimuli { get; init; }

    /// <summary>Number of judges: people, or networks.</summary>
    public int Judges { get; init; }

    /// <summary>Who they are.</summary>
    public string JudgedBy { get; init; } = "people";

    /// <summary>What the data say: whether the 95 % interval is within the range that is claimed.</summary>
    public ClaimVerdict Verdict => Claimed.Judge(Found);

    /// <summary>The claim, the number and the verdict in one sentence.</summary>
    public override string ToString() =>
        $"{Source}: {Sentence} ({Claimed}). Found {Found}"
        + $"{(Stimuli is null ? "" : $", {Stimuli} stimuli")}, {Judges} judges ({JudgedBy}): {VerdictText}.";

    /// <summary>The verdict as it is shown.</summary>
    internal string VerdictText =>
        Verdict switch
        {
            ClaimVerdict.Agrees => "agrees",
            ClaimVerdict.Opposes => "opposes",
            _ => "cannot be said",
        };
}
