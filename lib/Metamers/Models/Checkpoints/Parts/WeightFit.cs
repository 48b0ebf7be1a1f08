using Metamers.Runtime;
using TorchSharp;
using static TorchSharp.torch;

namespace Metamers.Models.Checkpoints.Parts;

/// <summary>
/// Where in a file a network's weights are: the dictionary and the prefix of the names under which everything fits.
/// </summary>
/// <param name="Group">The dictionary.</param>
/// <param name="Prefix">What the names begin with.</param>
/// <param name="Names">The name in the file for each name in the network, also of tensors that do not fit.</param>
internal sealed record WeightFit(WeightGroup Group, string Prefix, IReadOnlyDictionary<string, string> Names)
{
    private const int MostListed = 5;

    private int Matched { get; init; }

    private bool Whole { get; init; }

    /// <summary>Other places in the file where the whole network is.</summary>
    private IReadOnlyList<WeightFit> Others { get; init; } = [];

    private IReadOnlyDictionary<string, string> Elsewhere { get; init; } = new Dictionary<string, string>();

    private bool IsAveraged => Group.IsAveraged(Prefix);

    private string Part => Group.Named(Prefix);

    /// <summary>Finds the network in a file.</summary>
    /// <param name="groups">The dictionaries of the file, the usual one first.</param>
    /// <param name="module">The network.</param>
    /// <param name="options">Which part is wanted.</param>
    /// <param name="several">Whether the file is one of several that together contain the network.</param>
    /// <param name="path">The file, for errors.</param>
    /// <exception cref="MetamerException">The file does not have what the options ask for.</exception>
    public static WeightFit Find(
        IReadOnlyList<WeightGroup> groups,
        nn.Module module,
        CheckpointOptions options,
        bool several,
        string path
    )
    {
        using DisposeScope scope = NewDisposeScope();
        Dictionary<string, long[]> wanted = module
            .state_dict()
            .Where(weight => !ModuleWeights.IsCounter(weight.Key))
            .ToDictionary(weight => weight.Key, weight => weight.Value.shape);
        WeightFit[] all =
        [
            .. from @group in groups
            from unwrapped in IsWrapped(@group) ? new[] { false, true } : [false]
            from prefix in @group.Prefixes(several ? 1 : wanted.Count / 2)
            select Fit(@group, prefix, unwrapped, module, wanted),
        ];
        if (options.Part is { } part)
        {
            WeightFit[] asked = [.. all.Where(fit => fit.Part == part || fit.Group.Path == part)];
            all = asked.Any(fit => fit.Matched > 0)
                ? asked
                : throw new MetamerException(
                    $"{path} has no weights of {module.GetName()} in a part '{part}'; {Parts(all)}."
                );
        }

        WeightFit[] whole = [.. all.Where(fit => fit.Whole).DistinctBy(fit => (fit.Group, fit.Key(wanted)))];
        if (options.Averaged && !all.Any(fit => fit.IsAveraged && fit.Matched > 0))
        {
            throw new MetamerException(
                $"{path} has no moving average of the weights of {module.GetName()}; {Parts(all)}. Leave "
                    + "CheckpointOptions.Averaged out to take the weights themselves."
            );
        }

        WeightFit? found =
            whole.FirstOrDefault(fit => fit.IsAveraged == options.Averaged)
            ?? (options.Averaged ? null : whole.FirstOrDefault());
        return found is not null
            ? found with
            {
                Others = [.. whole.Where(fit => fit != found)],
            }
            : all.OrderByDescending(fit => !options.Averaged || fit.IsAveraged)
                .ThenByDescending(fit => fit.Matched)
                .ThenByDescending(fit => fit.Names.Keys.Count(wanted.ContainsKey))
                .FirstOrDefault(fit => fit.Names.Keys.Any(wanted.ContainsKey))
                ?.Completed(wanted)
                ?? Usual(groups[0], module);
    }

    /// <summary>The tensors of the network by its own names, with those that it does not expect.</summary>
    /// <param name="tensors">All tensors of the dictionary, by their names in the file.</param>
    /// <param name="module">The network, whose normalisation of the input is compared with the file's.</param>
    /// <param name="options">What is wanted.</param>
    /// <param name="path">The file, for errors.</param>
    /// <param name="notes">Gets what there is to say.</param>
    /// <param name="replacing">
    /// The file's normalisation, if it is to take the place of the network's once the weights fit.
    /// </param>
    /// <exception cref="MetamerException">
    /// The network is in the file twice with different weights, or the file has another normalisation.
    /// </exception>
    public IReadOnlyDictionary<string, Tensor> Take(
        IReadOnlyDictionary<string, Tensor> tensors,
        nn.Module module,
        CheckpointOptions options,
        string path,
        List<string> notes,
        out InputNormalization? replacing
    )
    {
        replacing = null;
        WeightFit[] rivals = [.. Others.Where(other => other.IsAveraged == IsAveraged)];
        WeightFit? different = rivals.FirstOrDefault(other => !IsSame(other, tensors));
        if (different is not null && options.Part is null)
        {
            throw new MetamerException(
                $"{path} has {module.GetName()} more than once, with different weights: "
                    + $"{string.Join(", ", rivals.Prepend(this).Select(fit => $"'{fit.Part}'"))}. Choose one: "
                    + $"new CheckpointOptions {{ Part = \"{Part}\" }}."
            );
        }

        Describe(notes, rivals, options.Part is not null);
        Dictionary<string, Tensor> wanted = module.state_dict();
        HashSet<string> used = [.. Names.Where(name => wanted.ContainsKey(name.Key)).Select(name => name.Value)];
        Dictionary<string, Tensor> taken = Names.ToDictionary(name => name.Key, name => tensors[name.Value]);
        HashSet<string> known = [WeightGroup.AverageCounter];
        foreach (WeightFit other in Others.Where(other => other.Group == Group && other.Prefix.Length > Prefix.Length))
        {
            known.UnionWith(tensors.Keys.Where(name => name.StartsWith(other.Prefix, StringComparison.Ordinal)));
        }

        if (FileNormalization.Find(tensors, used) is { } own)
        {
            known.UnionWith([own.MeanName, own.DeviationName]);
            if (own.Compare(module, options.Normalization, path, out replacing) is { } said)
            {
                notes.Add(said);
            }
        }

        foreach (string name in taken.Keys.Where(name => known.Contains(Names[name])).ToArray())
        {
            taken.Remove(name);
        }

        string[] rest =
        [
            .. tensors.Keys.Where(name =>
                !name.StartsWith(Prefix, StringComparison.Ordinal) && !known.Contains(name) && !used.Contains(name)
            ),
        ];
        if (rest.Length > 0)
        {
            notes.Add(
                $"{rest.Length} other tensors of the file were not used: "
                    + string.Join(", ", rest.Take(MostListed).Select(CheckpointSource.Shown))
                    + (rest.Length > MostListed ? ", …" : "")
            );
        }

        return taken;
    }

