using System.Collections;
using System.Runtime.CompilerServices;
using Metamers.Runtime;

namespace Metamers.Claims;

/// <summary>Claims in their order, which a notebook shows as a table with the number of each verdict.</summary>
/// <example>
/// <code>
/// PeopleClaims.Compute(new PublishedData()).Count(claim => claim.Verdict == ClaimVerdict.Agrees)
/// </code>
/// </example>
[CollectionBuilder(typeof(ClaimList), nameof(Create))]
public sealed class ClaimList : IReadOnlyList<Claim>
{
    private readonly Claim[] claims;

    private ClaimList(Claim[] claims) => this.claims = claims;

    /// <inheritdoc/>
    public int Count => claims.Length;

    /// <summary>One of them.</summary>
    /// <param name="index">From 0.</param>
    public Claim this[int index] => claims[index];

    /// <summary>A list of claims, also by <c>[first, second]</c>.</summary>
    /// <param name="claims">The claims in order.</param>
    public static ClaimList Create(ReadOnlySpan<Claim> claims) => new(claims.ToArray());

    /// <inheritdoc/>
    public IEnumerator<Claim> GetEnumerator() => ((IEnumerable<Claim>)claims).GetEnumerator();

    /// <inheritdoc/>
    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    /// <summary>The table.</summary>
    public string ToHtml() => Shown.ToHtml(this);
}
