using Metamers.Runtime;
using Metamers.Stimuli;

namespace Metamers.Studies;

/// <summary>A stimulus as described in a plan.</summary>
/// <param name="Name">Its name, unique in the study.</param>
/// <param name="Label">What it shows or says, or null.</param>
/// <param name="ClassIndex">Index of its class, or null.</param>
/// <param name="SamplingRate">Sampling rate of a sound, Hz; null for a picture.</param>
/// <param name="Sha256">SHA-256 of its float32 values.</param>
public sealed record StudyStimulus(string Name, string? Label, int? ClassIndex, int? SamplingRate, string Sha256)
{
    internal static StudyStimulus From(Stimulus stimulus) =>
        new(
            stimulus.Name,
            stimulus.Label,
            stimulus.ClassIndex,
            stimulus.Kind.SamplingRate,
            TensorHash.Compute(stimulus.Values)
        );
}
