using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using Metamers.Models;
using Metamers.Models.Checkpoints;
using Metamers.Models.Zoo;
using Metamers.Runtime;
using Metamers.Stimuli.Data.Sets;
using TorchSharp;
using static TorchSharp.torch;

namespace Metamers.Training;

/// <summary>
/// Trains a linear readout of a stage of a trained network, by multinomial logistic regression, and writes it with its
/// card.
/// </summary>
public static class ReadoutJob
{
    private static readonly double[] Penalties = [1e-3, 3e-3, 1e-2, 3e-2, 1e-1];

    /// <summary>Computes the features (an interrupted computation resumes), fits the readout and writes it.</summary>
    /// <param name="key">Key of a network for pictures, without or with a readout.</param>
    /// <param name="stage">The stage that is read out.</param>
    /// <param name="data">Key of a data set of pictures.</param>
    /// <param name="stateFolder">Where the features are kept.</param>
    /// <param name="outputFolder">Where KEY-readout.safetensors and KEY-readout.json are written.</param>
    /// <param name="device">Where to compute; the CPU if null.</param>
    /// <param name="progress">Called with the number of pictures done and their total.</param>
    /// <param name="cancellation">Stops; finished features stay.</param>
    /// <returns>The accuracy on the test part.</returns>
    /// <exception cref="MetamerException">The network or the data set is not found, or they do not fit.</exception>
    public static double Run(
        string key,
        string stage,
        string data,
        string stateFolder,
        string outputFolder,
        Device? device = null,
        IProgress<(int Done, int Total)>? progress = null,
        CancellationToken cancellation = default
    )
    {
        using DisposeScope scope = NewDisposeScope();
        DataSet set = DataSet.Find(data);
        using StagedModel model = ModelZoo.Load(key, device);
        using LabelledStimuli train = set.Load(DataPart.Train);
        using LabelledStimuli test = set.Load(DataPart.Test);
        if (train is not LabelledImages seen || test is not LabelledImages unseen || model.Kind.IsSound)
        {
            throw new MetamerException(
                $"A readout of {key} needs pictures; '{data}' has others. Name a data set of pictures."
            );
        }

        PictureFeatures features = new(model, stage, stateFolder);
        int total = (int)(seen.Count + unseen.Count);
        Tensor x = features.Compute("train", seen, done => progress?.Report((done, total)), cancellation);
        Tensor xTest = features.Compute(
            "test",
            unseen,
            done => progress?.Report(((int)seen.Count + done, total)),
            cancellation
        );

        int classes = set.ClassNames.Count;
        Dictionary<double, double> tried = Try(x, seen.Labels, classes);
        double best = tried.MaxBy(entry => entry.Value).Key;
        (Tensor weight, Tensor bias) = SoftmaxRegression.Fit(x, seen.Labels, classes, best);
        (weight, bias) = (weight.to(float32), bias.to(float32));
        double accuracy = SoftmaxRegression.Accuracy(xTest, unseen.Labels, weight.to(float64), bias.to(float64));
        Dictionary<string, Tensor> tensors = new() { ["weight"] = weight, ["bias"] = bias };
        string file = Path.Combine(outputFolder, $"{key}-readout");
        SafeTensors.Write(
            file + ".safetensors",
            tensors,
            new Dictionary<string, string> { ["name"] = $"{key}-readout" }
        );
        CardFile.Write(
            file + ".json",
            new JsonObject
            {
                ["name"] = $"{key}-readout",
                ["network"] = key,
                ["network_sha256"] = model.CheckpointSha256,
                ["stage"] = stage,
                ["data"] = data,
                ["training_pictures"] = seen.Count,
                ["test_pictures"] = unseen.Count,
                ["enlarged_to"] = model.InputShape[^1],
                ["method"] =
                    "multinomial logistic regression on the stage's activations, features in units of their deviations",
                ["penalty"] = best,
                ["accuracy_by_penalty_on_a_tenth_of_the_training_pictures"] = new JsonObject(
                    tried.Select(entry =>
                        KeyValuePair.Create(
                            entry.Key.ToString("R", CultureInfo.InvariantCulture),
                            (JsonNode?)Math.Round(entry.Value, 4)
                        )
                    )
                ),
                ["test_accuracy"] = Math.Round(accuracy, 4),
                ["licence"] = "MIT",
                ["made_with"] = JsonSerializer.SerializeToNode(RunManifest.Current(model.Device, model.ElementType)),
                ["command"] = $"dotnet run --project lib/Workbook -- readout {key} --stage {stage} --on {data}",
            }
        );
        return accuracy;
    }

    /// <summary>Accuracy by penalty on every tenth picture of the training part, never on the test part.</summary>
    private static Dictionary<double, double> Try(Tensor x, Tensor labels, int classes)
    {
        using DisposeScope scope = NewDisposeScope();
        Tensor held = arange(labels.shape[0]).remainder(10).eq(0);
        Tensor kept = held.logical_not();
        return Penalties.ToDictionary(
            penalty => penalty,
            penalty =>
            {
                (Tensor weight, Tensor bias) = SoftmaxRegression.Fit(x[kept], labels[kept], classes, penalty);
                return SoftmaxRegression.Accuracy(x[held], labels[held], weight, bias);
            }
        );
    }
}
