using System.Text.Json;
using Metamers.Runtime;

namespace Metamers.Experiments;

/// <summary>A picture experiment as a folder that a double click or any web server shows: page, jsPsych, pictures and design.</summary>
/// <param name="Design">Who sees what.</param>
/// <param name="Consent">What participants agree to before the first trial.</param>
/// <param name="Debrief">What they read after the last.</param>
public sealed record ExperimentPage(ExperimentDesign Design, string Consent, string Debrief)
{
    /// <summary>How long the cross, the picture and the noise after it are shown, each, in ms, as published.</summary>
    public const int PhaseMilliseconds = 300;

    private static readonly string[] Scripts =
        ["jspsych-8.3.0.js", "plugin-preload-2.1.0.js", "plugin-html-keyboard-response-2.2.0.js", "plugin-html-button-response-2.1.0.js", "experiment.js"];

    /// <summary>Writes the folder; <c>index.html?participant=3</c> is the session of participant 3, without it that of participant 0.</summary>
    /// <param name="folder">Made, or replaced whole.</param>
    /// <exception cref="MetamerException">A picture is missing, or the folder cannot be written.</exception>
    public void Write(string folder)
    {
        string[] files = [.. Design.Trials.Select(trial => trial.File).Distinct()];
        if (files.FirstOrDefault(file => !File.Exists(file)) is { } missing)
        {
            throw new MetamerException($"There is no picture {missing}, which the design shows. Write the pictures first, or name them by their full paths.");
        }

        // Numbers for names, so that an address tells nothing of the answer.
        Dictionary<string, string> shown = files.Index().ToDictionary(file => file.Item, file => $"stimuli/{file.Index}{Path.GetExtension(file.Item)}");
        AtomicFolder.Write(folder, fresh =>
        {
            foreach ((string file, string name) in shown)
            {
                AtomicFile.Write(Path.Combine(fresh, name), stream => stream.Write(File.ReadAllBytes(file)));
            }

            foreach (string name in Scripts.Append("experiment.css").Append("LICENSE.txt"))
            {
                AtomicFile.WriteText(Path.Combine(fresh, name), Resource(name));
            }

            Design.WriteTable(Path.Combine(fresh, "design.csv"));
            AtomicFile.WriteText(Path.Combine(fresh, "design.js"), $"const experiment = {Json(shown)};\n");
            AtomicFile.WriteText(Path.Combine(fresh, "index.html"), Html());
        });
    }

    /// <summary>A shipped file, without the address of a source map, which a browser's tools would ask for.</summary>
    internal static string Resource(string name)
    {
        using Stream stream = typeof(ExperimentPage).Assembly.GetManifestResourceStream($"JsPsych/{name}")!;
        using StreamReader reader = new(stream);
        string text = reader.ReadToEnd();
        int map = text.IndexOf("//# sourceMappingURL=", StringComparison.Ordinal);
        return map < 0 ? text : text[..map];
    }

    private static string Html() => "<!DOCTYPE html>\n<html lang=\"en\"><head><meta charset=\"utf-8\"><title>Experiment</title>\n"
        + "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data:\">\n"
        + "<link rel=\"icon\" href=\"data:,\"><link rel=\"stylesheet\" href=\"experiment.css\"></head><body>\n"
        + string.Concat(Scripts.Prepend("design.js").Select(name => $"<script src=\"{name}\"></script>\n")) + "</body></html>\n";

    private string Json(Dictionary<string, string> shown) => JsonSerializer.Serialize(new
    {
        design = Design.Hash,
        consent = Consent,
        debrief = Debrief,
        choices = Design.Options.Choices,
        fixation = PhaseMilliseconds,
        image = PhaseMilliseconds,
        mask = PhaseMilliseconds,
        trials = Design.Trials.Select(trial => new
        {
            participant = trial.Participant,
            trial = trial.Trial,
            stimulus = trial.Stimulus,
            category = trial.Category,
            condition = trial.Condition,
            replaced = trial.Replaced,
            file = shown[trial.File],
        }),
    });
}
