namespace Metamers.Models.Import.Onnx;

/// <summary>Makes names differ, by numbers after those that are taken.</summary>
/// <param name="taken">Names that are taken from the start.</param>
internal sealed class UniqueNames(IEnumerable<string> taken)
{
    private readonly HashSet<string> names = [.. taken];
    private readonly Dictionary<string, int> last = [];

    /// <summary>Takes a name, or the first of <c>name_2</c>, <c>name_3</c>, … that is free.</summary>
    public string Add(string name)
    {
        string free = name;
        while (!names.Add(free))
        {
            last[name] = last.GetValueOrDefault(name, 1) + 1;
            free = $"{name}_{last[name]}";
        }

        return free;
    }
}
