using System.Security.Cryptography;
using System.Text;
using Metamers.Models;
using Metamers.Models.Architectures;
using Metamers.Models.Zoo;
using Metamers.Runtime;
using Metamers.Stimuli;
using Metamers.Stimuli.Data.Sets;
using Metamers.Stimuli.Synthetic;
using Metamers.Synthesis;
using Metamers.Synthesis.Objectives;
using TorchSharp;

namespace Metamers.Tests.Synthesis;

public sealed class MetamerCacheTests
{
    private static readonly MetamerOptions Short = new()
    {
        Repetitions = 2,
        StepsPerRepetition = 5,
        ReportEvery = 5,
    };

    private static readonly StagedModel Model = RuleTensors.Fill(new CifarResNet(20)).Freeze();

    static MetamerCacheTests() { } // so that these tensors belong to no test's dispose scope

    private static ImageStimulus Picture(int seed) => SyntheticStimuli.DeadLeaves(32, seed);

    [Fact]
    public void What_was_made_is_not_made_again_and_the_rest_is()
    {
        using TemporaryFolder folder = new();
        MetamerCache cache = new(folder.Path);
        MetamerSynthesizer synthesizer = new(Model, Short);
        Metamer first = cache.GetOrMake(synthesizer, [Picture(0)], "layer1")[0];

        List<int> batches = [];
        MetamerSynthesizerTests.Progress counting = new(progress => batches.Add(progress.Losses.Count));
        MetamerSet both = cache.GetOrMake(synthesizer, [Picture(1), Picture(0)], "layer1", counting);
        Assert.All(batches, count => Assert.Equal(1, count));
        Assert.NotEmpty(batches);
        Assert.Equal(["dead-leaves-1", "dead-leaves-0"], both.Select(metamer => metamer.Reference.Name));
        Assert.True(both[1].Values.Equals(first.Values));

        batches.Clear();
        Assert.Equal(2, cache.GetOrMake(synthesizer, [Picture(1), Picture(0)], "layer1", counting).Count);
        Assert.Empty(batches);
    }

    [Fact]
    public void A_metamer_that_was_driven_to_the_class_of_its_reference_is_not_that_of_another_class()
    {
        using TemporaryFolder folder = new();
        MetamerCache cache = new(folder.Path);
        MetamerSynthesizer driven = new(Model, Short with { Objective = new(new DecideTerm()) });
        Metamer Made(MetamerSynthesizer synthesizer, int index) =>
            cache.GetOrMake(synthesizer, [Picture(0) with { ClassIndex = index }], "layer1")[0];

        Metamer first = Made(driven, 3);
        Assert.False(first.Values.Equals(Made(driven, 5).Values));
        Assert.True(Made(driven, 5).Values.Equals(Made(driven, 5).Values));
        MetamerSynthesizer plain = new(Model, Short); // which does not ask for a class
        Assert.True(Made(plain, 3).Values.Equals(Made(plain, 5).Values));
    }

    /// <summary>As two notebooks do that are run at once.</summary>
    [Fact]
    public async Task Several_at_once_make_the_same()
    {
        using TemporaryFolder folder = new();
        for (int round = 0; round < 5; round++)
        {
            MetamerOptions options = Short with { Seed = 10 + round };
            using Barrier together = new(4);
            Task<Metamer>[] making =
            [
                .. Enumerable
                    .Range(0, together.ParticipantCount)
                    .Select(_ =>
                        Task.Factory.StartNew(
                            () =>
                            {
                                MetamerSynthesizer synthesizer = new(Model, options);
                                together.SignalAndWait();
                                return new MetamerCache(folder.Path).GetOrMake(
                                    synthesizer,
                                    [Picture(0)],
                                    "conv1_relu1"
                                )[0];
                            },
                            TaskCreationOptions.LongRunning
                        )
                    ),
            ];
            Metamer[] made = await Task.WhenAll(making);
            Assert.All(made, one => Assert.True(one.Values.Equals(made[0].Values)));
        }
    }

