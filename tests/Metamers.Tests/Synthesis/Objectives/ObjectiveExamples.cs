using Metamers.Models;
using Metamers.Models.Architectures;
using Metamers.Stimuli;
using Metamers.Stimuli.Synthetic;
using Metamers.Synthesis;
using Metamers.Synthesis.Objectives;
using TorchSharp;
using static TorchSharp.torch;

namespace Metamers.Tests.Synthesis.Objectives;

/// <summary>Two small vision models, pictures for them, and objectives with every term and every prior.</summary>
internal static class ObjectiveExamples
{
    /// <summary>A schedule of a few steps, with momentum at its end.</summary>
    public static MetamerOptions Short { get; } =
        MetamerOptions.Paper with
        {
            Segments = [new(4, 0.5), new(7, 0.1, 0.9)],
            ReportEvery = 1,
        };

    /// <summary>A spectrum that is none of the usual ones.</summary>
    public static StimulusSpectrum Learned { get; } = new() { Amplitudes = [1, 0.9, 0.4, 0.3, 0.1] };

    /// <summary>Objectives by name: each term, each prior, and all at once.</summary>
    public static IReadOnlyDictionary<string, SynthesisObjective> All { get; } =
        new Dictionary<string, SynthesisObjective>
        {
            ["match"] = new(new MatchTerm { Stage = "layer1", Weight = 0.3 }),
            ["two stages"] = new(new MatchTerm(), new MatchTerm { Stage = "conv1_relu1" }),
            ["two networks"] = new(new MatchTerm(), new MatchTerm { Stage = "layer3", Model = "ResNet14" }),
            ["mismatch"] = new(new MatchTerm(), new MismatchTerm { Stage = "final", Distance = 1.5 }),
            ["decide"] = new(new DecideTerm { Model = "ResNet14", Class = 4 }, new MatchTerm()),
            ["unlike"] = new(new DecideTerm { Class = 3, Unlike = true }),
            ["spread"] = new(new MatchTerm(), new SpreadTerm { Weight = 2 }),
            ["total variation"] = new(new MatchTerm(), new TotalVariationTerm { Weight = 5 }),
            ["fourier"] = new(new MatchTerm()) { Spectrum = StimulusSpectrum.Fourier },
            ["learned"] = new(new MatchTerm()) { Spectrum = Learned },
            ["jitter"] = new(new MatchTerm()) { Jitter = 3 },
            ["all"] = new(
                new MatchTerm(),
                new MismatchTerm { Stage = "layer1", Model = "ResNet14" },
                new DecideTerm(),
                new SpreadTerm(),
                new TotalVariationTerm()
            )
            {
                Spectrum = Learned,
                Jitter = 2,
            },
        };

    public static TheoryData<string> Names => [.. All.Keys];

    /// <summary>Weights made by rule, frozen.</summary>
    public static StagedModel Network(int depth, ScalarType type = ScalarType.Float32) =>
        RuleTensors.Fill(new CifarResNet(depth)).to(type).Freeze();

    /// <summary>Three references, of which the first occurs twice.</summary>
    public static IReadOnlyList<Stimulus> References { get; } =
    [.. Picture(0).Copies(2), Picture(1) with { ClassIndex = 7 }];

    static ObjectiveExamples() { } // so that these tensors are made by the first call, which no test's scope holds

    public static ImageStimulus Picture(int seed) => SyntheticStimuli.DeadLeaves(32, seed) with { ClassIndex = seed };

    /// <summary>The synthesizer with the networks that the objective names.</summary>
    public static MetamerSynthesizer With(this SynthesisObjective objective, StagedModel own, StagedModel other) =>
        new(own, Short with { Objective = objective }, objective.Models.Count > 0 ? [other] : []);

    public static Tensor Stack(this IEnumerable<Stimulus> stimuli) =>
        stack([.. stimuli.Select(stimulus => stimulus.Values)]);
}
