using System.Text.Json;

namespace Metamers.Models.Import;

/// <summary>How an ONNX file becomes an <see cref="OnnxNetwork"/>; the defaults suit most exports of PyTorch.</summary>
/// <example>
/// <code>
/// new OnnxOptions { Input = InputNormalization.ImageNet, Stages = ["layer1", "layer4"] }
/// </code>
/// </example>
public sealed record OnnxOptions
{
    /// <summary>Name of the network; if null, that of the file.</summary>
    public string? Name { get; init; }

    /// <summary>
    /// Range of the stimuli, and the mean and standard deviation with which they are normalised before the graph
    /// receives them. For a graph that takes 0 to 255: a mean of 0 and a deviation of 1/255. By default, pictures from
    /// 0 to 1 or, with a <see cref="SamplingRate"/>, sounds from −1 to 1, as they are.
    /// </summary>
    public InputNormalization Input
    {
        get => field ?? (SamplingRate is null ? InputNormalization.None : InputNormalization.Sound);
        init;
    }

    /// <summary>
    /// Shape of one stimulus, e.g. 3, 224, 224, also for a graph that takes the channels last; if null, that of the
    /// file, which may leave it open.
    /// </summary>
    public IReadOnlyList<long>? InputShape { get; init; }

    /// <summary>Sampling rate in Hz, for a network that takes waveforms; null for pictures.</summary>
    public int? SamplingRate { get; init; }

    /// <summary>Whether the graph takes the channels in the order blue, green, red.</summary>
    public bool BlueFirst { get; init; }

    /// <summary>
    /// Path of a second ONNX file that prepares the input, e.g. subtracts a mean image; null if there is none. It
    /// receives what <see cref="Input"/> gives.
    /// </summary>
    public string? Preprocess { get; init; }

    /// <summary>
    /// The stages, by names of <see cref="OnnxNetwork.Outputs"/> or of the file; if null, a short list is proposed.
    /// </summary>
    public IReadOnlyList<string>? Stages { get; init; }

    /// <summary>Own names for outputs of nodes, by their names in the file.</summary>
    public IReadOnlyDictionary<string, string> Names { get; init; } = new Dictionary<string, string>();

    /// <summary>
    /// The output of a node that is the last stage, by its name in the file; if null, the file's first output, before
    /// its softmax if it ends in one.
    /// </summary>
    public string? Output { get; init; }

    /// <summary>
    /// Whether the last stage gives one value for each class, the largest being the network's decision; if null, it is
    /// judged by the graph: a graph that ends in a pooling, e.g. of 512 features, makes no decision.
    /// </summary>
    public bool? HasDecision { get; init; }

    /// <summary>
    /// Path of a linear readout, a safetensors file with <c>weight</c> (classes, features) and <c>bias</c> (classes);
    /// it becomes the last stage, <c>readout</c>. Null if there is none.
    /// </summary>
    public string? Readout { get; init; }

    /// <summary>Whether the file alone tells which function it is, as one that the project itself reads.</summary>
    internal bool IsPackaged { get; init; }

    /// <summary>
    /// What of these options changes the function, or what a stage's name means, as text; null if they are the usual
    /// ones.
    /// </summary>
    internal string? ReadAs =>
        IsPackaged || (ReadUsually && Names.Count == 0)
            ? null
            : (
                ReadUsually
                    ? ""
                    : JsonSerializer.Serialize(
                        new
                        {
                            Input,
                            BlueFirst,
                            Output,
                        }
                    )
            ) + NamesText;

    private bool ReadUsually => Input.IsIdentity && !BlueFirst && Output is null;

    /// <summary>Empty without own names, so that networks without any keep the identity that they have.</summary>
    private string NamesText =>
        Names.Count == 0
            ? ""
            : JsonSerializer.Serialize(Names.OrderBy(name => name.Key, StringComparer.Ordinal).ToArray());
}
