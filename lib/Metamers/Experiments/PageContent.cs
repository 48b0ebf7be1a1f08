using System.Text.Json;

namespace Metamers.Experiments;

/// <summary>
/// The texts of the folder of an experiment: the page, its scripts, the session of each participant, and the notes for
/// the experimenter.
/// </summary>
internal sealed class PageContent(ExperimentPage page)
{
    public const string VolumeFile = "headphones/volume.wav";

    private static readonly string[] Scripts =
    [
        "jspsych-8.3.0.js",
        "plugin-preload-2.1.0.js",
        "plugin-html-button-response-2.1.0.js",
        "design.js",
        "session.js",
        "plugins.js",
        "experiment.js",
    ];

    private readonly ExperimentDesign design = page.Design;

    /// <summary>
    /// Paths of the pictures of the choices in the folder, and their original files, in the order of the choices.
    /// </summary>
    public IReadOnlyList<(string Name, string File)> Icons =>
        page.Icons is null
            ? []
            :
            [
                .. design.Options.Choices.Select(
                    (choice, i) =>
                        ($"icons/{i}{Path.GetExtension(page.Icons[choice]).ToLowerInvariant()}", page.Icons[choice])
                ),
            ];

    /// <summary>Path of a sound of the headphone check in the folder.</summary>
    public static string HeadphoneFile(int trial) => $"headphones/{trial}.wav";

    /// <summary>Names of the files and folders directly in a page's folder, whatever its design.</summary>
    public static IEnumerable<string> Entries =>
        [.. Scripts, "experiment.css", "LICENSE.txt", "index.html", "README.md", "stimuli", "icons", "headphones"];

    /// <summary>All text files by name.</summary>
    public IEnumerable<(string Name, string Text)> Texts() =>
        [
            .. Scripts
                .Where(name => name != "design.js")
                .Append("experiment.css")
                .Append("LICENSE.txt")
                .Select(name => (name, Resource(name))),
            ("design.js", $"const experiment = {Json()};\n"),
            ("index.html", Html()),
            (
                "README.md",
                Resource("README.md")
                    .Replace("{participants}", $"{design.Options.Participants - 1}", StringComparison.Ordinal)
            ),
        ];

    /// <summary>
    /// An embedded file, without the address of a source map, which a browser's developer tools would request.
    /// </summary>
    private static string Resource(string name)
    {
        using Stream stream = typeof(PageContent).Assembly.GetManifestResourceStream($"JsPsych/{name}")!;
        using StreamReader reader = new(stream);
        string text = reader.ReadToEnd();
        int map = text.IndexOf("//# sourceMappingURL=", StringComparison.Ordinal);
        return map < 0 ? text : text[..map];
    }

    private string Html()
    {
        string[] connect =
        [
            .. page.PostAddress is { } address ? [address.GetLeftPart(UriPartial.Authority)] : (string[])[],
            .. page.Jatos ? ["'self'"] : (string[])[],
        ];
        string policy =
            "default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; "
            + "media-src 'self'; form-action 'self'; base-uri 'none'"
            + (connect.Length > 0 ? $"; connect-src {string.Join(' ', connect)}" : "")
            + (page.Jatos ? "; worker-src 'self' blob:" : "");
        return "<!DOCTYPE html>\n<html lang=\"en\"><head><meta charset=\"utf-8\"><meta name=\"viewport\" "
            + "content=\"width=device-width\">\n"
            + $"<title>{System.Net.WebUtility.HtmlEncode(page.Title)}</title>\n<meta "
            + $"http-equiv=\"Content-Security-Policy\" content=\"{policy}\">\n"
            + "<link rel=\"icon\" href=\"data:,\"><link rel=\"stylesheet\" href=\"experiment.css\"></head><body>\n"
            + string.Concat(
                (page.Jatos ? ["jatos.js", .. Scripts] : Scripts).Select(name => $"<script src=\"{name}\"></script>\n")
            )
            + "</body></html>\n";
    }

    private string Json()
    {
        ExperimentOptions options = design.Options;
        int[] phases =
        [
            ExperimentPage.PhaseMilliseconds,
            ExperimentPage.PhaseMilliseconds,
            ExperimentPage.PhaseMilliseconds,
        ];
        return JsonSerializer.Serialize(
            new
            {
                design = design.Hash,
                consent = page.Consent,
                instructions = page.Instructions ?? Task(),
                question = design.Kind.IsSound ? "Which word was in the middle of the sound?" : "What was it?",
                debrief = page.Debrief,
                refusal = page.Refusal,
                choices = options.Choices,
                icons = page.Icons is null ? null : Icons.Select(icon => icon.Name),
                durations = phases,
                slow = new[] { 500, 400, 400 }, // as published for the first half of practice
                breakEvery = page.BreakEvery,
                needed = new { screening = options.ScreeningNeeded, @catch = options.CatchNeeded },
                headphones = design.Kind.IsSound ? Headphones() : null,
                post = page.PostAddress is null
                    ? null
                    : new { address = page.PostAddress.AbsoluteUri, fields = page.PostFields },
                trials = design.Trials.GroupBy(trial => trial.Participant).Select(Session),
            }
        );
    }

    private IEnumerable<object> Session(IEnumerable<ExperimentTrial> own)
    {
        int practice = own.Count(trial => trial.Condition == ExperimentDesign.Practice);
        return own.Select(trial =>
            trial.IsMain
                ? (object)new { file = design.Names[trial.Content], kind = "main" }
                : new
                {
                    file = design.Names[trial.Content],
                    kind = trial.Condition,
                    answer = trial.Category,
                    slow = trial.Trial < practice / 2,
                }
        );
    }

    private object Headphones() =>
        new
        {
            volume = VolumeFile,
            needed = design.Options.HeadphonesNeeded,
            trials = HeadphoneCheck
                .Answers(design.Options.Seed)
                .Select((answer, i) => new { file = HeadphoneFile(i), answer }),
        };

    private string Task() =>
        design.Kind.IsSound
            ? "You will hear short sounds, each once. After each, name the word that was said in the middle of it: "
                + "type its first letters and choose it from the list.\n\n"
                + "Many sounds are distorted, and some are only noise. Then choose the word that comes closest."
            : "Look at the cross. A picture appears for a moment, then noise covers it. Then choose what the picture "
                + "showed, with the mouse or the keys beside the words.\n\n"
                + "Many pictures are distorted, and some look like noise. Then choose what comes closest. Some "
                + "trials are easy and show whether you are paying attention.";
}
