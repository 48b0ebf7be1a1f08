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
    /// and all with one root mean square, the same as the noise with which participants set the volume: 0.1 (<see
    /// cref="SoundFile.Level"/>), or less if one of them has peaks that would exceed full scale.
    /// </remarks>
    /// <param name="folder">
    /// The folder; created, or replaced as a whole if it holds nothing but such a page.
    /// </param>
    /// <exception cref="MetamerException">
    /// An option is wrong, a file was changed since the design was drawn, or the folder contains something other than
    /// an experiment page, such as answers, or cannot be written.
    /// </exception>
    public void Write(string folder)
    {
        Check();
        RequireReplaceable(folder);
        PageContent content = new(this);
        double level = Design.Kind.IsSound ? CommonLevel() : 0;
        AtomicFolder.Write(
            folder,
            fresh =>
            {
                foreach (ExperimentTrial trial in Design.Trials.DistinctBy(trial => trial.Content))
                {
                    WriteBytes(
                        fresh,
                        Design.Names[trial.Content],
                        Design.Kind.IsSound ? Sound(trial.File, level) : File.ReadAllBytes(trial.File)
                    );
                }

                if (Design.Kind.IsSound)
                {
                    foreach ((int i, byte[] sound) in HeadphoneCheck.Sounds(Design.Options.Seed).Index())
                    {
                        WriteBytes(fresh, PageContent.HeadphoneFile(i), sound);
                    }

                    WriteBytes(fresh, PageContent.VolumeFile, HeadphoneCheck.Volume(level));
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

    /// <summary>Answers that were collected in the folder cannot be made again, and neither can other files.</summary>
    private static void RequireReplaceable(string folder)
    {
        if (!Directory.Exists(folder))
        {
            return;
        }

        string[] ours = [.. PageContent.Entries];
        string[] strange =
        [
            .. Directory
                .GetFileSystemEntries(folder)
                .Select(path => Path.GetFileName(path))
                .Where(name => !ours.Contains(name) && !FileName.IsSystems(name))
                .Order(StringComparer.Ordinal),
        ];
        if (strange.Length > 0)
        {
            throw new MetamerException(
                $"{folder} contains something other than an experiment page, which would be lost: "
                    + $"{string.Join(", ", strange.Take(5))}{(strange.Length > 5 ? ", …" : "")}. Move it, or write "
                    + "the page to another folder."
            );
        }
    }

    private static void WriteBytes(string folder, string name, byte[] bytes) =>
        AtomicFile.Write(Path.Combine(folder, name), stream => stream.Write(bytes));

    /// <summary>The highest level, up to the usual one, at which no sound exceeds full scale.</summary>
    private double CommonLevel()
    {
        return Design
            .Trials.DistinctBy(trial => trial.Content)
            .Select(trial => Highest(trial.File))
            .Append(SoundFile.Level)
            .Min();

        static double Highest(string file)
        {
            using DisposeScope scope = NewDisposeScope();
            Tensor samples = Load(file).Samples.to(float64);
            Tensor centred = samples - samples.mean();
            double peak = centred.abs().max().item<double>();
            return 0.999 * centred.square().mean().sqrt().item<double>() / Math.Max(peak, 1e-12);
        }
    }

    private static byte[] Sound(string file, double level)
    {
        using DisposeScope scope = NewDisposeScope();
        SoundStimulus sound = Load(file);
        int rate = sound.SamplingRate;
        return SoundFile.Encode(SoundFile.Prepare(sound.Samples, rate, rate, level: level), rate, bits: 16);
    }

    private static SoundStimulus Load(string file) =>
        SoundFile.Load(file, WaveHeader.Read(File.ReadAllBytes(file)).Format.SampleRate, level: null);

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
