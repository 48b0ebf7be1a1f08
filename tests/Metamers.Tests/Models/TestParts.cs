using Metamers.Stimuli.Data.Sets;
using TorchSharp;

namespace Metamers.Tests.Models;

/// <summary>
/// A thousand photographs and a hundred recordings of the test parts, decoded once for all networks; null if the files
/// are not found.
/// </summary>
public sealed class TestParts : IDisposable
{
    private readonly Lazy<LabelledImages?> photographs = new(() =>
        TestFiles.Shared("cifar10-jpeg.tar") is { } path
            ? LabelledImages.FromStimuli(new Cifar10(path).Subset(DataPart.Test, 100))
            : null
    );

    private readonly Dictionary<SpokenDigitsTask, LabelledSounds> words = [];

    /// <summary>A hundred photographs of each class.</summary>
    public LabelledImages? Photographs => photographs.Value;

    /// <summary>Every third of the 300 recordings, sorted for a task.</summary>
    public LabelledSounds? Words(SpokenDigitsTask task)
    {
        if (!words.TryGetValue(task, out LabelledSounds? third) && TestFiles.Shared("recordings.tar") is { } path)
        {
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
        if (photographs.IsValueCreated)
        {
            photographs.Value?.Dispose();
        }

        foreach (LabelledSounds third in words.Values)
        {
            third.Dispose();
        }
    }
}
