using System.Text.Json;
using Metamers.Models;
using Metamers.Models.Cochleagrams;
using Metamers.Models.Zoo;
using Metamers.Runtime;
using Metamers.Stimuli;
using TorchSharp;

namespace Metamers.Synthesis;

/// <summary>
/// Metamers that were made before, so that a notebook that is run again need not repeat the work. Each has a folder,
/// below those of the network (with a hash of its weights), the options (with a hash) and the stage; a metamer is used
/// only if all of these, the reference's values and the type of number that the network computes with agree. One whose
/// folder is damaged is made again.
/// </summary>
/// <param name="folder">The folder of the cache.</param>
/// <example>
/// <code>
/// var model = ModelZoo.Load("resnet20-standard-seed0", session.Device);
/// var fast = MetamerOptions.Quick with { Repetitions = 1, StepsPerRepetition = 2 };
/// var cache = new MetamerCache(folder);
/// cache.GetOrMake(new MetamerSynthesizer(model, fast), Photographs.Take(1), "layer1")
/// </code>
/// </example>
public sealed class MetamerCache(string folder)
{
    /// <summary>
    /// The environment variable that names another folder than <c>data/metamers</c> of the checkout.
    /// </summary>
    public const string FolderVariable = "METAMERS_CACHE";

    /// <summary>
    /// The cache in <c>data/metamers</c> of the checkout, or in the folder named by <see cref="FolderVariable"/>.
    /// </summary>
    public static MetamerCache Default =>
        new(
            Environment.GetEnvironmentVariable(FolderVariable) is { Length: > 0 } named ? named : ProjectFolder.Metamers
        );

    /// <summary>The folder of the cache.</summary>
    public string Folder { get; } = folder;

    /// <summary>Reads the metamers that are in the cache, makes the others in one batch, and saves them.</summary>
    /// <param name="synthesizer">The network and the schedule.</param>
    /// <param name="references">Pictures or sounds, with different names.</param>
    /// <param name="stage">Name of the stage to match.</param>
    /// <param name="progress">Receives the state while metamers are made.</param>
    /// <param name="cancellation">
    /// Stops early: the metamers are then as far as they got; the state stays in the cache and the next call resumes
    /// from it.
    /// </param>
    /// <returns>One metamer per reference, in their order, with its match at every stage.</returns>
    /// <exception cref="MetamerException">
    /// As <see cref="MetamerSynthesizer.Synthesize(IEnumerable{Stimulus}, string, IProgress{SynthesisProgress}?,
    /// CancellationToken, string?, int)"/>; or two references share a name, or a name cannot be that of a folder.
    /// </exception>
    public MetamerSet GetOrMake(
        MetamerSynthesizer synthesizer,
        IEnumerable<Stimulus> references,
        string stage,
        IProgress<SynthesisProgress>? progress = null,
        CancellationToken cancellation = default
    )
    {
        Stimulus[] wanted = [.. references];
        if (
            wanted.CountBy(reference => reference.Name).FirstOrDefault(name => name.Value > 1) is
            { Key: { } twice } same
        )
        {
            throw new MetamerException(
                $"{same.Value} references are called '{twice}'; metamers are kept by name, so give each its own."
            );
        }

        string place = Place(synthesizer, synthesizer.CanonicalStage(stage), wanted);
        Metamer?[] found = [.. wanted.Select(reference => Find(synthesizer, reference, PlaceOf(place, reference)))];
        if (synthesizer.Options.Objective?.JoinsItems == true && found.Any(metamer => metamer is null))
        {
            found = new Metamer?[wanted.Length]; // each depends on all
        }

        Stimulus[] missing = [.. wanted.Where((_, i) => found[i] is null)];
        if (missing.Length == 0)
        {
            return new(found!);
        }

        WritableFolder.Require(place);
        string classes = AsksForClass(synthesizer)
            ? $"-{TextHash.Compute(string.Join(' ', missing.Select(reference => reference.ClassIndex)))}"
            : "";
        string type = synthesizer.ElementType == TorchSharp.torch.float32 ? "" : $"-{synthesizer.ElementType}";
        string statePath = Path.Combine(place, $"unfinished-{Contents(missing)}{classes}{type}.safetensors");
        MetamerSet made = synthesizer.SynthesizeKeeping(missing, stage, progress, cancellation, statePath);
        foreach (Metamer metamer in made.Where(metamer => metamer.IsComplete))
        {
            // Another process, such as a second notebook, may have made the same meanwhile.
            string kept = PlaceOf(place, metamer.Reference);
            MetamerStore.SaveUnless(() => Find(synthesizer, metamer.Reference, kept) is not null, metamer, kept);
        }

        if (made.All(metamer => metamer.IsComplete))
        {
            Remains.Delete(statePath);
        }

        Queue<Metamer> inOrder = new(made);
        return new(found.Select(metamer => metamer ?? inOrder.Dequeue()));
    }

