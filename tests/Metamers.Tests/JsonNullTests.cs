using Metamers.Evaluation.Nulls;
using Metamers.Experiments;
using Metamers.Runtime;
using Metamers.Stimuli.Data;
using Metamers.Studies;
using Metamers.Synthesis;
using Metamers.Tests.Experiments;
using Metamers.Tests.Studies;
using Metamers.Tests.Synthesis;
using Metamers.Training;
using Workbook.Notebooks;

namespace Metamers.Tests;

/// <summary>
/// No document of the project lets a null in where there must be a value, a number beyond all range, or a property
/// that is given twice.
/// </summary>
public sealed class JsonNullTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Theory]
    [InlineData("null", "it is null")]
    [InlineData("""{ "name": null, "architecture": "ResNet20", "data": "cifar10" }""", "$.Name is null")]
    [InlineData(
        """{ "name": "a", "architecture": "ResNet20", "data": "cifar10", "learningRate": 1e999 }""",
        "the number at $.LearningRate is too large"
    )]
    public void Recipes(string json, string expected) => Refused(expected, json, path => TrainingRecipe.Read(path));

    [Fact]
    public void A_message_that_quotes_too_much_is_cut_in_its_middle()
    {
        string message = new MetamerException(
            $"The name is '{new string('x', 100_000_000)}'. Give a shorter one."
        ).Message;
        Assert.StartsWith("The name is 'xxx", message);
        Assert.EndsWith("xxx'. Give a shorter one.", message);
        Assert.InRange(message.Length, 9_000, 11_000);
    }

    [Fact]
    public void Studies()
    {
        string json = StudyExamples.Pictures.ToJson();
        int start = json.IndexOf('{', json.IndexOf("\"short\"", StringComparison.Ordinal));
        int end = json.IndexOf('}', start) + 1;
        Refused("it is null", "null", path => Study.Read(path));
        Refused("$.Schedules.short is null", json[..start] + "null" + json[end..], path => Study.Read(path));
        Refused(
            "$.Networks.resnet20-standard-seed0[0] is null",
            json.Replace("\"conv1_relu1\"", "null"),
            path => Study.Read(path)
        );
    }

    [Fact]
    public void Plans()
    {
        StudyStore store = new(folder["store"]);
        store.Plan(StudyExamples.Pictures);
        string path = Assert.Single(Directory.GetFiles(folder["store/studies"]));
        string json = File.ReadAllText(path);
        int items = json.IndexOf('[', json.IndexOf("\"items\"", StringComparison.Ordinal)) + 1;
        File.WriteAllText(path, json[..items] + "null, " + json[items..]);
        Assert.Contains(
            "$.Items[0] is null",
            Assert.Throws<MetamerException>(() => store.Plan(StudyExamples.Pictures)).Message
        );
    }

    [Fact]
    public void Answers()
    {
        ExperimentDesign design = ExperimentDesign.Create(
            ExperimentFiles.Pictures(folder.Path, ["cat", "dog"], 1, ["natural", "net/layer1"]),
            new() { Choices = ["cat", "dog"], Participants = 1 }
        );
        Refused(
            "$.Trials[0] is null",
            $$"""{ "design": "{{design.Hash}}", "participant": 0, "trials": [null] }""",
            path => ExperimentSession.Read(path, design)
        );
    }

    [Fact]
    public void Null_distributions() => Refused("it is null", "null", path => NullStore.Load(path));

    [Fact]
    public void Manifests() =>
        Assert.Contains("$[0] is null", Assert.Throws<MetamerException>(() => DataManifest.Parse("[null]")).Message);

    [Fact]
    public void Metamers()
    {
        using Metamer metamer = MetamerExamples.Noise(1);
        MetamerStore.Save(metamer, folder["metamer"]);
        string path = folder["metamer/metamer.json"];
        string json = File.ReadAllText(path);
        int losses = json.IndexOf('[', json.IndexOf("\"losses\"", StringComparison.Ordinal)) + 1;
        File.WriteAllText(path, json[..losses] + "null, " + json[losses..]);
        Assert.Contains(
            "$.Losses[0] is null",
            Assert.Throws<MetamerException>(() => MetamerStore.Load(folder["metamer"])).Message
        );
    }

    [Fact]
    public void A_property_that_is_given_twice_is_refused_wherever_it_is()
    {
        Refused("uplicate property", """{ "name": "a", "name": "b" }""", path => TrainingRecipe.Read(path));
        using Metamer metamer = MetamerExamples.Noise(1);
        MetamerStore.Save(metamer, folder["metamer"]);
        string path = folder["metamer/metamer.json"];
        string json = File.ReadAllText(path);
        int root = json.IndexOf('{') + 1;
        File.WriteAllText(path, json[..root] + """ "more": { "a": 1, "a": 2 }, """ + json[root..]);
        Assert.Contains(
            "uplicate property",
            Assert.Throws<MetamerException>(() => MetamerStore.Load(folder["metamer"])).Message
        );
        Refused(
            "uplicate property",
            """{ "cells": [{ "metadata": { "a": 1, "a": 2 } }], "nbformat": 4 }""",
            path => NotebookFile.Load(path)
        );
    }

    private void Refused(string expected, string json, Action<string> read)
    {
        string path = folder["document.json"];
        File.WriteAllText(path, json);
        Assert.Contains(expected, Assert.Throws<MetamerException>(() => read(path)).Message);
    }
}
