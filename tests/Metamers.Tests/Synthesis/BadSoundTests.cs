using Metamers.Models;
using Metamers.Models.Architectures;
using Metamers.Runtime;
using Metamers.Stimuli;
using Metamers.Stimuli.Synthetic;
using Metamers.Synthesis;
using static TorchSharp.torch;

namespace Metamers.Tests.Synthesis;

/// <summary>
/// Sounds that do not fit one another or the network: errors say what was given, what is allowed and what to do.
/// </summary>
public sealed class BadSoundTests
{
    private static readonly StagedModel Model = HearingNetwork.Ready();

    static BadSoundTests() { } // so that these tensors belong to no test's dispose scope

    private static string Message(params Stimulus[] references) => Message(Model, references);

    private static string Message(StagedModel model, params Stimulus[] references) =>
        Assert
            .Throws<MetamerException>(() =>
                new MetamerSynthesizer(model, MetamerOptions.QuickSound).Synthesize(references, "relu0")
            )
            .Message;

    private static string Message(Action action) => Assert.Throws<MetamerException>(action).Message;

    private static void Start(Tensor references) =>
        new MetamerSynthesizer(Model, MetamerOptions.QuickSound).Start(references, "relu0").Dispose();

    [Fact]
    public void A_sound_of_another_sampling_rate_says_how_to_load_it() =>
        Assert.Equal(
            "The reference 'tone-500': a sampling rate of 44100 Hz; HearingNetwork takes sounds of 1600 samples at "
                + "16000 Hz. "
                + "Load one with SoundFile.Load(path, 16000, 0.1), which resamples it.",
            Message(SoundExamples.Tone(500, samplingRate: 44100))
        );

    [Fact]
    public void A_sound_of_another_length_says_how_to_load_it() =>
        Assert.Equal(
            "The references: shape (1, 1000); HearingNetwork takes (N, 1600). It takes sounds of 1600 samples at "
                + "16000 Hz. "
                + "Load one with SoundFile.Load(path, 16000, 0.1), which cuts or pads it.",
            Message(SoundExamples.Tone(500, 1000))
        );

    [Fact]
    public void A_second_is_written_as_such()
    {
        using HearingNetwork second = RuleTensors.Fill(new HearingNetwork(16000));
        second.Freeze();
        Assert.Contains("SoundFile.Load(path, 16000, 1.0)", Message(second, SoundExamples.Tone(500)));
    }

    [Fact]
    public void Pictures_and_sounds_are_not_mixed() =>
        Assert.Equal(
            "The references are of two kinds, pictures and sounds: tone-500 (tone), 0.1 s at 16000 Hz and "
                + "dead-leaves-0, 32×32. "
                + "Make the metamers of each kind with a network that takes it.",
            Message(SoundExamples.Tone(500), SyntheticStimuli.DeadLeaves(32, 0))
        );

    [Fact]
    public void Sounds_of_two_lengths_or_rates_are_named()
    {
        string message = Message(SoundExamples.Tone(500), SoundExamples.Tone(600, 1000));
        Assert.Equal(
            "The references differ in length or sampling rate: tone-500 (tone), 0.1 s at 16000 Hz and tone-600 "
                + "(tone), 0.063 s at 16000 Hz. "
                + "Load all with one of each: SoundFile.Load(path, 16000, 1.0).",
            message
        );
        Assert.Contains(
            "0.2 s at 8000 Hz",
            Message(SoundExamples.Tone(500), SoundExamples.Tone(600, samplingRate: 8000))
        );
    }

    [Fact]
    public void A_picture_is_refused_by_a_network_that_hears_and_a_sound_by_one_that_sees()
    {
        Assert.Equal(
            "The reference 'dead-leaves-0': a picture; HearingNetwork takes sounds of 1600 samples at 16000 Hz. Load "
                + "one with SoundFile.Load(path, 16000, 0.1).",
            Message(SyntheticStimuli.DeadLeaves(32, 0))
        );
        using CifarResNet seeing = MetamerExamples.Network();
        Assert.Equal(
            "The reference 'tone-500': a sound; ResNet8 takes pictures of shape (3, 32, 32). Load one with "
                + "ImageFile.Load(path, 32).",
            Message(seeing, SoundExamples.Tone(500))
        );
    }

    [Fact]
    public void No_sound_at_all_is_refused() =>
        Assert.Equal("There are no references; give at least one sound.", Message());

    [Fact]
    public void A_waveform_without_batch_or_out_of_range_or_with_nan_is_refused()
    {
        Assert.Contains("Add the batch dimension with unsqueeze(0).", Message(() => Start(zeros(1600))));
        string loud = Message(() => Start(2 * ones(1, 1600)));
        Assert.Contains("takes -1 to 1", loud);
        Assert.Contains("16-bit samples divided by 32768", loud);
        Assert.Contains("NaN", Message(() => Start(full([1, 1600], float.NaN))));
    }

    [Fact]
    public void A_metamer_of_samples_needs_a_sampling_rate_above_zero_one_length_and_range()
    {
        Assert.Contains("a sampling rate of 0 Hz", Message(() => Make(zeros(4), zeros(4), 0)));
        Assert.Equal(
            "The metamer has the shape (4) and its reference (5); both must be (samples) of one length.",
            Message(() => Make(zeros(4), zeros(5), 16000))
        );
        Assert.Contains("they must be in [-1, 1]", Message(() => Make(2 * ones(4), zeros(4), 16000)));
        Assert.Contains("a sound is (samples)", Message(() => Make(zeros(3, 4, 4), zeros(3, 4, 4), 16000)));
    }

    private static void Make(Tensor values, Tensor reference, int samplingRate) =>
        _ = new Metamer(values, new SoundStimulus("a", null, null, reference, samplingRate, "noise"))
        {
            Stage = "final",
            Options = MetamerOptions.QuickSound,
            Model = new ModelIdentity(nameof(HearingNetwork), ""),
            Card = new NetworkCard { Name = nameof(HearingNetwork) },
            Losses = [new(0, 1)],
            Manifest = RunManifest.Current(CPU, ScalarType.Float32),
        };
}
