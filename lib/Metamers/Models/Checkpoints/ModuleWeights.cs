using System.Text;
using Metamers.Models.Checkpoints.Parts;
using Metamers.Runtime;
using static TorchSharp.torch;

namespace Metamers.Models.Checkpoints;

/// <summary>Compares the weights of a file with those of a network, and copies them if all fit.</summary>
internal static class ModuleWeights
{
    private const int MostListed = 20; // of each kind; the rest are counted
    private const int MostCompared = 5; // names for which the nearest is looked for; each is compared with all others
    private const int MostCandidates = 5_000; // a network has some thousand names at most; a forged file any number
    private const string Counter = "num_batches_tracked";

    /// <summary>Copies all weights, or throws one error that lists everything that does not fit.</summary>
    public static LoadedWeights Copy(IReadOnlyDictionary<string, Tensor> given, nn.Module module, string path)
    {
        Dictionary<string, Tensor> wanted = module.state_dict();
        string[] missing = [.. wanted.Keys.Where(name => !given.ContainsKey(name) && !IsCounter(name))];
        string[] unexpected = [.. given.Keys.Where(name => !wanted.ContainsKey(name) && !IsCounter(name))];
        string[] common = [.. wanted.Keys.Where(given.ContainsKey)];
        IReadOnlyCollection<string> namesInFile = unexpected.Length > 0 ? unexpected : [.. given.Keys];
        IReadOnlyCollection<string> namesInNetwork = missing.Length > 0 ? missing : [.. wanted.Keys];
        StringBuilder problems = new();
        List(
            problems,
            "Missing from the file",
            missing,
            name => $"{name} {Shape(wanted[name])}{Nearest(name, missing, namesInFile, "in the file")}"
        );
        List(
            problems,
            "In the file but not in the network",
            unexpected,
            name =>
                $"{CheckpointSource.Shown(name)} {Shape(given[name])}"
                + Nearest(name, unexpected, namesInNetwork, "in the network")
        );
        List(
            problems,
            "Of another shape",
            common.Where(name => !given[name].shape.SequenceEqual(wanted[name].shape)),
            name => $"{name} is {Shape(given[name])} in the file and {Shape(wanted[name])} in the network"
        );
        List(
            problems,
            "Of another type",
            common.Where(name =>
                given[name].dtype != wanted[name].dtype && !(IsReal(given[name]) && IsReal(wanted[name]))
            ),
            name => $"{name} is {given[name].dtype} in the file and {wanted[name].dtype} in the network"
        );
        if (problems.Length > 0)
        {
            throw new MetamerException(
                $"{path} does not fit {module.GetName()}; nothing was loaded.{problems}\n"
                    + NetworkGuess.Advice(given, wanted)
                    + string.Concat(path.Split(" and ").Select(ShardIndex.Advice))
            );
        }

        (Tensor Target, Tensor Value)[] pairs =
        [
            .. common.Select(name => (wanted[name], Converted(name, given[name], wanted[name], path))),
        ];
        using IDisposable noGradient = no_grad();
        foreach ((Tensor target, Tensor value) in pairs)
        {
            target.copy_(value);
        }

        return new LoadedWeights(
            module.GetName(),
            path,
            common.Length,
            common
                .Where(name => given[name].dtype != wanted[name].dtype)
                .CountBy(name => given[name].dtype)
                .ToDictionary()
        );
    }

    private static Tensor Converted(string name, Tensor value, Tensor target, string path)
    {
        Tensor converted = value.to(target.dtype);
        bool integral = !converted.is_floating_point() && !converted.is_complex();
        return integral || converted.isfinite().all().item<bool>()
            ? converted
            : throw new MetamerException(
                $"{path}: '{name}' has values that are NaN or infinite as {target.dtype}, with which no network "
                    + "can compute. "
                    + "Nothing was loaded; the training diverged or the file is damaged. Take an earlier checkpoint "
                    + "or download it again."
            );
    }

    private static void List(StringBuilder text, string title, IEnumerable<string> names, Func<string, string> line)
    {
        string[] all = [.. names];
        if (all.Length > 0)
        {
            text.Append($"\n{title} ({all.Length}):");
            text.AppendJoin("", all.Take(MostListed).Select(name => "\n  " + line(name)));
            text.Append(all.Length > MostListed ? $"\n  and {all.Length - MostListed} more" : "");
        }
    }

    private static string Nearest(string name, string[] listed, IReadOnlyCollection<string> candidates, string where) =>
        candidates.Count <= MostCandidates
        && listed.AsSpan(0, Math.Min(MostCompared, listed.Length)).Contains(name)
        && candidates.MinBy(candidate => EditDistance.Between(name, candidate)) is string nearest
            ? $" (nearest {where}: {CheckpointSource.Shown(nearest)})"
            : "";

    /// <summary>Whether a name is that of batch norm's counter, which old files lack and nothing needs.</summary>
    public static bool IsCounter(string name) =>
        name == Counter || name.EndsWith("." + Counter, StringComparison.Ordinal);

    private static bool IsReal(Tensor tensor) => tensor.is_floating_point();

    private static string Shape(Tensor tensor) => $"[{string.Join(", ", tensor.shape)}]";
}
