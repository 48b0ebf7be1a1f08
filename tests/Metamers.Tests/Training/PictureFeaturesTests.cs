using Metamers.Models;
using Metamers.Models.Architectures;
using Metamers.Stimuli.Data.Sets;
using Metamers.Stimuli.Synthetic;
using Metamers.Training;
using TorchSharp;
using static TorchSharp.torch;

namespace Metamers.Tests.Training;

public sealed class PictureFeaturesTests
{
    [Fact]
    public void Kept_features_are_used_for_the_same_network_stage_and_pictures_alone()
    {
        using TemporaryFolder folder = new();
        using DisposeScope scope = NewDisposeScope();
        using LabelledImages leaves = Leaves(0);
        using StagedModel first = RuleTensors.Fill(new CifarResNet(8)).Freeze();
        using StagedModel other = new CifarResNet(8).Freeze();
        Tensor made = Features(first, "layer2", leaves);
        string path = Assert.Single(folder.Files());
        DateTime written = File.GetLastWriteTimeUtc(path);
        Assert.True(Features(first, "layer2", leaves).Equals(made));
        Assert.Equal(written, File.GetLastWriteTimeUtc(path));

        Assert.False(Features(other, "layer2", leaves).Equals(made)); // as a checkpoint that was trained again
        Assert.Equal(16 * 32 * 32, Features(first, "layer1", leaves).shape[1]);
        using LabelledImages more = Leaves(10);
        Assert.False(Features(first, "layer2", more).Equals(made));
        Assert.True(Features(first, "layer2", leaves).Equals(made));

        Tensor Features(StagedModel model, string stage, LabelledImages pictures) =>
            new PictureFeatures(model, stage, folder.Path).Compute("test", pictures, null, CancellationToken.None);
    }

    private static LabelledImages Leaves(int first) =>
        LabelledImages.FromStimuli([
            .. Enumerable
                .Range(first, 4)
                .Select(seed => SyntheticStimuli.DeadLeaves(32, seed) with { Label = "leaves", ClassIndex = 0 }),
        ]);
}
