using System.Net;
using System.Text;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace Workbook.Pages;

/// <summary>
/// Simple syntax colours for C# in a page: keywords, strings, numbers, comments and the kernel's <c>#!</c> and
/// <c>#r</c> lines.
/// </summary>
internal static class CodeHighlight
{
    // Keywords that the lexer by itself reports as names.
    private static readonly HashSet<string> Contextual =
    [
        "var",
        "await",
        "async",
        "record",
        "with",
        "when",
        "where",
        "yield",
        "nameof",
    ];

    /// <summary>The code as HTML, with <c>span</c> elements of the classes k, s, n, c and m.</summary>
    public static string ToHtml(string code)
    {
        StringBuilder html = new();
        StringBuilder csharp = new();
        foreach (string line in code.Split('\n'))
        {
            if (line.StartsWith("#!", StringComparison.Ordinal) || line.StartsWith("#r ", StringComparison.Ordinal))
            {
                Lex(csharp, html);
                Append(html, "m", line);
                html.Append('\n');
            }
            else
            {
                csharp.Append(line).Append('\n');
            }
        }

        Lex(csharp, html);
        return html.ToString().TrimEnd('\n');
    }

    private static void Lex(StringBuilder csharp, StringBuilder html)
    {
        foreach (SyntaxToken token in SyntaxFactory.ParseTokens(csharp.ToString()))
        {
            AppendTrivia(html, token.LeadingTrivia);
            Append(html, Class(token), token.ToString());
            AppendTrivia(html, token.TrailingTrivia);
        }

        csharp.Clear();
    }

    private static void AppendTrivia(StringBuilder html, SyntaxTriviaList list)
    {
        foreach (SyntaxTrivia trivia in list)
        {
            Append(html, string.IsNullOrWhiteSpace(trivia.ToFullString()) ? "" : "c", trivia.ToFullString());
        }
    }

    private static string Class(SyntaxToken token) =>
        token.ToString() switch
        {
            { Length: > 0 } text
                when text[0] is '"' or '\'' or '$' || text.StartsWith("@\"", StringComparison.Ordinal) => "s",
            _ when token.IsKind(SyntaxKind.NumericLiteralToken) => "n",
            string text when SyntaxFacts.IsReservedKeyword(token.Kind()) || Contextual.Contains(text) => "k",
            _ => "",
        };

    private static void Append(StringBuilder html, string style, string text)
    {
        if (text.Length > 0)
        {
            string encoded = WebUtility.HtmlEncode(text);
            html.Append(style.Length == 0 ? encoded : $"<span class=\"{style}\">{encoded}</span>");
        }
    }
}
