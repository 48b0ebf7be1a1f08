using Metamers.Experiments;
using Metamers.Models.Architectures;
using Metamers.Runtime;
using Metamers.Stimuli;
using Metamers.Stimuli.Data.Sets;
using Metamers.Stimuli.Images;
using Metamers.Stimuli.Synthetic;
using Metamers.Tests.Synthesis;
using TorchSharp;
using static TorchSharp.torch;

namespace Metamers.Tests.Experiments;

public sealed class NetworkObserverTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void A_network_names_what_it_takes_the_file_for_among_the_choices()
    {
        using CifarResNet model = MetamerExamples.Network();
        ImageStimulus[] pictures =
        [
            .. Enumerable
                .Range(0, 4)
                .Select(seed => SyntheticStimuli.DeadLeaves(32, seed) with { Label = seed < 2 ? "cat" : "ship" }),
        ];
        ExperimentStimulus[] stimuli =
        [
            .. ExperimentStimuli.FromStimuli(pictures, ExperimentDesign.Natural, _folder.Path),
            .. ExperimentStimuli.FromStimuli(
                pictures.Select(picture => picture with { Pixels = 1 - picture.Pixels }),
                "net/late",
                _folder.Path
            ),
        ];
        ExperimentDesign design = ExperimentDesign.Create(
            stimuli,
            new() { Choices = ["ship", "cat"], Participants = 2 }
        );
        Func<ExperimentTrial, string> answer = NetworkObserver.Ask(model, design, Cifar10.ClassNames);
        using DisposeScope scope = NewDisposeScope();
        Assert.NotEmpty(design.Trials);
        foreach (ExperimentTrial trial in design.Trials)
        {
            Tensor logits = model.call(ImageFile.Load(trial.File, 32).Pixels.unsqueeze(0))[0];
            Assert.Equal(logits[8].item<float>() >= logits[3].item<float>() ? "ship" : "cat", answer(trial));
        }

        Assert.Contains(
            "The choice 'ship' is not one of the 2 classes",
            Assert.Throws<MetamerException>(() => NetworkObserver.Ask(model, design, ["cat", "dog"])).Message,
            StringComparison.Ordinal
        );
        Assert.Contains(
            "The choice 'cat' is the name of several classes",
            Assert.Throws<MetamerException>(() => NetworkObserver.Ask(model, design, ["ship", "cat", "cat"])).Message,
            StringComparison.Ordinal
        );
        ExperimentDesign sounds = ExperimentDesign.Create(
            ExperimentFiles.Sounds(_folder.Path, ["cat", "dog"], 1, ["natural", "net/late"]),
            new() { Choices = ["cat", "dog"] }
        );
        Assert.Contains(
            "takes pictures. Use a network that takes these",
            Assert.Throws<MetamerException>(() => NetworkObserver.Ask(model, sounds, ["cat", "dog"])).Message,
            StringComparison.Ordinal
        );
    }
}