    /// <summary>With the weights that are under another prefix, if all that are missing are.</summary>
    private WeightFit Completed(Dictionary<string, long[]> wanted) =>
        WeightsElsewhere.Find(Group, Names, wanted) is { } found
            ? this with
            {
                Names = Names.Concat(found).ToDictionary(),
                Elsewhere = found,
            }
            : this;

    private void Describe(List<string> notes, WeightFit[] rivals, bool chosen)
    {
        string[] others = [.. Others.Except(rivals).Select(fit => $"'{fit.Part}'").Distinct()];
        string own = Part.Length == 0 ? "the weights themselves" : $"'{Part}'";
        if (IsAveraged)
        {
            notes.Add(
                $"the moving average {own} was loaded, "
                    + (
                        others.Length > 0 ? $"not {string.Join(", ", others)}"
                        : chosen ? "as asked"
                        : "the only weights in the file"
                    )
            );
        }
        else if (others.Length > 0)
        {
            notes.Add(
                $"{own} were loaded, not the moving average {string.Join(", ", others)} "
                    + "(CheckpointOptions.Averaged takes it)"
            );
        }
        else if (WeightDictionary.WithoutWrappers(Prefix).Length > 0 || rivals.Length > 0)
        {
            notes.Add($"they are {own} in the file");
        }

        if (rivals.Length > 0)
        {
            notes.Add($"a second copy is {string.Join(", ", rivals.Select(fit => $"'{fit.Part}'"))}");
        }

        notes.AddRange(Elsewhere.Select(weight => $"{weight.Key} is '{CheckpointSource.Shown(weight.Value)}' there"));
    }

    /// <summary>Whether a second place has the same values; what is in another dictionary is not read.</summary>
    private bool IsSame(WeightFit other, IReadOnlyDictionary<string, Tensor> tensors)
    {
        using DisposeScope scope = NewDisposeScope();
        return other.Group == Group
            ? Names
                .Where(name => other.Names.ContainsKey(name.Key))
                .Select(name => (tensors[name.Value], tensors[other.Names[name.Key]]))
                .All(pair =>
                    pair is var (one, two) && one.shape.SequenceEqual(two.shape) && one.equal(two).all().item<bool>()
                )
            : WeightDictionary.IsUsual(Group.Path);
    }

    private string Key(Dictionary<string, long[]> wanted) =>
        string.Join('\n', wanted.Keys.Order(StringComparer.Ordinal).Select(name => Names[name]));

    private static WeightFit Fit(
        WeightGroup group,
        string prefix,
        bool unwrapped,
        nn.Module module,
        Dictionary<string, long[]> wanted
    )
    {
        Dictionary<string, string> names = Named(
            module,
            group
                .Shapes.Keys.Where(name => name.StartsWith(prefix, StringComparison.Ordinal))
                .Select(name =>
                    (name, unwrapped ? WeightDictionary.WithoutWrappers(name[prefix.Length..]) : name[prefix.Length..])
                )
        );
        int matched = wanted.Count(weight =>
            names.TryGetValue(weight.Key, out string? name) && group.Shapes[name].SequenceEqual(weight.Value)
        );
        return new(group, prefix, names) { Matched = matched, Whole = matched == wanted.Count };
    }

    private static WeightFit Usual(WeightGroup group, nn.Module module) =>
        new(
            group,
            "",
            Named(
                module,
                WeightDictionary
                    .WithoutPrefix(group.Shapes.Keys.ToDictionary(name => name))
                    .Select(name => (name.Value, name.Key))
            )
        );

    private static Dictionary<string, string> Named(nn.Module module, IEnumerable<(string File, string Short)> given)
    {
        (string File, string Short)[] pairs = [.. given];
        Func<string, string?> naming = module is StagedModel staged
            ? staged.Naming([.. pairs.Select(pair => pair.Short)])
            : name => name;
        Dictionary<string, string> names = [];
        foreach ((string file, string inside) in pairs)
        {
            if (naming(inside) is string known)
            {
                names[known] = file;
            }
        }

        return names;
    }

    private static bool IsWrapped(WeightGroup group) =>
        group.Shapes.Keys.Any(name => WeightDictionary.WithoutWrappers(name).Length < name.Length);

    private static string Parts(WeightFit[] all)
    {
        string[] parts = [.. all.Where(fit => fit.Whole).Select(fit => $"'{fit.Part}'").Distinct()];
        return parts.Length > 0
            ? $"it is in {string.Join(", ", parts)}"
            : "the network is nowhere in the file as a whole";
    }
}
