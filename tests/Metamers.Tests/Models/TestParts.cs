using Metamers.Stimuli.Data.Sets;
using TorchSharp;

namespace Metamers.Tests.Models;

/// <summary>
/// A thousand photographs and a hundred recordings of the test parts, decoded once for all networks. A test that asks
/// for what is not in the data folders is skipped.
/// </summary>
public sealed class TestParts : IDisposable
{
    private LabelledImages? photographs;

    private readonly Dictionary<SpokenDigitsTask, LabelledSounds> words = [];

    /// <summary>A hundred photographs of each class.</summary>
    public LabelledImages Photographs =>
        photographs ??= LabelledImages.FromStimuli(
            new Cifar10(TestFiles.Data("cifar10-jpeg.tar")).Subset(DataPart.Test, 100)
        );

    /// <summary>Every third of the 300 recordings, sorted for a task.</summary>
    public LabelledSounds Words(SpokenDigitsTask task)
    {
        if (!words.TryGetValue(task, out LabelledSounds? third))
        {
            string path = TestFiles.Data("recordings.tar");
            using LabelledSounds all = new SpokenDigits(path).Load(DataPart.Test, task);
            third = all with
            {
                Sounds = [.. all.Sounds.Where((_, i) => i % 3 == 0).Select(sound => sound.clone())],
                Labels = all.Labels[torch.TensorIndex.Slice(step: 3)].clone(),
            };
            words.Add(task, third);
        }

        return third;
    }

    public void Dispose()
    {
        photographs?.Dispose();
        foreach (LabelledSounds third in words.Values)
        {
            third.Dispose();
        }
    }
}
