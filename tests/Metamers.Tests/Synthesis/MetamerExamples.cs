using Metamers.Models;
using Metamers.Models.Architectures;
using Metamers.Runtime;
using Metamers.Statistics;
using Metamers.Stimuli;
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
        Tensor values = rand([3, height, width], float32, generator: random);
        Tensor reference = rand([3, height, width], float32, generator: random);
        return new Metamer(
            values,
            new ImageStimulus("dead_leaves_7", "frog", 2, reference, "drawn for tests") { Licence = "CC0" }
        )
        {
            Stage = "layer3",
            Options = MetamerOptions.Quick with { Seed = (long)seed, IdentityGradient = false },
            Model = new ModelIdentity("ResNet8", new string('a', 64), "resnet20-12fca82f", new string('b', 64)),
            Card = Card,
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

    /// <summary>What is known of the network of <see cref="Noise"/>.</summary>
    public static NetworkCard Card { get; } =
        new()
        {
            Name = "ResNet-8 of the tests",
            ClassNames = ["cat", "dog", "frog"],
            Licence = "MIT",
            Citation = "He et al. 2016",
        };

    /// <summary>A metamer with another's stimuli, options, network and losses.</summary>
    public static Metamer Like(Metamer metamer, string reference, string stage, Judgement? judgement) =>
        Like(metamer, metamer.Values, metamer.Reference with { Name = reference }, stage, judgement);

    /// <summary>A metamer with another's options, network and losses.</summary>
    public static Metamer Like(
        Metamer metamer,
        Tensor values,
        Stimulus reference,
        string stage,
        Judgement? judgement,
        params IReadOnlyList<ModelIdentity> others
    ) =>
        new(values, reference)
        {
            Stage = stage,
            Options = metamer.Options,
            Model = metamer.Model,
            Card = metamer.Card,
            Losses = metamer.Losses,
            Manifest = metamer.Manifest,
            Judgement = judgement,
            Others = others,
        };

    /// <summary>The same metamer of another network.</summary>
    public static Metamer Of(string network, Metamer metamer, NetworkCard? card = null) =>
        new(metamer.Values, metamer.Reference)
        {
            Stage = metamer.Stage,
            Options = metamer.Options,
            Model = metamer.Model with { Key = network },
            Card = card ?? metamer.Card,
            Losses = metamer.Losses,
            Manifest = metamer.Manifest,
            Judgement = metamer.Judgement,
        };

    /// <summary>Metamers of a network that are given pictures, with nothing measured.</summary>
    public static MetamerSet Given(StagedModel model, Tensor references, Tensor values, string[] names, string[] stages)
    {
        ModelIdentity identity = ModelIdentity.Compute(model);
        return new(
            names.Select(
                (name, i) =>
                    new Metamer(values[i], new ImageStimulus(name, null, null, references[i], "made by rule"))
                    {
                        Stage = stages[i],
                        Options = MetamerOptions.Quick,
                        Model = identity,
                        Card = model.Card,
                        Losses = [new(0, 1)],
                        Manifest = RunManifest.Current(CPU, ScalarType.Float32),
                    }
            )
        );
    }

    /// <summary>Reference pictures and pictures in the place of metamers, made by rule.</summary>
    public static (Tensor References, Tensor Metamers) Pictures(int count) =>
        (
            RuleTensors.Uniform("reference", count, 3, 32, 32).to(float32),
            RuleTensors.Uniform("metamer", count, 3, 32, 32).to(float32)
        );
}
