using CsCheck;
using Metamers.Models.Checkpoints;
using Metamers.Stimuli.Images;
using Metamers.Stimuli.Sounds;
using Metamers.Synthesis;
using Metamers.Tables;
using Metamers.Tests.Synthesis;
using Metamers.Training;
using Microsoft.Data.Analysis;
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

    [Fact]
    public void Tables() =>
        Gen.Select(
                Gen.String.Null(),
                Gen.Int.Nullable(),
                Gen.Long.Nullable(),
                Gen.Double.Nullable(),
                Gen.Bool.Nullable(),
                (text, whole, wide, number, truth) => new Row(text, whole, wide, number, truth)
            )
            .Array[1, 12]
            .Sample(
                rows =>
                {
                    TableFile.WriteParquet(rows.ToDataFrame(), folder["a.parquet"]);
                    DataFrame read = TableFile.ReadParquet(folder["a.parquet"]);
                    Assert.Equal(["text", "whole", "wide", "number", "truth"], read.Columns.Select(c => c.Name));
                    Assert.Equal(
                        rows,
                        read.Rows.Select(row => new Row(
                            (string?)row[0],
                            (int?)row[1],
                            (long?)row[2],
                            (double?)row[3],
                            (bool?)row[4]
                        ))
                    );
                },
                iter: 50,
                threads: 1
            );

    [Fact]
    public void Text_tables() =>
        Gen.Select(Gen.String, Gen.Int[0, int.MaxValue], Gen.Double, Gen.Bool)
            .Array[1, 12]
            .Sample(
                rows =>
                {
                    TableFile.WriteCsv(
                        rows.Select(row => new
                            {
                                Text = row.Item1,
                                Whole = row.Item2,
                                Number = row.Item3,
                                Truth = row.Item4,
                            })
                            .ToDataFrame(),
                        folder["a.csv"]
                    );
                    Assert.Equal(
                        rows,
                        CsvTable.Read(
                            folder["a.csv"],
                            row =>
                                (
                                    row.OptionalText("text") ?? "",
                                    row.Whole("whole"),
                                    row.AnyNumber("number"),
                                    row.Truth("truth")
                                ),
                            "Make it again."
                        )
                    );
                },
                iter: 100,
                threads: 1
            );

    [Fact]
    public void Metamers() =>
        Gen.Select(Gen.ULong[0, 1_000_000], Gen.String.Null(), Gen.Int[0, 2].Nullable(), Gen.Bool, Gen.Float[-50, 50])
            .Sample(
                (seed, label, classIndex, judged, logit) =>
                {
                    using Metamer noise = MetamerExamples.Noise(seed, 5, 4, judged);
                    using Metamer metamer = new(
                        noise.Values,
                        noise.Reference with
                        {
                            Label = label,
                            ClassIndex = classIndex,
                        }
                    )
                    {
                        Stage = noise.Stage,
                        Options = noise.Options,
                        Model = noise.Model,
                        Card = noise.Card,
                        Losses = [.. noise.Losses, new(300, Math.Abs(logit))],
                        Manifest = noise.Manifest,
                        Created = noise.Created,
                        Judgement = noise.Judgement is { } judgement
                            ? judgement with
                            {
                                MetamerLogits = [logit, 0, 1],
                            }
                            : null,
                    };
                    using MetamerSet set = new(metamer);
                    set.Save(folder["set"], overwrite: true);
                    using MetamerSet read = MetamerSet.Load(folder["set"]);
                    Assert.Equal(set, read);
                },
                iter: 30,
                threads: 1
            );

    private sealed record Row(string? Text, int? Whole, long? Wide, double? Number, bool? Truth);
}
