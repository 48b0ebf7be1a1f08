using System.Security.Cryptography;
using Metamers.Models;
using Metamers.Models.Architectures;
using Metamers.Models.Checkpoints;
using Metamers.Models.Zoo;
using Metamers.Runtime;
using Metamers.Stimuli.Data;
using Metamers.Stimuli.Data.Sets;
using Metamers.Studies;
using Metamers.Training;
using TorchSharp;
using static TorchSharp.torch;

namespace Metamers.Tests.Models.Zoo;

public sealed class ModelZooTests
{
    [Fact]
    public void Keys_differ_and_every_card_is_complete()
    {
        Assert.Equal(ModelZoo.Cards.Count, ModelZoo.Cards.Select(card => card.Key).Distinct().Count());
        Assert.All(
            ModelZoo.Cards,
            card =>
            {
                Assert.True(card.ClassNames is null || card.ClassNames.Count == card.Classes);
                Assert.NotEmpty(card.Citation!);
                Assert.Equal(card.Checkpoint is null, card.TrainingData is null);
                Assert.Equal(card.Checkpoint is null, card.Licence is null);
                Assert.Same(card, ModelZoo.Find(card.Key));
            },
            throwIfEmpty: true
        );
    }

    [Fact]
    public void A_card_names_a_data_set_with_its_classes()
    {
        ModelCard[] named = [.. ModelZoo.Cards.Where(card => card.DataSet is not null)];
        Assert.All(
            named,
            card => Assert.Same(DataSet.Find(card.DataSet!).ClassNames, card.ClassNames),
            throwIfEmpty: true
        );
        Assert.All(
            ModelZoo.Cards.Except(named),
            card => Assert.True(card.ClassNames is null || card.ClassNames == ImageNet.ClassNames, card.Key),
            throwIfEmpty: true
        );
        Assert.Equal("cifar10", ModelZoo.Find("resnet20-12fca82f").DataSet);
        Assert.Equal("spoken-digits-speaker", ModelZoo.Find("cochcnnsmall-speaker-seed0").DataSet);
    }

    [Fact]
    public void An_unknown_key_is_answered_with_the_nearest_ones()
    {
        string message = Assert.Throws<MetamerException>(() => ModelZoo.Find("resnet-50")).Message;
        Assert.Contains("There is no network 'resnet-50'. Did you mean resnet50", message);
        Assert.Contains("resnet20-standard-seed0", message);
    }

    [Fact]
    public void The_seed_decides_the_weights_and_torchs_random_state_stays()
    {
        using DisposeScope scope = NewDisposeScope();
        manual_seed(7);
        Tensor untouched = rand(5);
        manual_seed(7);
        Tensor first = ModelZoo.Build("resnet20", seed: 1).state_dict()["linear.weight"];
        Tensor after = rand(5);
        Tensor second = ModelZoo.Build("resnet20", seed: 1).state_dict()["linear.weight"];
        Tensor other = ModelZoo.Build("resnet20", seed: 2).state_dict()["linear.weight"];
        Assert.True(first.equal(second).all().item<bool>());
        Assert.False(first.equal(other).any().item<bool>());
        Assert.True(untouched.equal(after).all().item<bool>());
    }

    [Fact]
    public void A_card_without_weights_says_what_to_do()
    {
        string message = Assert.Throws<MetamerException>(() => ModelZoo.Load("resnet20")).Message;
        Assert.Contains("'resnet20' is an architecture without trained weights", message);
        Assert.Contains("Trained networks of this architecture: resnet20-standard-seed0, ", message);
        Assert.Contains("ModelZoo.Build(\"resnet20\", seed)", message);
        Assert.Null(ModelZoo.FindCheckpoint(ModelZoo.Find("resnet20")));
    }

    [Fact]
    public void Missing_weights_are_named_with_their_address_and_places()
    {
        string message = ModelZoo.Missing(ModelZoo.Find("resnet50")).Message;
        Assert.Contains("The weights of 'resnet50' (resnet50-0676ba61.pth) were not found", message);
        Assert.Contains("https://download.pytorch.org/models/resnet50-0676ba61.pth", message);
        Assert.All(
            DataFiles.Folders,
            folder => Assert.Contains(Path.Combine(folder.Path, "checkpoints", "resnet50-0676ba61.pth"), message)
        );
        Assert.Contains("part of the project", ModelZoo.Missing(ModelZoo.Find("resnet20-standard-seed0")).Message);
    }

