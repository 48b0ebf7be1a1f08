using Metamers.Runtime;
using Metamers.Stimuli;
using Metamers.Stimuli.Sounds;
using TorchSharp;
using static TorchSharp.torch;

namespace Metamers.Experiments;

/// <summary>
/// An experiment as a folder that a double click or any web server shows: page, jsPsych, stimuli. It asks no other host
/// for anything, holds no right answers but those of practice, screening and catch trials, and keeps what is answered
/// in the browser until the session ends. The design stays with the experimenter.
/// </summary>
/// <param name="Design">Who sees or hears what.</param>
/// <param name="Consent">
/// What participants agree to before the first trial. An empty line begins a paragraph; all texts are plain text.
/// </param>
/// <param name="Debrief">What they read after the last.</param>
public sealed record ExperimentPage(ExperimentDesign Design, string Consent, string Debrief)
{
    /// <summary>How long the cross, the picture and the noise after it are shown, each, in ms, as published.</summary>
    public const int PhaseMilliseconds = 300;

    /// <summary>The title of the browser's tab.</summary>
    public string Title { get; init; } = "Experiment";

    /// <summary>What participants read before they begin; null for a description of the task.</summary>
    public string? Instructions { get; init; }

    /// <summary>What those read who failed the headphone check, the screening or the catch trials.</summary>
    public string Refusal { get; init; } =
        "Thank you for your time. The answers so far show that the task does not work well with your device or in "
        + "your surroundings, so it ends here.";

    /// <summary>
    /// Pictures of the choices, shown beside their words: a file for each choice; null for words alone. Sounds have
    /// none.
    /// </summary>
    public IReadOnlyDictionary<string, string>? Icons { get; init; }

    /// <summary>After how many trials there is a break, at least 1.</summary>
    public int BreakEvery { get; init; } = 100;

    /// <summary>
    /// Where the answers are sent at the end, by POST as JSON with <c>filename</c>, <c>data</c> (the text of the file)
    /// and <see cref="PostFields"/>; null where participants save them. DataPipe:
    /// <c>https://pipe.jspsych.org/api/data/</c>. The page may connect to this origin alone.
    /// </summary>
    public Uri? PostAddress { get; init; }

    /// <summary>What is sent besides, such as DataPipe's <c>experimentID</c>.</summary>
    public IReadOnlyDictionary<string, string> PostFields { get; init; } = new Dictionary<string, string>();

    /// <summary>
    /// Whether the page is served by JATOS, whose script <c>jatos.js</c> it then loads and to which it gives the
    /// answers.
    /// </summary>
    public bool Jatos { get; init; }

    /// <summary>
    /// Writes the folder; <c>index.html?participant=3</c> is the session of participant 3, without it the page asks for
    /// the number.
    /// </summary>
    /// <remarks>
    /// Pictures are copied as they are. Sounds are written with 16 bits, which every browser plays, at their own rate
    /// and all at a root mean square of 0.1 (<see cref="SoundFile.Level"/>), that of the noise with which participants
    /// set the volume.
    /// </remarks>
    /// <param name="folder">Made, or replaced whole.</param>
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
                        Design.IsSound ? Sound(trial.File) : File.ReadAllBytes(trial.File)
                    );
                }

                if (Design.IsSound)
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
                (Icons is null || !Design.IsSound, "icons with sounds, only with pictures"),
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
    }
}
