using Metamers.Runtime;
using Metamers.Stimuli;
using Metamers.Stimuli.Images;
using Metamers.Stimuli.Sounds;
using TorchSharp;
using static TorchSharp.torch;

namespace Metamers.Experiments;

/// <summary>
/// An experiment as a folder that can be opened with a double click or from any web server: page, jsPsych, stimuli. It
/// loads nothing from other hosts, contains no correct answers except those of practice, screening and catch trials,
/// and keeps the answers in the browser until the session ends. The design stays with the experimenter.
/// </summary>
/// <param name="Design">Which participant sees or hears what.</param>
/// <param name="Consent">
/// What participants agree to before the first trial. An empty line starts a new paragraph; all texts are plain text.
/// </param>
/// <param name="Debrief">What participants read after the last trial.</param>
/// <example>
/// <code>
/// new ExperimentPage(design, "You may stop at any time.", "Thank you.").Write(Path.Combine(folder, "page"));
/// </code>
/// </example>
public sealed record ExperimentPage(ExperimentDesign Design, string Consent, string Debrief)
{
    /// <summary>Duration of each of the cross, the picture and the noise after it, ms, as published.</summary>
    public const int PhaseMilliseconds = 300;

    /// <summary>The title of the browser's tab.</summary>
    public string Title { get; init; } = "Experiment";

    /// <summary>What participants read before they begin; null for a description of the task.</summary>
    public string? Instructions { get; init; }

    /// <summary>What participants read if they failed the headphone check, the screening or the catch trials.</summary>
    public string Refusal { get; init; } =
        "Thank you for your time. The answers so far show that the task does not work well with your device or in "
        + "your surroundings, so it ends here.";

    /// <summary>
    /// Pictures of the choices, shown next to their words: a file for each choice; null for words alone. Not used with
    /// sounds.
    /// </summary>
    public IReadOnlyDictionary<string, string>? Icons { get; init; }

    /// <summary>Number of trials between breaks, at least 1.</summary>
    public int BreakEvery { get; init; } = 100;

    /// <summary>
    /// Where the answers are sent at the end, by POST as JSON with <c>filename</c>, <c>data</c> (the text of the file)
    /// and <see cref="PostFields"/>; null if participants save them. DataPipe:
    /// <c>https://pipe.jspsych.org/api/data/</c>. The page may connect only to this origin.
    /// </summary>
    public Uri? PostAddress { get; init; }

    /// <summary>Additional fields to send, such as DataPipe's <c>experimentID</c>.</summary>
    public IReadOnlyDictionary<string, string> PostFields { get; init; } = new Dictionary<string, string>();

    /// <summary>
    /// Whether the page is served by JATOS, whose script <c>jatos.js</c> it then loads and to which it submits the
    /// answers.
    /// </summary>
    public bool Jatos { get; init; }

    /// <summary>
    /// Writes the folder; <c>index.html?participant=3</c> is the session of participant 3; without the parameter the
    /// page asks for the number.
    /// </summary>
    /// <remarks>
    /// Pictures are copied as they are. Sounds are written with 16 bits, which every browser plays, at their own rate,
    /// and all with a root mean square of 0.1 (<see cref="SoundFile.Level"/>), the same as the noise with which
    /// participants set the volume.
    /// </remarks>
    /// <param name="folder">The folder; created, or replaced as a whole.</param>
    /// <exception cref="MetamerException">
    /// An option is wrong, a file was changed since the design was drawn, or the folder cannot be written.
    /// </exception>
    public void Write(string folder)
    {
        Check();
        PageContent content = new(this);
        AtomicFolder.Write(
            folder,
            fresh =>
            {
                foreach (ExperimentTrial trial in Design.Trials.DistinctBy(trial => trial.Content))
                {
                    WriteBytes(
                        fresh,
                        Design.Names[trial.Content],
                        Design.Kind.IsSound ? Sound(trial.File) : File.ReadAllBytes(trial.File)
                    );
                }

                if (Design.Kind.IsSound)
                {
                    foreach ((int i, byte[] sound) in HeadphoneCheck.Sounds(Design.Options.Seed).Index())
                    {
                        WriteBytes(fresh, PageContent.HeadphoneFile(i), sound);
                    }

                    WriteBytes(fresh, PageContent.VolumeFile, HeadphoneCheck.Volume());
                }

                foreach ((string name, string file) in content.Icons)
                {
                    WriteBytes(fresh, name, File.ReadAllBytes(file));
                }

                foreach ((string name, string text) in content.Texts())
                {
                    AtomicFile.WriteText(Path.Combine(fresh, name), text);
                }
            }
        );
    }

    private static void WriteBytes(string folder, string name, byte[] bytes) =>
        AtomicFile.Write(Path.Combine(folder, name), stream => stream.Write(bytes));

    private static byte[] Sound(string file)
    {
        using DisposeScope scope = NewDisposeScope();
        int rate = WaveHeader.Read(File.ReadAllBytes(file)).Format.SampleRate;
        SoundStimulus sound = SoundFile.Load(file, rate, level: null);
        return SoundFile.Encode(SoundFile.Prepare(sound.Samples, rate, rate), rate, bits: 16);
    }

    private void Check()
    {
        Rules.Check(
            "Cannot write the page.",
            [
                (BreakEvery >= 1, $"a break every {BreakEvery} trials, at least 1"),
                (
                    PostAddress is null || (PostAddress.IsAbsoluteUri && PostAddress.Scheme is "http" or "https"),
                    $"the address '{PostAddress}', one that begins with https://"
                ),
                (Icons is null || !Design.Kind.IsSound, "icons with sounds, only with pictures"),
                (
                    Icons is null || Design.Options.Choices.All(Icons.ContainsKey),
                    $"icons of {string.Join(", ", Icons?.Keys ?? [])}, one for each of the "
                        + $"choices {string.Join(", ", Design.Options.Choices)}"
                ),
            ]
        );
        StimulusFiles now = StimulusFiles.Read(Design.Trials.Select(trial => trial.File));
        if (Design.Trials.FirstOrDefault(trial => now.Content[trial.File] != trial.Content) is { } changed)
        {
            throw new MetamerException(
                $"{changed.File} was changed since the design was drawn. Draw the design again."
            );
        }

        if (Icons?.Values.FirstOrDefault(file => !File.Exists(file)) is { } missing)
        {
            throw new MetamerException($"There is no file {missing}, which the icons name. Name it by its full path.");
        }

        foreach (string icon in Icons?.Values ?? [])
        {
            ImageDecoder.Size(icon); // throws if a browser could not show it
        }
    }
}
