using System.Text;
using Metamers.Models.Checkpoints;
using Metamers.Models.Import.Onnx.Files;
using Metamers.Runtime;
using static TorchSharp.torch;

namespace Metamers.Models.Import.Onnx;

/// <summary>The stages of a graph and their names.</summary>
internal sealed class OnnxStages
{
    /// <summary>How a stage that ends in a ReLU is marked.</summary>
    public const string Identity = "identity";

    /// <summary>Name of the last stage.</summary>
    public const string Final = "final";

    private const int LongestName = 100;

    private readonly Dictionary<OnnxValue, long[]> shapes;

    private OnnxStages(Dictionary<OnnxValue, long[]> shapes) => this.shapes = shapes;

    /// <summary>All values that can be a stage, in the order of computation, the output last.</summary>
    public required IReadOnlyList<(string Name, OnnxValue Value)> All { get; init; }

    /// <summary>Names of the stages in use, the output's last.</summary>
    public required IReadOnlyList<string> Chosen { get; init; }

    /// <summary>From names in the file to names of stages.</summary>
    public required Dictionary<string, string> Aliases { get; init; }

    /// <summary>What can be a stage, as a table.</summary>
    public required IReadOnlyList<OnnxOutput> Outputs { get; init; }

    /// <summary>Shape of the output for one stimulus.</summary>
    public IReadOnlyList<long> Features => Outputs[^1].Shape;

    /// <summary>Names the values of a graph and chooses the stages.</summary>
    /// <param name="graph">The graph.</param>
    /// <param name="shapes">The values that can be a stage, with their shapes for one stimulus.</param>
    /// <param name="options">The user's names and choice.</param>
    /// <exception cref="MetamerException">A name is not there.</exception>
    public static OnnxStages Of(OnnxGraph graph, IReadOnlyDictionary<OnnxValue, long[]> shapes, OnnxOptions options)
    {
        OnnxValue[] values =
        [
            .. shapes.Keys.Where(value => value != graph.Output).OrderBy(value => value.Index),
            graph.Output,
        ];
        string last = options.Readout is null ? Final : "features";
        UniqueNames taken = new([StagedModel.InputStage, last, OnnxReadout.Stage, .. options.Names.Values]);
        CheckNames(options, values, graph.Output.Name, last, graph.Source);
        List<(string Name, OnnxValue Value)> all = [];
        Dictionary<string, string> aliases = [];
        foreach (OnnxValue value in values)
        {
            string name =
                options.Names.TryGetValue(value.Name, out string? own) ? own
                : value == graph.Output ? last
                : taken.Add(Friendly(value));
            all.Add((name, value));
            aliases.TryAdd(value.Name, name);
        }

        foreach ((string name, OnnxValue _) in all)
        {
            aliases[name] = name; // a stage's own name comes before another's name in the file
        }

        string[] chosen = options.Stages is { } wanted
            ? Choose([.. wanted, all[^1].Name], all, aliases, graph.Source)
            : [.. StageProposal.Of(graph, shapes).Select(value => all.First(entry => entry.Value == value).Name)];
        Dictionary<OnnxValue, long[]> ofOne = shapes.ToDictionary(
            entry => entry.Key,
            entry => entry.Value is [1, .. var rest] ? rest : entry.Value
        );
        if (ofOne[graph.Output] is [var classes, ..] and var maps && maps.Skip(1).All(length => length == 1))
        {
            ofOne[graph.Output] = [classes]; // features or classes that the graph gives as maps of one unit
        }

        return new OnnxStages(ofOne)
        {
            All = all,
            Chosen = chosen,
            Aliases = aliases,
            Outputs =
            [
                .. all.Select(entry => new OnnxOutput(
                    entry.Name,
                    entry.Value.Name,
                    entry.Value.Producer!.Operator,
                    ofOne[entry.Value],
                    chosen.Contains(entry.Name),
                    entry.Value.Producer.Operator == "Relu" ? Identity : "plain"
                )),
            ],
        };
    }

