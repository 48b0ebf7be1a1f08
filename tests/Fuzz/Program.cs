using System.Globalization;
using Fuzz;

// dotnet run --project tests/Fuzz -- [--cases 10000] [--seed 0] [--only parquet,wav] [--seconds 60]
// Every reader of the project under mutation, in child processes with limits of time and memory. Exit code 1 if any
// case ended in anything but a value or a clear error.
Dictionary<string, string> options =
    args.Length % 2 == 0
        ? args.Chunk(2).ToDictionary(pair => pair[0].TrimStart('-'), pair => pair[1])
        : throw new ArgumentException("Options are pairs: --cases 10000 --seed 0 --only parquet,wav --seconds 60.");
long Number(string name, long otherwise) =>
    options.TryGetValue(name, out string? text) ? long.Parse(text, CultureInfo.InvariantCulture) : otherwise;

long seed = Number("seed", 0);
if (options.TryGetValue("worker", out string? reader))
{
    Worker.Run(reader, seed, Number("first", 0), Number("last", 0));
    return 0;
}

string[] names = options.GetValueOrDefault("only")?.Split(',') ?? [.. Readers.All.Keys];
return Supervisor.Run(names, Number("cases", 10_000), seed, TimeSpan.FromSeconds(Number("seconds", 86_400)));
