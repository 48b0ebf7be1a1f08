using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Serialization;
using Metamers.Models.Cochleagrams;
using Metamers.Runtime;
using TorchSharp;
using static TorchSharp.torch;

namespace Metamers.Models;

/// <summary>Identifies a network and its weights: a metamer means nothing without it.</summary>
/// <param name="Name">Name of the architecture, e.g. <c>ResNet20</c>.</param>
/// <param name="WeightsSha256">
/// SHA-256 over names, shapes and values of the weights, in lower-case hexadecimal digits (<see cref="Compute"/>).
/// </param>
/// <param name="Key">Key of the network in the zoo, if it came from there.</param>
/// <param name="CheckpointSha256">SHA-256 of the checkpoint's file, if there was one.</param>
/// <param name="FrontEnd">
/// How it makes a cochleagram of a waveform, which no weight tells; null for a vision model, and in files of versions
/// that did not record it.
/// </param>
public sealed record ModelIdentity(
    string Name,
    string WeightsSha256,
    string? Key = null,
    string? CheckpointSha256 = null,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] CochleagramOptions? FrontEnd = null
)
{
    /// <summary>Its key in the zoo, or the name of its architecture: what tables and figures call it.</summary>
    [JsonIgnore]
    public string Label => Key ?? Name;

    private static readonly CochleagramOptions Default = new();

    /// <summary>
    /// What of the front end is not as in the paper's networks, apart from the rate and length of sounds, which the
    /// references tell; empty if there is none or nothing is.
    /// </summary>
    internal string FrontEndText =>
        FrontEnd is { } made
            ? string.Concat(
                from option in new (string Name, double Value, double Usual)[]
                {
                    ("oversampling", made.Oversampling, Default.Oversampling),
                    ("filters from (Hz)", made.LowLimit, Default.LowLimit),
                    ("filters to (Hz)", made.HighLimit, made.SamplingRate / 2.0),
                    ("filters", made.Filters, Default.Filters),
                    ("sample factor", made.SampleFactor, Default.SampleFactor),
                    ("envelope rate (Hz)", made.EnvelopeRate, Default.EnvelopeRate),
                    ("Kaiser taps", made.KaiserTaps, Default.KaiserTaps),
                    ("exponent", made.Exponent, Default.Exponent),
                    ("offset", made.Offset, Default.Offset),
                    ("largest slope", made.LargestSlope, Default.LargestSlope),
                }
                where option.Value != option.Usual
                select FormattableString.Invariant($", {option.Name} {option.Value}")
            ) + (made.PreciseSpectrum ? "" : ", imprecise spectrum")
            : "";

    /// <summary>
    /// Whether both are one function: the same architecture, weights and front end, whatever file they came from. A
    /// front end that was not recorded, in files of earlier versions, counts as one with the default oversampling (<see
    /// cref="CochleagramOptions.Oversampling"/>), whatever the precision of its spectrum.
    /// </summary>
    /// <param name="other">Another identity.</param>
    public bool IsSameNetworkAs(ModelIdentity other) =>
        Name == other.Name
        && HasWeightsOf(other)
        && (FrontEnd, other.FrontEnd) switch
        {
            (null, null) => true,
            (null, { } known) => IsUsual(known),
            ({ } known, null) => IsUsual(known),
            var (one, another) => one == another,
        };

    /// <summary>
    /// Whether both have the same weights, perhaps under another name or with another front end. Networks without any
    /// are told apart by their names.
    /// </summary>
    internal bool HasWeightsOf(ModelIdentity other) =>
        WeightsSha256 == other.WeightsSha256 && (Name == other.Name || WeightsSha256 != NoWeights);

    private static string NoWeights { get; } = Convert.ToHexStringLower(SHA256.HashData([]));

    private static bool IsUsual(CochleagramOptions made) => made.Oversampling == Default.Oversampling;

    /// <summary>
    /// Identifies a network by its weights, whatever file they came from: the hash covers the state dict ordered by
    /// name, with floating-point values as little-endian float32, so a network converted to float64 keeps its identity,
    /// and what else was asked for that changes the function or its stages: another normalisation of the input, another
    /// output, own names of stages.
    /// </summary>
    /// <param name="model">Any network.</param>
    /// <returns>The identity of the network.</returns>
    public static ModelIdentity Compute(StagedModel model)
    {
        using IncrementalHash hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        foreach ((string name, Tensor value) in model.state_dict().OrderBy(entry => entry.Key, StringComparer.Ordinal))
        {
            using DisposeScope scope = NewDisposeScope();
            Tensor plain = value.detach().cpu();
            plain = plain.is_floating_point() ? plain.to(float32) : plain;
            hash.AppendData(Encoding.UTF8.GetBytes($"{name} ({string.Join(", ", value.shape)})\n"));
            TensorBytes.Write(plain, hash.AppendData);
        }

        if (model.ReadAs is { } readAs)
        {
            hash.AppendData(Encoding.UTF8.GetBytes(readAs));
        }

        return new ModelIdentity(
            model.Name,
            Convert.ToHexStringLower(hash.GetHashAndReset()),
            model.Key,
            model.CheckpointSha256,
            model.Cochleagram?.Options
        );
    }
}
