using Metamers.Claims;
using Metamers.Plotting;

namespace Metamers.Notebook;

/// <summary>The table with which a notebook shows claims.</summary>
internal static class ClaimTables
{
    /// <summary>One row for each claim; the column of the paper's numbers only if there are any.</summary>
    public static Table ToTable(IEnumerable<Claim> claims)
    {
        Claim[] rows = [.. claims];
        bool published = rows.Any(claim => claim.Published is not null);
        return new(
            [
                ("Source", false),
                ("Claim", false),
                ("Claimed", true),
                .. published ? new[] { ("Paper", true) } : [],
                ("Found", true),
                ("95 %", true),
                ("Stimuli", true),
                ("Judges", true),
                ("Judged by", false),
                ("Verdict", false),
            ],
            [
                .. rows.Select(claim =>
                    (IReadOnlyList<string>)
                        [
                            claim.Source,
                            claim.Sentence,
                            claim.Claimed.ToString(),
                            .. published ? new[] { claim.Published is { } number ? Text(number) : "–" } : [],
                            .. double.IsNaN(claim.Found.Value)
                                ? new[] { "–", "–" }
                                :
                                [
                                    $"{Text(claim.Found.Value)} ± {Text(claim.Found.StandardError)}",
                                    $"{Text(claim.Found.Low)} to {Text(claim.Found.High)}",
                                ],
                            claim.Stimuli is { } stimuli ? $"{stimuli}" : "–",
                            $"{claim.Judges}",
                            claim.JudgedBy,
                            claim.VerdictText,
                        ]
                ),
            ],
            More: Count(rows)
        );
    }

    private static string Count(Claim[] claims)
    {
        int Of(ClaimVerdict verdict) => claims.Count(claim => claim.Verdict == verdict);
        return $"Of {claims.Length} claims, the data agree with {Of(ClaimVerdict.Agrees)}, oppose "
            + $"{Of(ClaimVerdict.Opposes)} and leave {Of(ClaimVerdict.CannotBeSaid)} undecided.";
    }

    private static string Text(double value) => NumberText.Fixed(value, 3);
}
