using System.Globalization;
using Metamers.Runtime;
using TorchSharp;
using static TorchSharp.torch;

namespace Metamers.Stimuli.Sounds;

/// <summary>
/// Reads sounds in the way the paper's stimuli were made (one channel, mean removed, root mean square 0.1) and writes
/// them as WAV files.
/// </summary>
public static class SoundFile
{
    /// <summary>Root mean square of the paper's stimuli, over the whole clip.</summary>
    public const double Level = 0.1;

    /// <summary>Added to the source of a sound whose peak would have exceeded 1.</summary>
    internal const string LoweredNote = ", lowered so that its peak is 1";

    private const double MostClipped = 0.001;
    private const long LargestFile = 500_000_000; // bytes
    private const double LongestClip = 600; // s

    internal static readonly string[] Extensions = [".wav", ".wave"];

    /// <summary>
    /// Reads one WAV file of 8, 16, 24 or 32-bit PCM or of 32 or 64-bit floating point, of any rate and number of
    /// channels.
    /// </summary>
    /// <remarks>
    /// In this order: the channels are averaged; the mean over time is removed, since a constant would leave edges in
    /// the following steps; the rate is changed (<see cref="SoundResample"/>); a longer sound is cut to its middle; the
    /// mean is removed again; a shorter sound is padded with zeros on both sides; the level is set. So the zeros stay
    /// zeros, and mean and level are those of the whole result, up to float rounding. If that level would raise a peak
    /// above 1, as with a click or with one short word in a long clip, the sound gets the level at which its peak is 1,
    /// since clipping peaks would add distortion, and <see cref="Stimulus.Source"/> ends with "lowered so that its peak
    /// is 1".
    /// </remarks>
    /// <param name="path">The file.</param>
    /// <param name="samplingRate">Sampling rate of the result, Hz, 100 to 768,000.</param>
    /// <param name="seconds">Length of the result, above 0 and at most 600 s; null keeps that of the file.</param>
    /// <param name="level">
    /// Root mean square of the result, above 0 and at most 1. Null keeps the samples as they are: neither mean nor
    /// level is changed (except if a peak is above 1), and silence and clipping are accepted.
    /// </param>
    /// <returns>Samples (T); the file's name without extension as its name.</returns>
    /// <exception cref="MetamerException">
    /// The file is missing, empty, truncated, damaged, of another format, contains NaN, is silent (below one 16-bit
    /// step without its mean), or clipped: more than 1 in 1,000 samples are in runs of three or more equal ones at full
    /// scale.
    /// </exception>
    public static SoundStimulus Load(string path, int samplingRate, double? seconds = null, double? level = Level)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        return Load(ReadAll(path), path, samplingRate, seconds, level);
    }

    /// <summary>Reads one WAV file that is in memory, for example from an archive.</summary>
    /// <param name="file">All of its bytes.</param>
    /// <param name="name">Its name or path.</param>
    /// <param name="samplingRate">As in <see cref="Load(string, int, double?, double?)"/>, as are the others.</param>
    /// <param name="seconds">Length of the result.</param>
    /// <param name="level">Root mean square of the result.</param>
    /// <exception cref="MetamerException">As there.</exception>
    public static SoundStimulus Load(
        byte[] file,
        string name,
        int samplingRate,
        double? seconds = null,
        double? level = Level
    )
    {
        ArgumentNullException.ThrowIfNull(file);
        ArgumentException.ThrowIfNullOrEmpty(name);
        int? length = RequireArguments(samplingRate, seconds, level);
        WaveDecoder recording = WaveDecoder.Decode(file, name);
        if (level is not null && recording.Clipped > MostClipped)
        {
            throw new MetamerException(
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"The sound {name} is clipped: {100 * recording.Clipped:0.0} % of its samples "
                        + $"are in runs at full scale, where its peaks were cut off; at most {100 * MostClipped:0.0} "
                        + $"% may be. Record it again at a lower level, or take it as it is with level: null."
                )
            );
        }

        float[] mono = level is null ? recording.Samples : SoundClip.Centred(recording.Samples);
        float[] resampled = SoundResample.Convert(mono, recording.SamplingRate, samplingRate, $"The sound {name}");
        (float[] samples, bool lowered) = SoundClip.Prepare(resampled, length, level, $"The sound {name}");
        string source =
            $"{Path.GetFileName(name)}, given by the user; its licence is not known{(lowered ? LoweredNote : "")}";
        return new SoundStimulus(FileName.Shown(name), null, null, tensor(samples), samplingRate, source);
    }

    /// <summary>Reads every WAV file directly in a folder, sorted by file name.</summary>
    /// <param name="folder">
    /// The folder. Other files and subfolders are passed over: a line on the error output, and the result, say how many
    /// and which. Hidden files are ignored.
    /// </param>
    /// <param name="samplingRate">As in <see cref="Load(string, int, double?, double?)"/>, as are the others.</param>
    /// <param name="seconds">Length of each result.</param>
    /// <param name="level">Root mean square of each result.</param>
    /// <exception cref="MetamerException">
    /// There is no such folder or no WAV file in it, or one cannot be read: the message names it.
    /// </exception>
    public static StimulusList<SoundStimulus> LoadFolder(
        string folder,
        int samplingRate,
        double? seconds = null,
        double? level = Level
    ) => StimulusFolder.Load(folder, "sound", Extensions, path => Load(path, samplingRate, seconds, level));

    /// <summary>
    /// Prepares samples as <see cref="Load(string, int, double?, double?)"/> prepares those of a file: resampled, cut
    /// or padded, mean removed, level set.
    /// </summary>
    /// <param name="samples">(T) float32, finite; they may exceed 1. Mix channels with <c>sound.mean([0])</c>.</param>
    /// <param name="fromRate">Their sampling rate, Hz, 100 to 768,000.</param>
    /// <param name="samplingRate">Sampling rate of the result, Hz, 100 to 768,000.</param>
    /// <param name="seconds">Length of the result, above 0 and at most 600 s; null keeps it.</param>
    /// <param name="level">
    /// Root mean square of the result, above 0 and at most 1, or lower if a peak would exceed 1; null changes neither
    /// mean nor level.
    /// </param>
    /// <returns>(T) float32 in [−1, 1].</returns>
    /// <exception cref="MetamerException">The samples have another shape, contain NaN or are silent.</exception>
    public static Tensor Prepare(
        Tensor samples,
        int fromRate,
        int samplingRate,
        double? seconds = null,
        double? level = Level
    )
    {
        int? length = RequireArguments(samplingRate, seconds, level);
        using DisposeScope scope = NewDisposeScope();
        Tensor centred = level is null ? samples : samples - samples.mean();
        float[] resampled = SoundResample.Convert(centred, fromRate, samplingRate).data<float>().ToArray();
        if (!Array.TrueForAll(resampled, float.IsFinite))
        {
            throw new MetamerException("The sound to prepare contains NaN or infinite samples.");
        }

        return tensor(SoundClip.Prepare(resampled, length, level, "The sound to prepare").Samples)
            .MoveToOuterDisposeScope();
    }

    /// <summary>
    /// Writes a sound as a WAV file in 32-bit floating point, which is lossless, completely or not at all.
    /// </summary>
    /// <param name="path">Path of the file; must end in <c>.wav</c>.</param>
    /// <param name="samples">(T) float32 in [−1, 1], on any device.</param>
    /// <param name="samplingRate">Hz.</param>
    /// <exception cref="MetamerException">
    /// The samples are not a sound, the name is wrong or the file cannot be written.
    /// </exception>
    public static void Save(string path, Tensor samples, int samplingRate)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        if (!Path.GetExtension(path).Equals(".wav", StringComparison.OrdinalIgnoreCase))
        {
            throw new MetamerException($"Sounds are saved as WAV, which is lossless; '{path}' must end in .wav.");
        }

        byte[] wave = Encode(samples, samplingRate);
        AtomicFile.Write(path, stream => stream.Write(wave));
    }

    /// <summary>A sound as the bytes of a WAV file.</summary>
    /// <param name="samples">(T) float32 in [−1, 1], on any device.</param>
    /// <param name="samplingRate">Hz.</param>
    /// <param name="bits">
    /// 32: floating point, lossless. 16: rounded integers, half the size and playable everywhere.
    /// </param>
    /// <exception cref="MetamerException">The samples have another shape, type or range, or contain NaN.</exception>
    public static byte[] Encode(Tensor samples, int samplingRate, int bits = 32)
    {
        SoundCheck.RequireSound(samples, "The sound to write");
        SoundCheck.RequireRate(samplingRate, "The sound to write");
        return bits is 16 or 32
            ? WaveEncoder.Encode(samples, samplingRate, bits)
            : throw new ArgumentOutOfRangeException(
                nameof(bits),
                bits,
                "A sound is written with 16 or 32 bits per sample."
            );
    }

    private static byte[] ReadAll(string path)
    {
        if (Directory.Exists(path))
        {
            throw new MetamerException($"The sound {path} is a folder; SoundFile.LoadFolder reads all sounds of one.");
        }

        if (!File.Exists(path))
        {
            throw new MetamerException(
                $"There is no sound at {Path.GetFullPath(path)}. Check the name and, if it is relative, the "
                    + "working directory."
            );
        }

        try
        {
            long bytes = new FileInfo(path).Length;
            return bytes <= LargestFile
                ? File.ReadAllBytes(path)
                : throw new MetamerException(
                    string.Create(
                        CultureInfo.InvariantCulture,
                        $"The sound {path} has {bytes:N0} bytes; at most {LargestFile:N0} are read. Cut it to the "
                            + $"stretch that you need."
                    )
                );
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new MetamerException($"The sound {path} cannot be read: {error.Message}", error);
        }
    }

    /// <summary>The number of samples of the result; null keeps the length.</summary>
    private static int? RequireArguments(int samplingRate, double? seconds, double? level)
    {
        SoundResample.RequireRate(samplingRate, nameof(samplingRate));
        if (seconds is { } length && !(length > 0 && length <= LongestClip))
        {
            throw new ArgumentOutOfRangeException(
                nameof(seconds),
                seconds,
                string.Create(CultureInfo.InvariantCulture, $"A sound needs seconds above 0 and up to {LongestClip}.")
            );
        }

        if (level is { } root && !(root > 0 && root <= 1))
        {
            throw new ArgumentOutOfRangeException(
                nameof(level),
                level,
                "A level is a root mean square above 0 and up to 1; null keeps that of the file."
            );
        }

        return seconds is null ? null : Math.Max(1, (int)Math.Round(seconds.Value * samplingRate));
    }
}
