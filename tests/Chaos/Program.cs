using System.Globalization;
using Chaos;

// dotnet run --project tests/Chaos -- [--kills 1000] [--seed 0] [--only synthesis,study,training] [--seconds 30]
// A synthesis, a study with three workers and a training, each in processes of its own that are killed and paused at
// random while the disk fills up, becomes read-only, and clocks jump. Exit code 1 if any ended with other bits than an
// undisturbed run, in an error that is not a sentence, or left anything behind. Linux; all disasters need root (a disk
// of their own in memory) and the package faketime. What cannot be done is said.
Dictionary<string, string> options =
    args.Length % 2 == 0
        ? args.Chunk(2).ToDictionary(pair => pair[0].TrimStart('-'), pair => pair[1])
        : throw new ArgumentException("Options are pairs: --kills 1000 --seed 0 --only study --seconds 30.");
long Number(string name, long otherwise) =>
    options.TryGetValue(name, out string? text) ? long.Parse(text, CultureInfo.InvariantCulture) : otherwise;

if (options.TryGetValue("work", out string? work))
{
    return Work.All[work].Do(options["folder"]);
}

string[] names = options.GetValueOrDefault("only")?.Split(',') ?? [.. Work.All.Keys];
return Storm.Run(names, Number("kills", 1000), Number("seed", 0), TimeSpan.FromSeconds(Number("seconds", 86_400)));
