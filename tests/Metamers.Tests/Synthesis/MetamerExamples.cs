using Metamers.Models;
using Metamers.Models.Architectures;
using Metamers.Runtime;
using Metamers.Statistics;
using Metamers.Synthesis;
using TorchSharp;
using static TorchSharp.torch;

namespace Metamers.Tests.Synthesis;

/// <summary>Metamers for tests of what is done with them.</summary>
internal static class MetamerExamples
{
    /// <summary>A small network with weights made by rule.</summary>
    public static CifarResNet Network()
    {
        CifarResNet model = RuleTensors.Fill(new CifarResNet(8));
        model.Freeze();
        return model;
    }

    /// <summary>A metamer whose pictures are noise, judged or not, with every other value set.</summary>
    public static Metamer Noise(ulong seed, long height = 64, long width = 48, bool judged = true)
    {
        using DisposeScope scope = NewDisposeScope();
        Generator random = new(seed, CPU);
        return new Metamer(
            rand([3, height, width], float32, generator: random),
            rand([3, height, width], float32, generator: random)
        )
        {
            ReferenceName = "dead_leaves_7",
            Stage = "layer3",
            Options = MetamerOptions.Quick with { Seed = (long)seed, IdentityGradient = false },
            Model = new ModelIdentity("ResNet8", new string('a', 64), "resnet20-12fca82f", new string('b', 64)),
            Losses = [new(0, 1.25), new(100, 1 / 3.0), new(200, 0.1)],
            // A fixed number of threads, so that two processes make the same metamer.
            Manifest = RunManifest.Current(CPU, ScalarType.Float32) with
            {
                Threads = 2,
            },
            Created = new DateTimeOffset(2024, 5, 6, 7, 8, 9, TimeSpan.FromHours(2)),
            Judgement = judged
                ? new Judgement(
                    [0.1f, 3f, -1e-7f],
                    [5f, 3f, 3f],
                    [new("layer3", new MatchMeasures(0.1, -1 / 3.0, double.PositiveInfinity)), new("final", default)]
                )
                : null,
        };
    }

    /// <summary>A metamer with another's stimuli, options, network and losses.</summary>
    public static Metamer Like(Metamer metamer, string reference, string stage, Judgement? judgement) =>
        new(metamer.Values, metamer.Reference, metamer.SamplingRate)
        {
            ReferenceName = reference,
            Stage = stage,
            Options = metamer.Options,
            Model = metamer.Model,
            Losses = metamer.Losses,
            Manifest = metamer.Manifest,
            Judgement = judgement,
        };
}