    /// <summary>
    /// A value with the batch as its first dimension; a graph for a batch of one may give it without.
    /// </summary>
    public Tensor WithBatchFirst(OnnxValue value, Tensor tensor, long count) =>
        tensor.reshape([count, .. shapes[value]]);

    /// <summary>Refuses names for outputs that are not there, and names that two stages would have.</summary>
    private static void CheckNames(
        OnnxOptions options,
        IReadOnlyList<OnnxValue> values,
        string graphOutput,
        string last,
        OnnxSource source
    )
    {
        List<string> taken = [StagedModel.InputStage];
        if (options.Readout is not null)
        {
            taken.Add(OnnxReadout.Stage);
        }

        if (!options.Names.ContainsKey(graphOutput))
        {
            taken.Add(last);
        }

        foreach ((string output, string name) in options.Names)
        {
            int count = values.Count(value => value.Name == output);
            if (count > 1)
            {
                throw source.Refused(
                    $"the options name its output '{OnnxSource.Shown(output)}', which {count} values are called: "
                        + "a function of the file is called more than once. Leave it out of Names, and choose "
                        + "stages by their names in OnnxNetwork.Outputs."
                );
            }

            if (count == 0)
            {
                throw source.Refused(
                    $"the options name its output '{OnnxSource.Shown(output)}', which it does not have. Among its "
                        + "outputs are "
                        + string.Join(", ", values.Take(10).Select(value => OnnxSource.Shown(value.Name)))
                        + "."
                );
            }

            if (taken.Contains(name))
            {
                throw source.Refused(
                    $"the options call its output '{OnnxSource.Shown(output)}' '{name}', as another stage is called. "
                        + "Give each a name of its own."
                );
            }

            taken.Add(name);
        }
    }

    /// <summary>A name with letters, digits, '_', '-' and '.' alone, since stages are also names of files.</summary>
    public static string Plain(string name)
    {
        StringBuilder text = new();
        foreach (char c in name.Trim('/').Take(LongestName))
        {
            text.Append(
                char.IsAsciiLetterOrDigit(c) || c is '_' or '-' or '.' ? c
                : c is '/' or ':' ? '.'
                : '_'
            );
        }

        return text.ToString().Trim('.');
    }

    /// <summary>
    /// As PyTorch names its modules: <c>/layer4/layer4.1/Relu_output_0</c> becomes <c>layer4.1.Relu</c>. Numbers get
    /// the name of their operator.
    /// </summary>
    private static string Friendly(OnnxValue value)
    {
        string[] parts = value.Name.Split('/', StringSplitOptions.RemoveEmptyEntries);
        string name = Plain(
            string.Join(
                '/',
                parts.Where(
                    (part, i) => i + 1 == parts.Length || !parts[i + 1].StartsWith($"{part}.", StringComparison.Ordinal)
                )
            )
        );
        name = name.EndsWith("_output_0", StringComparison.Ordinal) ? name[..^"_output_0".Length] : name;
        return name.Length == 0 || name.All(char.IsAsciiDigit)
            ? $"{value.Producer!.Operator}_{name}".TrimEnd('_')
            : name;
    }

    private static string[] Choose(
        string[] wanted,
        List<(string Name, OnnxValue Value)> all,
        Dictionary<string, string> aliases,
        OnnxSource source
    )
    {
        HashSet<string> chosen = [];
        foreach (string name in wanted.Where(name => name != StagedModel.InputStage))
        {
            if (!aliases.TryGetValue(name, out string? known))
            {
                string[] nearest =
                [
                    .. all.Select(entry => entry.Name).OrderBy(other => EditDistance.Between(name, other)).Take(5),
                ];
                throw new MetamerException(
                    $"{source.Path} has no output '{OnnxSource.Shown(name)}' that can be a stage. Did you mean "
                        + $"{string.Join(", ", nearest)}? All are in OnnxNetwork.Outputs."
                );
            }

            chosen.Add(known);
        }

        return [.. all.Select(entry => entry.Name).Where(chosen.Contains)];
    }
}
