using System.Text.Json;
using Metamers.Models;
using Metamers.Models.Cochleagrams;
using Metamers.Runtime;
using Metamers.Stimuli;

namespace Metamers.Synthesis;

/// <summary>
/// Metamers that were made before, so that a notebook that is run again does not make them again. One folder a metamer,
/// under the network with a hash of its weights, the options with a hash, and the stage; a metamer is taken only where
/// all of these and the reference's values agree.
/// </summary>
/// <param name="folder">Where the metamers lie.</param>
public sealed class MetamerCache(string folder)
{
    /// <summary>The environment variable that names another folder than <c>data/metamers</c> of the checkout.</summary>
    public const string FolderVariable = "METAMERS_CACHE";

    /// <summary>
    /// The cache in <c>data/metamers</c> of the checkout, or in the folder named by <see cref="FolderVariable"/>.
    /// </summary>
    public static MetamerCache Default =>
        new(
            Environment.GetEnvironmentVariable(FolderVariable) is { Length: > 0 } named ? named : ProjectFolder.Metamers
        );

    /// <summary>Where the metamers lie.</summary>
    public string Folder { get; } = folder;

    /// <summary>Takes from the cache what is there, makes the rest in one batch, and keeps it.</summary>
    /// <param name="synthesizer">The network and the schedule.</param>
    /// <param name="references">Pictures or sounds, with different names.</param>
    /// <param name="stage">Name of the stage to match.</param>
    /// <param name="progress">Told while metamers are made.</param>
    /// <param name="cancellation">
    /// Stops early: the metamers are then what was reached; the state stays in the cache and the next call goes on from
    /// it.
    /// </param>
    /// <returns>One metamer a reference, in their order.</returns>
    /// <exception cref="MetamerException">
    /// As <see cref="MetamerSynthesizer.Synthesize"/>; or two references share a name.
    /// </exception>
    public IReadOnlyList<Metamer> GetOrMake(
        MetamerSynthesizer synthesizer,
        IReadOnlyList<Stimulus> references,
        string stage,
        IProgress<SynthesisProgress>? progress = null,
        CancellationToken cancellation = default
    )
    {
        if (references.GroupBy(reference => reference.Name).FirstOrDefault(same => same.Count() > 1) is { } twice)
        {
            throw new MetamerException(
                $"{twice.Count()} references are called '{twice.Key}'; metamers are kept by name, so give each its own."
            );
        }

        string place = Place(synthesizer, stage);
        Metamer?[] found =
        [
            .. references.Select(reference => Find(synthesizer, reference, Path.Combine(place, reference.Name))),
        ];
        Stimulus[] missing = [.. references.Where((_, i) => found[i] is null)];
        if (missing.Length == 0)
        {
            return found!;
        }

        string statePath = Path.Combine(
            place,
            $"unfinished-{TextHash.Compute(string.Join('\n', missing.Select(reference => reference.Name)))}.safetensors"
        );
        Queue<Metamer> made = new(synthesizer.Synthesize(missing, stage, progress, cancellation, statePath));
        foreach (Metamer metamer in made.Where(metamer => metamer.StepsDone == metamer.Options.TotalSteps))
        {
            MetamerStore.Save(metamer, Path.Combine(place, metamer.ReferenceName), overwrite: true);
        }

        return [.. found.Select(metamer => metamer ?? made.Dequeue())];
    }

    /// <summary>The same at several stages, one after the other.</summary>
    /// <param name="synthesizer">The network and the schedule.</param>
    /// <param name="references">Pictures or sounds, with different names.</param>
    /// <param name="stages">The stages to match.</param>
    /// <param name="progress">Told while metamers are made.</param>
    /// <param name="cancellation">Stops early; stages that were not begun are left out.</param>
    /// <returns>The metamers of the first stage, then those of the second, and so on.</returns>
    /// <exception cref="MetamerException">As for one stage.</exception>
    public IReadOnlyList<Metamer> GetOrMake(
        MetamerSynthesizer synthesizer,
        IReadOnlyList<Stimulus> references,
        IEnumerable<Stage> stages,
        IProgress<SynthesisProgress>? progress = null,
        CancellationToken cancellation = default
    ) =>
        [
            .. stages
                .TakeWhile(_ => !cancellation.IsCancellationRequested)
                .SelectMany(stage => GetOrMake(synthesizer, references, stage.Name, progress, cancellation)),
        ];

    private string Place(MetamerSynthesizer synthesizer, string stage)
    {
        MetamerOptions options = synthesizer.Options;
        return Path.Combine(
            Folder,
            $"{synthesizer.Identity.Name}-{synthesizer.Identity.WeightsSha256[..8]}{Hearing(synthesizer.Cochleagram)}",
            $"{options.Repetitions}x{options.StepsPerRepetition}-{TextHash.Compute(JsonSerializer.Serialize(options))}",
            stage
        );
    }

    /// <summary>
    /// Cochleagrams have no weights: one that is made otherwise than by the defaults is told apart by its options.
    /// </summary>
    private static string Hearing(CochleagramOptions? options) =>
        options is null || options == CochleagramOptions.Paper || options == CochleagramOptions.OneSecond
            ? ""
            : $"-{TextHash.Compute(options.ToString())}";

    /// <summary>The kept metamer, or null where there is none of this reference.</summary>
    private static Metamer? Find(MetamerSynthesizer synthesizer, Stimulus reference, string path)
    {
        if (!Directory.Exists(path))
        {
            return null;
        }

        Metamer kept = MetamerStore.Load(path, synthesizer.Identity);
        if (
            kept.Options == synthesizer.Options
            && kept.SamplingRate == (reference as SoundStimulus)?.SamplingRate
            && kept.Reference.Equals(reference.Values)
        )
        {
            return kept;
        }

        kept.Dispose();
        return null;
    }
}