    /// <summary>The same at several stages, one after the other.</summary>
    /// <param name="synthesizer">The network and the schedule.</param>
    /// <param name="references">Pictures or sounds, with different names.</param>
    /// <param name="stages">The stages to match.</param>
    /// <param name="progress">Receives the state while metamers are made.</param>
    /// <param name="cancellation">Stops early; stages that were not begun are left out.</param>
    /// <returns>The metamers of the first stage, then those of the second, and so on.</returns>
    /// <exception cref="MetamerException">As for one stage.</exception>
    public MetamerSet GetOrMake(
        MetamerSynthesizer synthesizer,
        IEnumerable<Stimulus> references,
        IEnumerable<Stage> stages,
        IProgress<SynthesisProgress>? progress = null,
        CancellationToken cancellation = default
    ) => GetOrMake(synthesizer, references, stages.Select(stage => stage.Name), progress, cancellation);

    /// <summary>The same at stages of a network of the zoo, which is loaded for it.</summary>
    /// <param name="key">Key of a network with weights.</param>
    /// <param name="references">Pictures or sounds that it takes, with different names.</param>
    /// <param name="options">The schedule.</param>
    /// <param name="device">Where to compute; the CPU if null.</param>
    /// <param name="progress">Receives the state while metamers are made.</param>
    /// <param name="cancellation">Stops early; stages that were not begun are left out.</param>
    /// <param name="stages">Names of the stages to match; all if null.</param>
    /// <returns>The metamers of the first stage, then those of the second, and so on.</returns>
    /// <exception cref="MetamerException">
    /// There is no such network or stage, the network has no weights, or it does not take the references.
    /// </exception>
    public MetamerSet GetOrMake(
        string key,
        IEnumerable<Stimulus> references,
        MetamerOptions options,
        torch.Device? device = null,
        IProgress<SynthesisProgress>? progress = null,
        CancellationToken cancellation = default,
        IEnumerable<string>? stages = null
    )
    {
        using StagedModel model = ModelZoo.Load(key, device);
        StagedModel[] others =
        [
            .. (options.Objective?.Models ?? [])
                .Where(other => other != key)
                .Select(other => ModelZoo.Load(other, device)),
        ];
        try
        {
            IEnumerable<string> names = stages ?? model.Stages.Select(stage => stage.Name);
            return GetOrMake(new MetamerSynthesizer(model, options, others), references, names, progress, cancellation);
        }
        finally
        {
            Array.ForEach(others, other => other.Dispose());
        }
    }

    private MetamerSet GetOrMake(
        MetamerSynthesizer synthesizer,
        IEnumerable<Stimulus> references,
        IEnumerable<string> stages,
        IProgress<SynthesisProgress>? progress,
        CancellationToken cancellation
    )
    {
        Stimulus[] wanted = [.. references];
        return new(
            stages
                .TakeWhile(_ => !cancellation.IsCancellationRequested)
                .SelectMany(stage => GetOrMake(synthesizer, wanted, stage, progress, cancellation))
        );
    }

