namespace Metamers.Claims;

/// <summary>What the data say about a claim.</summary>
/// <example>
/// <code>
/// PeopleClaims.Compute(new PublishedData()).Count(claim => claim.Verdict == ClaimVerdict.Opposes)
/// </code>
/// </example>
public enum ClaimVerdict
{
    /// <summary>The whole 95 % interval is in the range that is claimed.</summary>
    Agrees,

    /// <summary>No part of the 95 % interval is in the range that is claimed.</summary>
    Opposes,

    /// <summary>The interval reaches or crosses an end of the range.</summary>
    CannotBeSaid,
}
