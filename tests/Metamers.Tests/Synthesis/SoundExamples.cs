using Metamers.Models;
using Metamers.Runtime;
using Metamers.Stimuli;
using Metamers.Synthesis;
using TorchSharp;
using static TorchSharp.torch;

namespace Metamers.Tests.Synthesis;

/// <summary>Sounds for tests of what is done with them.</summary>
internal static class SoundExamples
{
    /// <summary>A tone whose loudness rises and falls, of RMS about 0.1.</summary>
    public static SoundStimulus Tone(double hertz, int samples = 1600, int samplingRate = 16000)
    {
        using DisposeScope scope = NewDisposeScope();
        Tensor time = arange(samples, float64) / samplingRate;
        Tensor tone = 0.2 * (2 * Math.PI * hertz * time).sin() * (Math.PI * arange(samples, float64) / samples).sin();
        return new(
            $"tone-{hertz}",
            "tone",
            0,
            tone.to(float32).MoveToOuterDisposeScope(),
            samplingRate,
            "made by rule"
        );
    }

    /// <summary>A metamer whose sounds are noise over the whole range, with every other value set.</summary>
    public static Metamer Noise(ulong seed, int samples = 1600)
    {
        using DisposeScope scope = NewDisposeScope();
        Generator random = new(seed, CPU);
        Tensor Sound() => (2 * rand([samples], float32, generator: random) - 1);
        return new Metamer(Sound(), new SoundStimulus("seven_1", "seven", 7, Sound(), 16000, "noise for tests"))
        {
            Stage = "relu0",
            Options = MetamerOptions.QuickSound with { Seed = (long)seed },
            Model = new ModelIdentity(nameof(HearingNetwork), new string('a', 64)),
            Card = new NetworkCard
            {
                Name = "HearingNetwork",
                Input = InputNormalization.Sound,
                ClassNames = ["zero", "one"],
            },
            Losses = [new(0, 1), new(200, 0.1)],
            Manifest = RunManifest.Current(CPU, ScalarType.Float32),
        };
    }
}
