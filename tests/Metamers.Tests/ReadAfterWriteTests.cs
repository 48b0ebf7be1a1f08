using CsCheck;
using Metamers.Models.Checkpoints;
using Metamers.Stimuli.Images;
using Metamers.Stimuli.Sounds;
using Metamers.Training;
using TorchSharp;
using static TorchSharp.torch;

namespace Metamers.Tests;

/// <summary>What is written is read again, whatever it is.</summary>
public sealed class ReadAfterWriteTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public void Safetensors() =>
        Gen.Select(
                Gen.Dictionary(Gen.String[Gen.Char.AlphaNumeric, 1, 12], Gen.Float.Array[0, 20])[1, 4],
                Gen.Dictionary(Gen.String[Gen.Char.AlphaNumeric, 1, 6], Gen.String)[0, 3]
            )
            .Sample(
                (tensors, metadata) =>
                {
                    using DisposeScope scope = NewDisposeScope();
                    SafeTensors.Write(
                        folder["a.safetensors"],
                        tensors.ToDictionary(entry => entry.Key, entry => tensor(entry.Value)),
                        metadata
                    );
                    var read = SafeTensors.Read(folder["a.safetensors"]);
                    Assert.Equal(tensors.Keys.Order(), read.Tensors.Keys.Order());
                    Assert.All(
                        tensors,
                        entry =>
                            Assert.Equal(
                                entry.Value.Select(BitConverter.SingleToUInt32Bits),
                                read.Tensors[entry.Key].data<float>().Select(BitConverter.SingleToUInt32Bits)
                            ),
                        throwIfEmpty: true
                    );
                    Assert.Equal(metadata.OrderBy(entry => entry.Key), read.Metadata.OrderBy(entry => entry.Key));
                },
                iter: 50,
                threads: 1
            );

    [Fact]
    public void Sounds() =>
        Gen.Float[-1, 1]
            .Array[1, 200]
            .Sample(
                samples =>
                {
                    using DisposeScope scope = NewDisposeScope();
                    byte[] file = SoundFile.Encode(tensor(samples), 16_000);
                    Assert.Equal(
                        samples,
                        SoundFile.Load(file, "a.wav", 16_000, level: null).Samples.data<float>().ToArray()
                    );
                },
                iter: 50,
                threads: 1
            );

    [Fact]
    public void Pictures() =>
        Gen
            .Byte.Array[3 * 6 * 6]
            .Sample(
                bytes =>
                {
                    using DisposeScope scope = NewDisposeScope();
                    float[] pixels = [.. bytes.Select(value => Math.Min(1, (value + 0.5f) / 255))];
                    ImageFile.Save(folder["a.png"], tensor(pixels, [3, 6, 6]));
                    Assert.Equal(
                        bytes.Select(value => value / 255f),
                        ImageFile.Load(folder["a.png"], 6).Pixels.data<float>().ToArray()
                    );
                },
                iter: 30,
                threads: 1
            );

    [Fact]
    public void Recipes() =>
        Gen.Select(Gen.Int[0, 99], Gen.Double[1e-6, 10], Gen.Double[0, 0.99], Gen.Long, Gen.Bool)
            .Sample(
                (epochs, rate, warmUp, seed, mirror) =>
                {
                    TrainingRecipe recipe = new()
                    {
                        Name = "a",
                        Architecture = "ResNet8",
                        Data = "cifar10",
                        Epochs = epochs,
                        LearningRate = rate,
                        WarmUp = warmUp,
                        Seed = seed,
                        Mirror = mirror,
                        Sound = mirror ? new SoundTraining { CleanShare = warmUp } : null,
                    };
                    File.WriteAllText(folder["a.json"], recipe.ToJson());
                    Assert.Equal(recipe, TrainingRecipe.Read(folder["a.json"]));
                },
                iter: 100,
                threads: 1
            );
}
