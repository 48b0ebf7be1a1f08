using System.Globalization;
using Metamers.Runtime;
using TorchSharp;
using static TorchSharp.torch;

namespace Metamers.Models.Checkpoints.Parts;

/// <summary>
/// The normalisation of the input that some libraries save along with the weights: <c>normalizer.new_mean</c> and
/// <c>new_std</c> (robustness), <c>mu</c> and <c>sigma</c> (RobustBench), <c>normalize.mean</c> and <c>std</c>.
/// </summary>
/// <param name="MeanName">Name of the mean in the file.</param>
/// <param name="DeviationName">Name of the standard deviation.</param>
/// <param name="Mean">One value, or one per channel.</param>
/// <param name="Deviation">As many values.</param>
internal sealed record FileNormalization(string MeanName, string DeviationName, double[] Mean, double[] Deviation)
{
    private const int MostChannels = 16;
    private const double Tolerance = 1e-4; // published means of one data set differ in the fifth digit

    private static readonly (string Mean, string Deviation)[] Names =
    [
        ("new_mean", "new_std"),
        ("mu", "sigma"),
        ("mean", "std"),
    ];

    /// <summary>Finds it among the tensors that the network does not need; null if there is none.</summary>
    public static FileNormalization? Find(IReadOnlyDictionary<string, Tensor> tensors, IReadOnlySet<string> used)
    {
        foreach (string name in tensors.Keys.Where(name => !used.Contains(name)))
        {
            int end = name.LastIndexOf('.') + 1;
            string other = name[..end] + Names.FirstOrDefault(pair => pair.Mean == name[end..]).Deviation;
            if (
                other.Length > end
                && tensors.TryGetValue(other, out Tensor? deviation)
                && tensors[name].numel() is > 0 and <= MostChannels
                && deviation.numel() == tensors[name].numel()
                && tensors[name].is_floating_point()
                && deviation.is_floating_point()
            )
            {
                return new(name, other, Values(tensors[name]), Values(deviation));
            }
        }

        return null;
    }

    /// <summary>Compares it with the network's, and says what was asked for.</summary>
    /// <param name="module">The network.</param>
    /// <param name="wanted">Whose normalisation to use.</param>
    /// <param name="files">For messages.</param>
    /// <param name="replacing">
    /// What takes the place of the network's once the weights fit; null if nothing does.
    /// </param>
    /// <returns>What to say of it; null if there is nothing to say.</returns>
    /// <exception cref="MetamerException">They differ, and nothing was asked for.</exception>
    public string? Compare(
        nn.Module module,
        NormalizationSource? wanted,
        string files,
        out InputNormalization? replacing
    )
    {
        replacing = null;
        string own =
            $"normalisation of the input ('{MeanName}', '{DeviationName}': mean {Text(Mean)}, standard "
            + $"deviation {Text(Deviation)})";
        if (module is not StagedModel model)
        {
            return $"its {own} was not loaded, since {module.GetName()} has none: give it to ModuleNetwork";
        }

        int channels = model.Input.Mean.Count;
        if (Same(model.Input.Mean, Mean) && Same(model.Input.StandardDeviation, Deviation))
        {
            return $"its {own} is the network's";
        }

        if (wanted == NormalizationSource.Network)
        {
            return $"its {own} was not used: the network keeps mean {Text(model.Input.Mean)}, standard deviation "
                + Text(model.Input.StandardDeviation);
        }

        bool fits = (Mean.Length == 1 || Mean.Length == channels) && Deviation.All(value => value > 0);
        if (wanted == NormalizationSource.Checkpoint && fits)
        {
            replacing = model.Input with
            {
                Mean = [.. Enumerable.Range(0, channels).Select(i => Mean[i % Mean.Length])],
                StandardDeviation = [.. Enumerable.Range(0, channels).Select(i => Deviation[i % Mean.Length])],
            };
            return $"its {own} replaced the network's";
        }

        throw new MetamerException(
            $"{files} has its own {own}, with which its weights were trained; {model.Name} has mean "
                + $"{Text(model.Input.Mean)}, standard deviation {Text(model.Input.StandardDeviation)}. Nothing was "
                + "loaded. "
                + (
                    fits
                        ? "Load it with new CheckpointOptions { Normalization = NormalizationSource.Checkpoint } to "
                            + "use the file's, or with NormalizationSource.Network to keep the network's."
                        : $"The file's does not fit {channels} channels: keep the network's with new CheckpointOptions "
                            + "{ Normalization = NormalizationSource.Network }, or take other weights."
                )
        );
    }

    private static bool Same(IReadOnlyList<double> network, double[] file) =>
        (file.Length == 1 || network.Count == 1 || file.Length == network.Count)
        && Enumerable
            .Range(0, Math.Max(file.Length, network.Count))
            .All(i => Math.Abs(network[i % network.Count] - file[i % file.Length]) <= Tolerance);

    // Seven digits are those of float32, and undo its rounding: 0.485 again, not 0.48500001.
    private static double[] Values(Tensor tensor)
    {
        using DisposeScope scope = NewDisposeScope();
        return
        [
            .. tensor
                .detach()
                .to(float64)
                .reshape(-1)
                .contiguous()
                .data<double>()
                .Select(value =>
                    double.Parse(value.ToString("G7", CultureInfo.InvariantCulture), CultureInfo.InvariantCulture)
                ),
        ];
    }

    private static string Text(IEnumerable<double> values) =>
        $"[{string.Join(", ", values.Select(value => value.ToString("G7", CultureInfo.InvariantCulture)))}]";
}