    [Fact]
    public void A_metamer_in_the_place_of_other_options_is_made_anew()
    {
        using TemporaryFolder folder = new();
        MetamerCache cache = new(folder.Path);
        MetamerSynthesizer usual = new(Model, Short);
        MetamerSynthesizer other = new(Model, Short with { Seed = 1 });
        cache.GetOrMake(usual, [Picture(0)], "layer1");
        string kept = Directory.GetDirectories(folder.Path, "dead-leaves-0", SearchOption.AllDirectories).Single();
        Metamer second = cache.GetOrMake(other, [Picture(0)], "layer1")[0];
        string place = Directory
            .GetDirectories(folder.Path, "dead-leaves-0", SearchOption.AllDirectories)
            .Single(path => path != kept);
        Directory.Delete(place, recursive: true);
        Directory.Move(kept, place);
        Assert.True(cache.GetOrMake(other, [Picture(0)], "layer1")[0].Values.Equals(second.Values));
    }

    /// <summary>As an image viewer does that writes the picture again, or a copy that was cut off.</summary>
    [Theory]
    [InlineData("metamer.png")]
    [InlineData("exact.safetensors")]
    [InlineData("metamer.json")]
    public void A_damaged_metamer_is_made_anew_and_replaced(string damaged)
    {
        using TemporaryFolder folder = new();
        MetamerCache cache = new(folder.Path);
        MetamerSynthesizer synthesizer = new(Model, Short);
        Metamer first = cache.GetOrMake(synthesizer, [Picture(0)], "layer1")[0];
        string kept = Directory.GetDirectories(folder.Path, "dead-leaves-0", SearchOption.AllDirectories).Single();
        using (FileStream file = File.OpenWrite(Path.Combine(kept, damaged)))
        {
            file.SetLength(file.Length / 2);
        }

        Assert.Throws<MetamerException>(() => Metamer.Load(kept));
        Assert.True(cache.GetOrMake(synthesizer, [Picture(0)], "layer1")[0].Values.Equals(first.Values));
        Assert.True(Metamer.Load(kept).Values.Equals(first.Values));
    }

    /// <summary>What is there may be whole: only the disk does not give it.</summary>
    [Fact]
    public void A_metamer_that_the_disk_does_not_give_is_not_replaced()
    {
        using TemporaryFolder folder = new();
        MetamerCache cache = new(folder.Path);
        MetamerSynthesizer synthesizer = new(Model, Short);
        cache.GetOrMake(synthesizer, [Picture(0)], "layer1");
        string kept = Directory.GetDirectories(folder.Path, "dead-leaves-0", SearchOption.AllDirectories).Single();
        using FileStream locked = new(
            Path.Combine(kept, "metamer.json"),
            FileMode.Open,
            FileAccess.ReadWrite,
            FileShare.None
        );
        Assert.ThrowsAny<IOException>(() => cache.GetOrMake(synthesizer, [Picture(0)], "layer1"));
    }

