using Metamers.Models;
using Metamers.Models.Architectures;
using Metamers.Models.Zoo;
using Metamers.Tests.Models.Architectures;

namespace Metamers.Tests.Models.Zoo;

/// <summary>
/// Every network of the paper is in the zoo, under the paper's name and with the paper's stages
/// (Golden/paper_stages.csv, from the authors' all_model_info.py).
/// </summary>
public sealed class PaperStagesTests
{
    private static readonly string[] Suffixes = ["_fake_relu", "_fakerelu"];

    public static TheoryData<string> Models() => [.. Rows().Select(row => row[0]).Distinct()];

    [Theory]
    [MemberData(nameof(Models))]
    public void A_network_of_the_paper_has_its_stages_and_shapes(string model)
    {
        ModelCard card = ModelZoo.Find(model);
        Assert.Equal(model, card.PaperKey);
        string[][] rows = [.. Rows().Where(row => row[0] == model)];
        IReadOnlyList<Stage> stages =
            card.Architecture == "ViT-L16" ? WideTransformer.Value : ArchitectureFacts.Of(card.Architecture).Stages;
        Assert.Equal(
            rows.Select(row => Suffixes.Aggregate(row[1], (name, suffix) => name.Replace(suffix, ""))),
            stages.Select(stage => stage.Name)
        );
        Assert.Equal(rows.Select(row => row[2] == "1"), stages.Select(stage => stage.EndsInRelu));
        foreach (
            (string[] row, Stage stage) in rows.Zip(stages)
                .Where(pair => !pair.First[3].Contains("scales", StringComparison.Ordinal))
        )
        {
            Assert.Equal(row[3].Split(' ')[0], string.Join('x', stage.Shape));
        }
    }

    [Fact]
    public void The_lists_of_HMAX_are_its_units_one_after_the_other()
    {
        IReadOnlyList<Stage> stages = ArchitectureFacts.Of("HMAX").Stages;
        long[] sides = [63, 51, 42, 36, 32, 28, 26, 23]; // 250 pixels pooled by 8, 10 ... 22 at half of that
        Assert.Equal(4 * sides.Sum(n => n * n), stages.Single(s => s.Name == "c1_out_no_reshape").Units);
        Assert.Equal(
            8 * 400 * sides.Sum(n => (n + 1) * (n + 1)),
            stages.Single(s => s.Name == "s2_out_reshape_to_list").Units
        );
    }

    [Fact]
    public void Every_card_of_the_paper_tells_where_its_weights_are_and_what_becomes_of_its_input()
    {
        ModelCard[] cards = [.. ModelZoo.Cards.Where(card => card.PaperKey is not null)];
        Assert.Equal(cards.Length, Models().Count);
        Assert.All(
            cards,
            card =>
            {
                Assert.NotNull(card.CheckpointUrl);
                Assert.NotNull(card.Checkpoint);
                Assert.NotNull(card.Licence);
                Assert.NotNull(card.TrainingData);
            },
            throwIfEmpty: true
        );
        Assert.Equal("1d3f7974", ModelZoo.Find("cornet_s").HashPrefix);
        Assert.Equal("c8e5653e", ModelZoo.Find("texture_shape_resnet50_trained_on_SIN").HashPrefix);
        Assert.Equal("b4712904", ModelZoo.Find("SWSL_resnext101_32x8d").HashPrefix);
        Assert.Equal(InputNormalization.ImageNet, ModelZoo.Find("vision_transformer_vit_large_patch16_224").Input);
        Assert.Equal(0.48145466, ModelZoo.Find("CLIP_resnet50").Input.Mean[0]);
        Assert.Equal(255, ModelZoo.Find("hmax_standard").Input.Maximum);
    }

    private static readonly Lazy<IReadOnlyList<Stage>> WideTransformer = new(() =>
    {
        using VisionTransformer model = new();
        Assert.Equal(304_326_632, model.parameters().Sum(p => p.numel()));
        return model.Stages;
    });

    private static IEnumerable<string[]> Rows() =>
        File.ReadLines(TestFiles.Golden("paper_stages.csv")).Skip(1).Select(line => line.Split(','));
}
