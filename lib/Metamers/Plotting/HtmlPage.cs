using System.Net;

namespace Metamers.Plotting;

/// <summary>The frame of a page that loads nothing.</summary>
internal static class HtmlPage
{
    /// <summary>Writes the page.</summary>
    /// <param name="policy">Its Content-Security-Policy.</param>
    /// <param name="title">Its title, as plain text.</param>
    /// <param name="style">Its style sheet.</param>
    /// <param name="body">The HTML of its body.</param>
    public static string Render(string policy, string title, string style, string body) =>
        $"""
            <!DOCTYPE html>
            <html lang="en">
            <head>
            <meta charset="utf-8">
            <meta http-equiv="Content-Security-Policy" content="{policy}">
            <meta name="viewport" content="width=device-width, initial-scale=1">
            <title>{WebUtility.HtmlEncode(title)}</title>
            <style>
            {style}
            </style>
            </head>
            <body>
            {body}
            </body>
            </html>

            """;
}
