using System.Globalization;
using Metamers.Models;
using Metamers.Models.Architectures;
using Metamers.Models.Checkpoints;
using Metamers.Runtime;
using TorchSharp;
using static TorchSharp.torch;

namespace Metamers.Tests.Models.Checkpoints;

/// <summary>Checkpoints that come with the normalisation of the input with which they were trained.</summary>
public sealed class FileNormalizationTests : IDisposable
{
    private static readonly double[] Half = [0.5, 0.4, 0.3];
    private static readonly double[] Fifth = [0.2, 0.25, 0.3];

    private readonly TemporaryFolder folder = new();
    private readonly DisposeScope scope = NewDisposeScope();
    private readonly CifarResNet network = new(8);

    public void Dispose()
    {
        scope.Dispose();
        folder.Dispose();
    }

    [Theory]
    [InlineData("module.model.", "module.normalizer.new_mean", "module.normalizer.new_std")]
    [InlineData("", "mu", "sigma")]
    [InlineData("model.", "normalize.mean", "normalize.std")]
    [InlineData("1.", "0.mean", "0.std")]
    public void It_is_compared_with_the_networks(string prefix, string mean, string deviation)
    {
        Assert.EndsWith(
            $"its normalisation of the input ('{mean}', '{deviation}': mean "
                + $"{Text(network.Input.Mean)}, standard deviation {Text(network.Input.StandardDeviation)}) is the "
                + "network's",
            Checkpoint
                .Load(network, Write(prefix, mean, network.Input.Mean, deviation, network.Input.StandardDeviation))
                .ToString()
        );

        string path = Write(prefix, mean, Half, deviation, Fifth);
        string message = Assert.Throws<MetamerException>(() => Checkpoint.Load(network, path)).Message;
        Assert.Contains("mean [0.5, 0.4, 0.3], standard deviation [0.2, 0.25, 0.3])", message);
        Assert.Contains("Normalization = NormalizationSource.Checkpoint }", message);
        Assert.Contains("Nothing was loaded", message);
        InputNormalization before = network.Input;
        CheckpointOptions own = new() { Normalization = NormalizationSource.Network };
        Assert.Contains("was not used", Checkpoint.Load(network, own, path).ToString());
        Assert.Same(before, network.Input);

        CheckpointOptions files = new() { Normalization = NormalizationSource.Checkpoint };
        Assert.EndsWith("replaced the network's", Checkpoint.Load(network, files, path).ToString());
        Assert.Equal(Half, network.Input.Mean);
        Assert.Equal(Fifth, network.Card.Input.StandardDeviation);
        Tensor x = full([1, 3, 32, 32], 0.7);
        Tensor normalised = network.Activations(x, StagedModel.InputStage);
        Assert.Equal(
            [(float)(0.2 / 0.2), (float)(0.3 / 0.25), (float)(0.4 / 0.3)],
            normalised[0, .., 0, 0].data<float>().ToArray().Select(value => MathF.Round(value, 5)),
            (one, other) => Math.Abs(one - other) < 1e-5
        );
    }

    [Fact]
    public void One_that_does_not_fit_the_channels_is_refused_with_what_to_do()
    {
        string path = Write("model.", "normalize.mean", [0.1, 0.2], "normalize.std", [1, 1]);
        CheckpointOptions files = new() { Normalization = NormalizationSource.Checkpoint };
        Assert.Contains(
            "does not fit 3 channels: keep the network's with",
            Assert.Throws<MetamerException>(() => Checkpoint.Load(network, files, path)).Message
        );
    }

    [Fact]
    public void Weights_that_do_not_fit_leave_the_normalisation_as_it_is()
    {
        string path = Write("model.", "normalize.mean", [0.1, 0.2, 0.3], "normalize.std", [1, 1, 1]);
        CheckpointOptions files = new() { Normalization = NormalizationSource.Checkpoint };
        using CifarResNet deeper = new(14);
        InputNormalization before = deeper.Input;
        Assert.Throws<MetamerException>(() => Checkpoint.Load(deeper, files, path));
        Assert.Equal(before, deeper.Input);
        Checkpoint.Load(network, files, path);
        Assert.Equal([0.1, 0.2, 0.3], network.Input.Mean.Select(mean => Math.Round(mean, 6)));
    }

    [Fact]
    public void A_module_without_one_is_told_where_to_give_it()
    {
        nn.Module layer = nn.Linear(2, 2, hasBias: false);
        SafeTensors.Write(
            folder["layer.pt"],
            new Dictionary<string, Tensor>
            {
                ["weight"] = ones(2, 2),
                ["mu"] = tensor(new[] { 0.5f }),
                ["sigma"] = tensor(new[] { 0.25f }),
            }
        );
        Assert.Contains("give it to ModuleNetwork", Checkpoint.Load(layer, folder["layer.pt"]).ToString());
    }

    private string Write(
        string prefix,
        string meanName,
        IReadOnlyList<double> mean,
        string deviationName,
        IReadOnlyList<double> deviation
    )
    {
        Dictionary<string, Tensor> tensors = new CifarResNet(8)
            .state_dict()
            .ToDictionary(weight => prefix + weight.Key, weight => weight.Value);
        tensors[meanName] = tensor(mean.ToArray(), float32).view(1, -1, 1, 1);
        tensors[deviationName] = tensor(deviation.ToArray(), float32).view(1, -1, 1, 1);
        SafeTensors.Write(folder["own.pt"], tensors);
        return folder["own.pt"];
    }

    private static string Text(IEnumerable<double> values) =>
        $"[{string.Join(", ", values.Select(value => value.ToString("G7", CultureInfo.InvariantCulture)))}]";
}
