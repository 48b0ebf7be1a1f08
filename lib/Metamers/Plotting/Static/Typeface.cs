using System.Text.RegularExpressions;
using ScottPlot;
using SkiaSharp;

namespace Metamers.Plotting.Static;

/// <summary>
/// The typeface of the static pictures: Inter (SIL Open Font License, see <c>Inter-OFL.txt</c>), embedded in the
/// library, so that a picture is the same everywhere and has its text even on a machine without fonts.
/// </summary>
internal static partial class Typeface
{
    /// <summary>The name under which ScottPlot finds the typeface; reading it registers the typeface there.</summary>
    public static string Name { get; } = "Inter";

    private static readonly SKTypeface Regular = Load("Inter-Regular.otf");
    private static readonly SKTypeface SemiBold = Load("Inter-SemiBold.otf");

    static Typeface() => Fonts.FontResolvers.Insert(0, new Resolver());

    /// <summary>The font with a size in pixels.</summary>
    public static SKFont Font(float size, bool bold = false) =>
        new(bold ? SemiBold : Regular, size)
        {
            Subpixel = true,
            Edging = SKFontEdging.Antialias,
            Hinting = SKFontHinting.None,
        };

    /// <summary>
    /// Breaks a text into lines no wider than <paramref name="width"/> pixels, if its words or the parts of a word that
    /// is too wide are not; an empty text has no lines.
    /// </summary>
    public static IReadOnlyList<string> Wrap(string text, float size, bool bold, float width)
    {
        using SKFont font = Font(size, bold);
        List<string> lines = [];
        foreach (string word in text.Split(' ', StringSplitOptions.RemoveEmptyEntries))
        {
            string before = " ";
            foreach (string part in font.MeasureText(word) <= width ? [word] : Parts().Split(word))
            {
                if (lines.Count > 0 && font.MeasureText(lines[^1] + before + part) <= width)
                {
                    lines[^1] += before + part;
                }
                else
                {
                    lines.Add(part);
                }

                before = "";
            }
        }

        return lines;
    }

    /// <summary>Where a word that is too wide may be broken: after a hyphen, and before a capital within it.</summary>
    [GeneratedRegex("(?<=[-_])(?=.)|(?<=[a-z])(?=[A-Z])")]
    private static partial Regex Parts();

    /// <summary>Shortens a text with an ellipsis until it fits into <paramref name="width"/> pixels.</summary>
    public static string Fit(string text, SKFont font, float width)
    {
        string shown = text;
        for (int length = text.Length - 1; length > 0 && font.MeasureText(shown) > width; length--)
        {
            shown = text[..length].TrimEnd() + "…";
        }

        return shown;
    }

    /// <summary>The regular font file in base64, for a page.</summary>
    public static string Base64()
    {
        using Stream stream = typeof(Typeface).Assembly.GetManifestResourceStream("Inter-Regular.otf")!;
        using MemoryStream bytes = new();
        stream.CopyTo(bytes);
        return Convert.ToBase64String(bytes.ToArray());
    }

    private static SKTypeface Load(string resource)
    {
        using Stream stream = typeof(Typeface).Assembly.GetManifestResourceStream(resource)!;
        return SKTypeface.FromStream(stream);
    }

    private sealed class Resolver : IFontResolver
    {
        public SKTypeface? CreateTypeface(string fontName, FontWeight weight, FontSlant slant, FontSpacing spacing) =>
            CreateTypeface(fontName, weight >= FontWeight.SemiBold, italic: false);

        public SKTypeface? CreateTypeface(string fontName, bool bold, bool italic) =>
            fontName == Name
                ? bold
                    ? SemiBold
                    : Regular
                : null;
    }
}