    [Fact]
    public void Of_a_network_of_the_zoo_the_named_stages_are_matched_in_their_order()
    {
        using TemporaryFolder folder = new();
        MetamerCache cache = new(folder.Path);
        MetamerSet made = cache.GetOrMake("resnet20-standard-seed0", [Picture(0)], Short, stages: ["final", "layer1"]);
        Assert.Equal(["final", "layer1"], made.Select(metamer => metamer.Stage));
        MetamerException error = Assert.Throws<MetamerException>(() =>
            cache.GetOrMake("resnet20-standard-seed0", [Picture(0)], Short, stages: ["layer4"])
        );
        Assert.Contains("layer4", error.Message, StringComparison.Ordinal);
        Assert.Contains("layer3", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Other_options_other_weights_and_another_picture_of_the_same_name_are_made_anew()
    {
        using TemporaryFolder folder = new();
        MetamerCache cache = new(folder.Path);
        Metamer first = cache.GetOrMake(new(Model, Short), [Picture(0)], "layer1")[0];
        Metamer seed = cache.GetOrMake(new(Model, Short with { Seed = 1 }), [Picture(0)], "layer1")[0];
        Metamer renamed = cache.GetOrMake(new(Model, Short), [Picture(5) with { Name = "dead-leaves-0" }], "layer1")[0];
        using StagedModel untrained = ModelZoo.Build("resnet20", 3).Freeze();
        Metamer weights = cache.GetOrMake(new(untrained, Short), [Picture(0)], "layer1")[0];
        Assert.All([seed, renamed, weights], other => Assert.False(other.Values.Equals(first.Values)));
    }

    /// <summary>Both have the same identity, since a network that was converted keeps its own.</summary>
    [Fact]
    public void A_metamer_of_another_precision_is_made_anew()
    {
        using TemporaryFolder folder = new();
        MetamerCache cache = new(folder.Path);
        using StagedModel precise = RuleTensors.Fill(new CifarResNet(20)).to(torch.float64).Freeze();
        Assert.Equal("Float32", Made(Model));
        Assert.Equal("Float64", Made(precise));
        Assert.Equal("Float64", Made(precise));
        Assert.Equal("Float32", Made(Model));

        string Made(StagedModel model) =>
            cache.GetOrMake(new MetamerSynthesizer(model, Short), [Picture(0)], "layer1")[0].Manifest.ElementType;
    }

    [Fact]
    public void Another_cochleagram_is_another_network()
    {
        using TemporaryFolder folder = new();
        using StagedModel hearing = ModelZoo.Build("cochcnnsmall-digit", 3).Freeze();
        SoundStimulus[] word = [SyntheticWords.All()[0]];
        MetamerOptions options = MetamerOptions.QuickSound with { Repetitions = 1, StepsPerRepetition = 1 };
        Assert.Single(Directory.GetDirectories(Made(28)));
        Assert.Equal(2, Directory.GetDirectories(Made(4)).Length);
        Assert.Equal(2, Directory.GetDirectories(Made(28)).Length);

        // Without a precise spectrum, its name is that of the versions before this option: what they made is found.
        hearing.Cochleagram!.PreciseSpectrum = false;
        Made(4);
        string text =
            "CochleagramOptions { SamplingRate = 16000, Samples = 16000, LowLimit = 50, HighLimit = 8000, Filters = "
            + "50, SampleFactor = 4, EnvelopeRate = 200, KaiserTaps = 1001, Exponent = 0.3, Offset = 1E-08, "
            + "LargestSlope = 5, Oversampling = 4 }";
        string hash = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)))[..8];
        Assert.Single(Directory.GetDirectories(folder.Path, $"*-{hash}"));

        string Made(double oversampling)
        {
            hearing.Cochleagram!.Oversampling = oversampling;
            new MetamerCache(folder.Path).GetOrMake(new(hearing, options), word, "input_after_preproc");
            return folder.Path;
        }
    }

    [Fact]
    public void A_state_is_kept_until_its_metamers_are_saved_and_that_of_changed_pictures_is_none()
    {
        using TemporaryFolder folder = new();
        MetamerCache cache = new(folder.Path);
        MetamerSynthesizer synthesizer = new(Model, Short);
        string state = Path.Combine(folder.Path, "state.safetensors");
        MetamerSet made = synthesizer.SynthesizeKeeping([Picture(0)], "layer1", null, default, state);
        Assert.True(File.Exists(state));
        int steps = 0;
        MetamerSynthesizerTests.Progress counting = new(_ => steps++);
        MetamerSet again = synthesizer.SynthesizeKeeping([Picture(0)], "layer1", counting, default, state);
        Assert.Equal(0, steps);
        Assert.True(made[0].Values.Equals(again[0].Values));
        synthesizer.Synthesize([Picture(0)], "layer1", statePath: state);
        Assert.False(File.Exists(state));

        using CancellationTokenSource stopped = new();
        MetamerSynthesizerTests.Progress stopping = new(_ => stopped.Cancel());
        cache.GetOrMake(synthesizer, [Picture(0)], "layer1", stopping, stopped.Token);
        Assert.Single(
            folder.Files(),
            file => Path.GetFileName(file).StartsWith("unfinished-", StringComparison.Ordinal)
        );
        ImageStimulus changed = Picture(1) with { Name = Picture(0).Name };
        Assert.True(cache.GetOrMake(synthesizer, [changed], "layer1")[0].IsComplete);
    }

    [Fact]
    public void Two_pictures_of_one_name_are_refused()
    {
        using TemporaryFolder folder = new();
        MetamerException error = Assert.Throws<MetamerException>(() =>
            new MetamerCache(folder.Path).GetOrMake(new(Model, Short), [Picture(0), Picture(0)], "layer1")
        );
        Assert.Contains("dead-leaves-0", error.Message, StringComparison.Ordinal);
        Assert.Empty(Directory.EnumerateFileSystemEntries(folder.Path));
    }
}
