using System.Text.RegularExpressions;

namespace Notebook.Tests;

/// <summary>
/// Finds what would make a browser send a request to another host: sources, style sheets, imports; a link to click does
/// not count.
/// </summary>
internal static partial class Requests
{
    /// <summary>
    /// Each request in HTML or script, cut to a readable length. Data URIs and compressed libraries are ignored.
    /// </summary>
    public static IEnumerable<string> In(string text) =>
        Request().Matches(text).Select(match => match.Value.Length > 80 ? match.Value[..80] : match.Value);

    [GeneratedRegex(
        """(?:\b(?:src|srcset|data|poster)\s*=\s*["']?(?:https?:)?//[^\s"'>]*)|<link\b[^>]*>|"""
            + """url\(\s*["']?(?:https?:)?//[^)]*|@import\s[^;]*|\bfetch\(\s*["'][^"']*|\bimport\(\s*["'][^"']*|"""
            + """https?://(?:cdn|unpkg|cdnjs)[^\s"']*""",
        RegexOptions.IgnoreCase
    )]
    private static partial Regex Request();
}
