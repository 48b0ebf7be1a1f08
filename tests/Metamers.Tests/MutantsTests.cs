using System.Text.Json;
using Metamers.Runtime;

namespace Metamers.Tests;

/// <summary>The faults of <c>tests/mutants</c> can still be made.</summary>
public sealed class MutantsTests
{
    private sealed record Mutant(string What, string File, string Old, string New);

    [Fact]
    public void The_text_of_every_fault_is_in_its_file_exactly_once()
    {
        Mutant[] mutants = JsonSerializer.Deserialize<Mutant[]>(
            File.ReadAllText(Path.Combine(ProjectFolder.Root, "tests", "mutants", "mutants.json")),
            JsonSerializerOptions.Web
        )!;
        Assert.True(mutants.Length > 100, $"Only {mutants.Length} faults.");
        string[] stale =
        [
            .. mutants
                .Where(mutant => mutant.Old == mutant.New || Times(mutant) != 1)
                .Select(mutant => $"{mutant.File}: {mutant.What}"),
        ];
        Assert.True(stale.Length == 0, $"Mend these entries of mutants.json:\n{string.Join('\n', stale)}");
    }

    private static int Times(Mutant mutant)
    {
        string path = Path.Combine(ProjectFolder.Root, mutant.File);
        return File.Exists(path) ? File.ReadAllText(path).Split(mutant.Old).Length - 1 : 0;
    }
}
