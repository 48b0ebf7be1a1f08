using System.Globalization;
using System.Text;

namespace Metamers.Experiments;

/// <summary>One answer, as stored by the page.</summary>
/// <param name="Part">"headphones" or "trial".</param>
/// <param name="Trial">Its position among the trials of its part, from 0.</param>
/// <param name="File">The name, on the page, of the file that was shown or played.</param>
/// <param name="Response">One of the choices, or the position of a tone, "1" to "3".</param>
/// <param name="ResponseMs">Time from the appearance of the choices to the answer, whole ms.</param>
/// <param name="ImageMs">How long a picture was on the screen, ms; null for a sound.</param>
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
    /// The check of an answer that follows another: the 32-bit FNV-1a hash of the previous check, the design, the
    /// participant and the answer's fields.
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
