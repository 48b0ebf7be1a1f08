using Metamers.Evaluation.Nulls;
using Metamers.Models;
using Metamers.Models.Import;
using Metamers.Stimuli;
using Metamers.Stimuli.Data.Sets;
using Metamers.Stimuli.Images;
using Metamers.Stimuli.Synthetic;
using Metamers.Training;
using TorchSharp;
using static TorchSharp.torch;

namespace Metamers.Tests.Training;

/// <summary>Pictures of a data set in the size that a network takes.</summary>
public sealed class PictureSetTests
{
    private const int Size = 48;

    private static ModuleNetwork Network() =>
        new(
            nn.Sequential(
                ("conv", nn.Conv2d(3, 4, 3, stride: 2)),
                ("relu", nn.ReLU()),
                ("flatten", nn.Flatten()),
                ("readout", nn.Linear(4 * 23 * 23, 2))
            ),
            InputNormalization.ImageNet,
            [3, Size, Size],
            "relu"
        );

    [Fact]
    public void Are_resized_as_a_file_is()
    {
        using DisposeScope scope = NewDisposeScope();
        using TemporaryFolder folder = new();
        using StagedModel network = Network().Freeze();
        ImageStimulus[] pictures = [SyntheticStimuli.DeadLeaves(32, 1), SyntheticStimuli.DeadLeaves(32, 2)];
        using LabelledImages set = new(
            stack([.. pictures.Select(picture => (picture.Pixels * 255).to(uint8))]),
            zeros([2], int64),
            ["leaves"]
        );
        Tensor resized = new PictureSet(set).Plain(0, 2, network);
        for (int i = 0; i < pictures.Length; i++)
        {
            string file = folder[$"{i}.png"];
            ImageFile.Save(file, set.Pixels[i].to(float32) / 255);
            Assert.True(ImageFile.Load(file, Size, enlarge: true).Pixels.equal(resized[i]).all().item<bool>());
        }
    }

    [Fact]
    public void A_network_for_larger_pictures_has_a_null_distribution_of_them()
    {
        using StagedModel network = Network().Freeze();
        ImageStimulus[] pictures =
        [
            .. Enumerable
                .Range(0, 6)
                .Select(i => SyntheticStimuli.DeadLeaves(32, i) with { Label = "leaves", ClassIndex = 0 }),
        ];
        DataSet data = DataSet.FromStimuli("leaves", pictures, pictures);
        NullDistribution nulls = NullDistribution.Measure(network, data, new NullOptions { Blocks = 2, BlockSize = 4 });
        Assert.Equal(12, nulls.Pairs);
        Assert.Equal(network.Stages.Select(stage => stage.Name), nulls.Stages.Select(stage => stage.Stage));
        Assert.All(nulls.Stages.Take(2), stage => Assert.InRange(stage.Maximum.Spearman, -0.99, 0.99));
    }
}
