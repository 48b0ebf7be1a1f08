using Metamers.Models;
using Metamers.Models.Architectures;
using Metamers.Runtime;
using Metamers.Stimuli;
using Metamers.Stimuli.Synthetic;
using Metamers.Synthesis;
using Metamers.Synthesis.Objectives;
using static TorchSharp.torch;

namespace Metamers.Tests.Synthesis;

/// <summary>Errors say what was given, what is allowed and what to do.</summary>
public sealed class BadInputTests
{
    private static readonly StagedModel Model = RuleTensors.Fill(new CifarResNet(20)).Freeze();

    static BadInputTests() { } // so that these tensors belong to no test's dispose scope

    private static string Message(Action action) => Assert.Throws<MetamerException>(action).Message;

    private static void Start(Tensor references, string stage = "layer1") =>
        new MetamerSynthesizer(Model, MetamerOptions.Quick).Start(references, stage).Dispose();

    [Fact]
    public void A_wrong_stage_lists_the_stages()
    {
        string message = Message(() => Start(rand(1, 3, 32, 32), "layer9"));
        Assert.Contains("layer9", message, StringComparison.Ordinal);
        Assert.Contains(
            "input_after_preproc, conv1_relu1, layer1, layer2, layer3, avgpool, final",
            message,
            StringComparison.Ordinal
        );
    }

    [Fact]
    public void A_wrong_shape_says_which_is_taken() =>
        Assert.Contains("(N, 3, 32, 32)", Message(() => Start(rand(1, 3, 64, 64))), StringComparison.Ordinal);

    [Fact]
    public void A_missing_batch_dimension_says_unsqueeze() =>
        Assert.Contains("unsqueeze(0)", Message(() => Start(rand(3, 32, 32))), StringComparison.Ordinal);

    [Fact]
    public void One_channel_says_how_to_make_three() =>
        Assert.Contains("one channel", Message(() => Start(rand(1, 1, 32, 32))), StringComparison.Ordinal);

    [Fact]
    public void Values_out_of_range_say_the_range()
    {
        string message = Message(() => Start(255 * rand(1, 3, 32, 32)));
        Assert.Contains("takes 0 to 1", message, StringComparison.Ordinal);
        Assert.Contains("divided by 255", message, StringComparison.Ordinal);
    }

    [Fact]
    public void NaN_in_a_picture_is_named() =>
        Assert.Contains("NaN", Message(() => Start(full([1, 3, 32, 32], float.NaN))), StringComparison.Ordinal);

    [Fact]
    public void Zero_items_are_refused()
    {
        Assert.Contains("at least one", Message(() => Start(rand(0, 3, 32, 32))), StringComparison.Ordinal);
        Assert.Contains(
            "at least one",
            Message(() => new MetamerSynthesizer(Model, MetamerOptions.Quick).Synthesize([], "layer1")),
            StringComparison.Ordinal
        );
    }

    [Fact]
    public void Pictures_of_two_sizes_are_named()
    {
        ImageStimulus[] pictures = [SyntheticStimuli.DeadLeaves(32, 0), SyntheticStimuli.DeadLeaves(48, 1)];
        Assert.Contains(
            "48×48",
            Message(() => new MetamerSynthesizer(Model, MetamerOptions.Quick).Synthesize(pictures, "layer1")),
            StringComparison.Ordinal
        );
    }

    [Fact]
    public void NaN_in_a_weight_names_the_weight()
    {
        using CifarResNet damaged = RuleTensors.Fill(new CifarResNet(20));
        using (no_grad())
        {
            damaged.state_dict()["layer2.1.conv2.weight"].fill_(double.NaN);
        }

        damaged.Freeze();
        Assert.Contains(
            "layer2.1.conv2.weight",
            Message(() => new MetamerSynthesizer(damaged, MetamerOptions.Quick)),
            StringComparison.Ordinal
        );
    }

    [Fact]
    public void A_network_that_is_not_frozen_is_refused()
    {
        using CifarResNet training = new(20);
        Assert.Contains(
            "Freeze()",
            Message(() => new MetamerSynthesizer(training, MetamerOptions.Quick)),
            StringComparison.Ordinal
        );
    }

    [Fact]
    public void A_stage_that_is_silent_for_the_reference_is_refused()
    {
        using CifarResNet silent = RuleTensors.Fill(new CifarResNet(20));
        using (no_grad())
        {
            silent.state_dict()["bn1.weight"].fill_(0);
            silent.state_dict()["bn1.bias"].fill_(-1);
        }

        silent.Freeze();
        string message = Message(() =>
            new MetamerSynthesizer(silent, MetamerOptions.Quick).Start(rand(2, 3, 32, 32), "conv1_relu1")
        );
        Assert.Contains("reference 0, 1", message, StringComparison.Ordinal);
        Assert.Contains("nothing to match", message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("Repetitions", -1)]
    [InlineData("Repetitions", 0)]
    [InlineData("StepsPerRepetition", -5)]
    [InlineData("ReportEvery", 0)]
    public void An_option_out_of_range_says_its_range(string option, int value)
    {
        MetamerOptions options = option switch
        {
            "Repetitions" => new() { Repetitions = value },
            "StepsPerRepetition" => new() { StepsPerRepetition = value },
            _ => new() { ReportEvery = value },
        };
        string message = Message(() => new MetamerSynthesizer(Model, options));
        Assert.Contains($"{option} = {value}: ", message, StringComparison.Ordinal);
        options = options with { Objective = SynthesisObjective.Published };
        Assert.Equal(message, Message(() => new MetamerSynthesizer(Model, options)));
    }

    [Theory]
    [InlineData(3, 2, "The start has 2 stimuli, and 3 references were given")]
    [InlineData(1, 2, "The start has 2 stimuli, and 1 reference was given")]
    public void Another_number_of_starts_than_of_references_is_refused(int references, int starts, string expected)
    {
        MetamerSynthesizer synthesizer = new(Model, MetamerOptions.Quick);
        string message = Message(() =>
            synthesizer.Start(rand(references, 3, 32, 32), "layer1", rand(starts, 3, 32, 32))
        );
        Assert.Contains(expected, message, StringComparison.Ordinal);
        Assert.Contains("one start for all, (1, 3, 32, 32), or one for each", message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_step_without_length_is_refused() =>
        Assert.Contains(
            "StepSize = 0: above 0",
            Message(() => new MetamerSynthesizer(Model, new() { StepSize = 0 })),
            StringComparison.Ordinal
        );
}
