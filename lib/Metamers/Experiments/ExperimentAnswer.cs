using System.Globalization;
using System.Text;

namespace Metamers.Experiments;

/// <summary>One answer, as the page keeps it.</summary>
/// <param name="Part">"headphones" or "trial".</param>
/// <param name="Trial">Its place among those of its part, from 0.</param>
/// <param name="File">The name on the page of what was shown or played.</param>
/// <param name="Response">One of the choices, or the place of a tone, "1" to "3".</param>
/// <param name="ResponseMs">From the choices' appearance to the answer, ms, whole.</param>
/// <param name="ImageMs">How long a picture was on the screen, ms; null of a sound.</param>
/// <param name="Check">See <see cref="CheckAfter"/>.</param>
internal sealed record ExperimentAnswer(
    string Part,
    int Trial,
    string File,
    string Response,
    double ResponseMs,
    double? ImageMs,
    string Check
)
{
    public const string Headphones = "headphones",
        Main = "trial";

    /// <summary>
    /// The check that an answer has after another: FNV-1a of 32 bits of the check before it, the design, the
    /// participant and its fields.
    /// </summary>
    public string CheckAfter(string before, string design, int participant)
    {
        string text = string.Join(
            '|',
            before,
            design,
            participant,
            Part,
            Trial,
            File,
            Response,
            Number(ResponseMs),
            ImageMs is { } shown ? Number(shown) : ""
        );
        uint hash = 0x811c9dc5;
        foreach (byte value in Encoding.UTF8.GetBytes(text))
        {
            hash = unchecked((hash ^ value) * 0x01000193);
        }

        return hash.ToString("x8", CultureInfo.InvariantCulture);
    }

    private static string Number(double value) => value.ToString(CultureInfo.InvariantCulture);
}