    /// <summary>Tells references apart by names and values: stimuli of the same names may have been changed.</summary>
    private static string Contents(IEnumerable<Stimulus> references) =>
        TextHash.Compute(
            string.Join(
                '\n',
                references.Select(reference => $"{reference.Name} {TensorHash.Compute(reference.Values)}")
            )
        );

    private static string PlaceOf(string place, Stimulus reference) =>
        Path.Combine(place, FileName.Require(reference.Name, "The reference"));

    private string Place(MetamerSynthesizer synthesizer, string stage, IEnumerable<Stimulus> references)
    {
        MetamerOptions options = synthesizer.Options;
        return Path.Combine(
            Folder,
            $"{FileName.Require(synthesizer.Identity.Name, "The network")}-{synthesizer.Identity.WeightsSha256[..8]}"
                + FrontEnd(synthesizer.Identity.FrontEnd),
            $"{Steps(options)}-{TextHash.Compute(JsonSerializer.Serialize(options))}",
            FileName.Require(stage, "The stage")
                + (
                    options.Objective?.JoinsItems == true
                        ? $"-of-{TextHash.Compute(string.Join('\n', references.Select(reference => reference.Name)))}"
                        : ""
                )
        );
    }

    private static string Steps(MetamerOptions options) =>
        options.Segments is null
            ? $"{options.Repetitions}x{options.StepsPerRepetition}"
            : $"{options.TotalSteps}in{options.Segments.Count}";

    /// <summary>What earlier versions, which did not have the option, did not write.</summary>
    private const string Usual = $", {nameof(CochleagramOptions.PreciseSpectrum)} = False";

    /// <summary>
    /// Cochleagrams have no weights: one that is not made with the defaults is distinguished by its options.
    /// </summary>
    private static string FrontEnd(CochleagramOptions? options) =>
        options is null || options == CochleagramOptions.Paper || options == CochleagramOptions.OneSecond
            ? ""
            : $"-{TextHash.Compute(InvariantText.Of(options).Replace(Usual, "", StringComparison.Ordinal))}";

    /// <summary>Whether an objective asks for the class that the reference has.</summary>
    private static bool AsksForClass(MetamerSynthesizer synthesizer) =>
        synthesizer.Options.Objective?.AsksForClass == true;

    /// <summary>
    /// The cached metamer with the given reference, or null if there is none for this reference that can be read.
    /// </summary>
    private static Metamer? Find(MetamerSynthesizer synthesizer, Stimulus reference, string path)
    {
        if (!Directory.Exists(path))
        {
            return null;
        }

        using Metamer? kept = Read(path);
        if (
            kept is null
            || !synthesizer.Identity.IsSameNetworkAs(kept.Model)
            || kept.Options != synthesizer.Options
            || kept.Manifest.ElementType != synthesizer.ElementType.ToString()
            || kept.Others.Count != synthesizer.Others.Count
            || kept.Others.Zip(synthesizer.Others).Any(pair => !pair.First.IsSameNetworkAs(pair.Second))
            || kept.Reference.Kind != reference.Kind
            || !kept.Reference.Values.Equals(reference.Values)
            || (AsksForClass(synthesizer) && kept.Reference.ClassIndex != reference.ClassIndex)
        )
        {
            return null;
        }

        Metamer found = kept.With(reference, synthesizer.Card);
        return found.Judgement is null ? synthesizer.Compare(new(found))[0] : found;
    }

    /// <summary>
    /// The metamer in a folder; null if the folder is damaged, so that its metamer is made again and replaces it. What
    /// the disk refuses to read may be whole and is not replaced.
    /// </summary>
    private static Metamer? Read(string path)
    {
        try
        {
            return MetamerStore.Load(path);
        }
        catch (MetamerException error) when (!error.IsOfStorage)
        {
            return null;
        }
    }
}