    [Fact]
    public void Weights_are_loaded_from_the_data_folder_and_frozen()
    {
        using DisposeScope scope = NewDisposeScope();
        using DataFolderOfTest data = new();
        CifarResNet source = RuleTensors.Fill(new CifarResNet());
        SafeTensors.Write(data.Checkpoint("resnet20-standard-seed0.safetensors"), source.state_dict());
        StagedModel loaded = ModelZoo.Load("resnet20-standard-seed0");
        Tensor x = RuleTensors.Uniform("input", 1, 3, 32, 32).to(float32);
        Assert.True(loaded.IsFrozen);
        Assert.True(loaded.Logits(x).equal(source.Freeze().Logits(x)).all().item<bool>());
    }

    [Fact]
    public void A_file_whose_hash_is_not_that_of_its_name_is_refused()
    {
        using DataFolderOfTest data = new();
        string path = data.Checkpoint("resnet18-f37072fd.pth");
        File.WriteAllText(path, "<html>moved</html>");
        string hash = Convert.ToHexStringLower(SHA256.HashData(File.ReadAllBytes(path)))[..8];
        string message = Assert.Throws<MetamerException>(() => ModelZoo.Load("resnet18")).Message;
        Assert.Contains(
            $"{path} (18 bytes) is damaged or another file: its SHA-256 starts with {hash}, its name says f37072fd",
            message
        );
        Assert.Contains("download it again from https://download.pytorch.org/models/resnet18-f37072fd.pth", message);
    }

    [Fact]
    public void The_published_ResNet20_is_loaded_from_the_data_folders()
    {
        TestFiles.Data("resnet20-12fca82f.th");
        using DisposeScope scope = NewDisposeScope();
        StagedModel model = ModelZoo.Load("resnet20-12fca82f");
        ModelValidation.Check(model, RuleTensors.Uniform("input", 1, 3, 32, 32).to(float32));
        Assert.Equal(10, model.Logits(zeros(1, 3, 32, 32)).numel());
    }

    [Fact]
    public void A_checkpoint_that_is_nowhere_is_asked_for()
    {
        const string file = "resnet20-12fca82f.th";
        Skip.When(DataFiles.Find(file) is not null, $"{file} is in the data folders.");
        Assert.Contains(file, Assert.Throws<MetamerException>(() => ModelZoo.Load("resnet20-12fca82f")).Message);
    }

    [Fact]
    public void A_card_says_how_training_perturbed_the_stimuli()
    {
        foreach (ModelCard card in ModelZoo.Cards)
        {
            string recipe = Path.Combine(ProjectFolder.Data, "recipes", card.Key + ".json");
            bool? random = File.Exists(recipe) ? TrainingRecipe.Read(recipe).Adversary?.Random : null;
            TrainingPerturbations expected =
                random == true || card.PaperKey?.Contains("random") == true ? TrainingPerturbations.Random
                : random == false || card.PaperKey?.Contains("robust") == true ? TrainingPerturbations.Adversarial
                : TrainingPerturbations.None;
            Assert.True(expected == card.Perturbations, $"{card.Key}: {card.Perturbations}, not {expected}");
        }

        Assert.False(JudgeGroup.NotAdversarial.Has("resnet50_l2_3_robust", "resnet50"));
        Assert.True(JudgeGroup.RandomControl.Has("alexnet_random_l2_3_perturb", "resnet50"));
    }

    /// <summary>A folder that is looked into first for the length of a test.</summary>
    private sealed class DataFolderOfTest : IDisposable
    {
        private readonly string folder = Directory.CreateTempSubdirectory("metamers").FullName;
        private readonly IDisposable first;

        public DataFolderOfTest() => first = DataFiles.LookFirstIn(folder);

        public string Checkpoint(string file) =>
            Path.Combine(Directory.CreateDirectory(Path.Combine(folder, "checkpoints")).FullName, file);

        public void Dispose()
        {
            first.Dispose();
            Directory.Delete(folder, recursive: true);
        }
    }
}
