using System.Globalization;
using System.Text.RegularExpressions;
using Metamers.Claims;
using Metamers.Statistics;

namespace Notebook.Tests.Sentences;

/// <summary>A sentence of the prose, or a part of one, that says what data show.</summary>
/// <param name="Text">
/// Number of the notebook that has it, <c>README</c> for that of the project, or <c>index</c> for that of the
/// notebooks.
/// </param>
/// <param name="Phrase">The words as they stand there, once.</param>
/// <param name="Judge">Whether the data say so.</param>
internal sealed record Sentence(string Text, string Phrase, Func<string, Finding> Judge);

/// <summary>What the data say of a sentence.</summary>
/// <param name="Holds">Whether it is true of them.</param>
/// <param name="Found">What they give, in words.</param>
internal sealed record Finding(bool Holds, string Found);

/// <summary>Ways in which data decide about a sentence.</summary>
internal static partial class Judged
{
    private static readonly string[] Numerals =
    [
        "one",
        "two",
        "three",
        "four",
        "five",
        "six",
        "seven",
        "eight",
        "nine",
        "ten",
        "eleven",
        "twelve",
        "thirteen",
        "fourteen",
        "fifteen",
        "sixteen",
        "seventeen",
        "eighteen",
        "nineteen",
        "twenty",
    ];

    /// <summary>
    /// The numbers of the phrase, in their order and to the digits that it gives, are these; names of stages and
    /// networks have none. Numbers up to twenty may be words; "thirty" is one too.
    /// </summary>
    public static Func<string, Finding> Numbers(Func<double[]> values) =>
        phrase =>
        {
            string[] said = [.. Number().Matches(Code().Replace(phrase, "")).Select(match => match.Value)];
            double[] found = values();
            return new(
                said.Length == found.Length && said.Zip(found, Rounds).All(same => same),
                string.Join(", ", found.Select(value => value.ToString("0.######", CultureInfo.InvariantCulture)))
            );
        };

    /// <summary>All these numbers are in a range.</summary>
    public static Func<string, Finding> In(ClaimedRange range, Func<IEnumerable<(string Name, double Value)>> values) =>
        _ =>
        {
            (string Name, double Value)[] found = [.. values()];
            return new(
                found.Length > 0 && found.All(one => one.Value >= range.Least && one.Value <= range.Most),
                string.Join("; ", found.Select(one => FormattableString.Invariant($"{one.Name} {one.Value:0.###}")))
                    + $" (said: {range})"
            );
        };

    /// <summary>
    /// All these estimates have this verdict on a range: the whole interval is in it, none of it is, or it reaches an
    /// end.
    /// </summary>
    public static Func<string, Finding> All(
        ClaimVerdict verdict,
        ClaimedRange range,
        Func<IEnumerable<(string Name, Estimate Value)>> values
    ) =>
        _ =>
        {
            (string Name, Estimate Value)[] found = [.. values()];
            return new(
                found.Length > 0 && found.All(one => range.Judge(one.Value) == verdict),
                string.Join("; ", found.Select(one => $"{one.Name} {one.Value}")) + $" (said: {verdict}, {range})"
            );
        };

    /// <summary>All these claims have this verdict.</summary>
    public static Func<string, Finding> All(ClaimVerdict verdict, Func<IEnumerable<Claim>> claims) =>
        _ =>
        {
            Claim[] found = [.. claims()];
            return new(
                found.Length > 0 && found.All(claim => claim.Verdict == verdict),
                string.Join(' ', found.Select(claim => claim.ToString()))
            );
        };

    /// <summary>A condition of its own.</summary>
    /// <param name="found">Whether it holds, and what was found.</param>
    public static Func<string, Finding> If(Func<(bool Holds, string Found)> found) =>
        _ =>
        {
            (bool holds, string text) = found();
            return new(holds, text);
        };

    /// <summary>Several conditions together.</summary>
    public static Func<string, Finding> Both(params Func<string, Finding>[] parts) =>
        phrase =>
        {
            Finding[] found = [.. parts.Select(part => part(phrase))];
            return new(found.All(part => part.Holds), string.Join(" | ", found.Select(part => part.Found)));
        };

    private static bool Rounds(string said, double value)
    {
        int word = Array.IndexOf(Numerals, said.ToLowerInvariant()) + 1;
        string digits = said.Equals("thirty", StringComparison.OrdinalIgnoreCase) ? "30" : said;
        double number =
            word > 0 ? word : double.Parse(digits.Replace(",", "").Replace('−', '-'), CultureInfo.InvariantCulture);
        int decimals = word > 0 || !digits.Contains('.') ? 0 : digits.Length - digits.IndexOf('.') - 1;
        return Math.Abs(value - number) <= 0.5 * Math.Pow(10, -decimals) + 1e-9;
    }

    [GeneratedRegex("`[^`]*`")]
    private static partial Regex Code();

    [GeneratedRegex(
        @"(?<![\w.\-])−?\d[\d,]*(\.\d+)?(?![\w])"
            + @"|\b(one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|thirteen|fourteen|fifteen|sixteen"
            + @"|seventeen|eighteen|nineteen|twenty|thirty)\b(?!-)",
        RegexOptions.IgnoreCase
    )]
    private static partial Regex Number();
}
