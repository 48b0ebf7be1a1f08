using Metamers.Runtime;
using static TorchSharp.torch;

namespace Metamers.Stimuli;

/// <summary>
/// What a stimulus is, a picture or a sound of some sampling rate, and everything that depends only on that: how it is
/// named, checked, written to a file and shown. Two kinds are equal if stimuli of both can be compared.
/// </summary>
public abstract record StimulusKind
{
    private protected StimulusKind() { }

    /// <summary>Pictures: (3, H, W) or, in grey, (1, H, W) float32 in [0, 1].</summary>
    public static StimulusKind Picture { get; } = new PictureKind();

    /// <summary>Sounds of one channel: (T) float32 in [−1, 1].</summary>
    /// <param name="samplingRate">Samples per second, Hz.</param>
    public static StimulusKind Sound(int samplingRate) => new SoundKind(samplingRate);

    /// <summary>Sounds if there is a sampling rate, otherwise pictures.</summary>
    /// <param name="samplingRate">Hz; null for pictures.</param>
    internal static StimulusKind From(int? samplingRate) => samplingRate is { } rate ? Sound(rate) : Picture;

    /// <summary>Samples per second of a sound, Hz; null for pictures.</summary>
    public abstract int? SamplingRate { get; }

    /// <summary>Whether it is a sound; otherwise it is a picture.</summary>
    public bool IsSound => SamplingRate is not null;

    /// <summary>"picture" or "sound".</summary>
    public abstract string Noun { get; }

    /// <summary>"pictures" or "sounds".</summary>
    public string Plural => Noun + "s";

    /// <summary>What the authors' data call it: "vision" or "audio".</summary>
    internal abstract string Modality { get; }

    /// <summary>The smallest possible value; the largest is 1.</summary>
    internal abstract double Minimum { get; }

    /// <summary>The shape that two stimuli need to be compared, in words.</summary>
    internal abstract string Form { get; }

    /// <summary>Extension of the file that shows or plays it as published.</summary>
    internal abstract string Extension { get; }

    /// <summary>A stimulus of this kind.</summary>
    internal abstract Stimulus Make(string name, string? label, int? classIndex, Tensor values, string source);

    /// <summary>Returns the values if they are a stimulus of this kind.</summary>
    /// <param name="values">The values to check.</param>
    /// <param name="what">Beginning of the error message.</param>
    /// <exception cref="MetamerException">The shape, type or range is wrong, or there is NaN.</exception>
    internal abstract Tensor Require(Tensor values, string what);

    /// <summary>
    /// Values as a person is shown them: pictures in 8 bits, truncated as their files are; sounds unchanged.
    /// </summary>
    internal abstract Tensor AsShown(Tensor values);

    /// <summary>Loads a file as people are shown it, at the size or sampling rate that a network takes.</summary>
    /// <param name="path">The file.</param>
    /// <param name="shape">Shape of a stimulus.</param>
    internal abstract Stimulus Load(string path, IReadOnlyList<long> shape);

    /// <summary>Loads every file of this kind in a folder, prepared as a network takes them.</summary>
    /// <param name="folder">The folder.</param>
    /// <param name="shape">Shape of a stimulus.</param>
    internal abstract IReadOnlyList<Stimulus> LoadFolder(string folder, IReadOnlyList<long> shape);

    /// <summary>Whether a stimulus of this kind is directly in a folder, which exists.</summary>
    internal abstract bool IsIn(string folder);

    /// <summary>Writes the file to look at or listen to, as published.</summary>
    internal abstract void Write(string path, Tensor values);

    /// <summary>Throws if a file does not show or play these values.</summary>
    /// <exception cref="MetamerException">It cannot be read, or shows or plays other values.</exception>
    internal void CheckFile(string path, Tensor values)
    {
        if (FaultOf(path, values) is { } fault)
        {
            throw new MetamerException(
                $"{path} does not {Promise(values)}: {fault}. "
                    + "Restore the folder from a copy, or make the metamer again."
            );
        }
    }

    /// <summary>What is wrong with a file that should show or play these values, or null if nothing is.</summary>
    private protected abstract string? FaultOf(string path, Tensor values);

    /// <summary>What the file that belongs to these values must do, in words.</summary>
    private protected abstract string Promise(Tensor values);
}
