using Metamers.Models;
using Metamers.Models.Zoo;
using Metamers.Perturbations;
using Metamers.Runtime;
using Metamers.Stimuli;
using Metamers.Tables;
using Microsoft.Data.Analysis;
using TorchSharp;
using static TorchSharp.torch;

namespace Metamers.Evaluation.Robustness;

/// <summary>
/// Accuracy of a network against the size of adversarial perturbations (method: the authors'
/// eval_adv_imagenet_with_robustness_lib.py: 64 steps of a quarter of the radius, best iterate, five seeds, two radii
/// per decade).
/// </summary>
/// <param name="Results">One entry per radius and seed.</param>
/// <example>
/// <code>
/// var model = ModelZoo.Load("resnet20-standard-seed0", session.Device);
/// var pictures = Photographs.Take(2);
/// double[] radii = [0, 0.5];
/// AdversarialEvaluation.Measure(model, pictures, PerturbationNorm.L2, radii, AttackOptions.TwentySteps)
/// </code>
/// </example>
public sealed record AdversarialEvaluation(IReadOnlyList<RobustAccuracy> Results)
{
    internal const int BatchSize = 128;

    /// <summary>Measures at several radii.</summary>
    /// <param name="model">The network that is attacked.</param>
    /// <param name="stimuli">Pictures or sounds with their <see cref="Stimulus.ClassIndex"/>.</param>
    /// <param name="norm">How perturbations are measured.</param>
    /// <param name="radii">Their largest sizes, 0 for none; see <see cref="Radii"/>.</param>
    /// <param name="options">How hard the attack searches; <see cref="AttackOptions.Paper"/> if null.</param>
    /// <param name="space">What is perturbed.</param>
    /// <param name="seeds">Number of repetitions, with the seeds 0, 1, …; the paper uses 5.</param>
    /// <param name="judge">
    /// Another network, which is given the stimuli made to mislead <paramref name="model"/>; the same network if null.
    /// </param>
    /// <param name="progress">Receives the finished share, 0 to 1, after every batch.</param>
    /// <param name="cancellation">Stops after the current batch; nothing is returned then.</param>
    /// <returns>The results, radii in the order given.</returns>
    /// <exception cref="MetamerException">
    /// A stimulus has no class or is not what the network takes, or options are out of range.
    /// </exception>
    public static AdversarialEvaluation Measure(
        StagedModel model,
        IReadOnlyList<Stimulus> stimuli,
        PerturbationNorm norm,
        IReadOnlyList<double> radii,
        AttackOptions? options = null,
        PerturbationSpace space = PerturbationSpace.Input,
        int seeds = 1,
        StagedModel? judge = null,
        IProgress<double>? progress = null,
        CancellationToken cancellation = default
    )
    {
        using DisposeScope scope = NewDisposeScope();
        (Tensor values, Tensor labels) = Batch(model, stimuli);
        List<RobustAccuracy> results = [];
        double rounds = (double)radii.Count * seeds;
        foreach (
            (double radius, int seed) in radii.SelectMany(radius =>
                Enumerable.Range(0, seeds).Select(seed => (radius, seed))
            )
        )
        {
            double before = results.Count / rounds;
            results.Add(
                MeasureAt(
                    model,
                    judge ?? model,
                    values,
                    labels,
                    new(norm, radius),
                    space,
                    options ?? AttackOptions.Paper,
                    seed,
                    share =>
                    {
                        progress?.Report(before + share / rounds);
                        cancellation.ThrowIfCancellationRequested();
                    }
                )
            );
        }

        return new(results);
    }

    /// <summary>Radii evenly spaced on a logarithmic scale.</summary>
    /// <param name="from">The smallest, above 0.</param>
    /// <param name="to">The largest.</param>
    /// <param name="perDecade">Number of radii per factor of ten; the paper uses two.</param>
    /// <returns>From the smallest to the largest.</returns>
    public static IReadOnlyList<double> Radii(double from, double to, int perDecade = 2)
    {
        if (from <= 0 || to < from || perDecade < 1)
        {
            throw new ArgumentException(
                FormattableString.Invariant(
                    $"Radii from {from} to {to}, {perDecade} per decade; give a start above 0, an end not below it and "
                ) + "at least one per decade."
            );
        }

        int count = (int)Math.Floor(Math.Log10(to / from) * perDecade + 1e-9) + 1;
        return [.. Enumerable.Range(0, count).Select(i => from * Math.Pow(10, (double)i / perDecade))];
    }

    /// <summary>Writes the results as comma-separated values, one line each.</summary>
    /// <param name="path">The file; an existing one is replaced.</param>
    /// <exception cref="MetamerException">
    /// The attacks differ from <see cref="AttackOptions"/> in more than their steps, which the table does not hold.
    /// </exception>
    public void Save(string path)
    {
        if (Results.FirstOrDefault(result => result.Options != Kept(result.Options)) is { } other)
        {
            throw new MetamerException(
                "The table holds the number and length of an attack's steps alone, and one of these attacks was made "
                    + $"with {InvariantText.Of(other.Options)}. Save results of attacks with the usual start, "
                    + "restarts and choice of the best."
            );
        }

        TableFile.WriteCsv(
            Results
                .Select(result => new
                {
                    result.Set.Norm,
                    result.Space,
                    result.Set.Radius,
                    result.Seed,
                    result.Accuracy,
                    result.Loss,
                    result.Stimuli,
                    result.Options.Steps,
                    result.Options.RelativeStepSize,
                })
                .ToDataFrame(),
            path,
            new Dictionary<string, string> { ["accuracy"] = "F4", ["loss"] = "F5" }
        );
    }

    /// <summary>What a table brings back of the options of an attack.</summary>
    private static AttackOptions Kept(AttackOptions options) =>
        new() { Steps = options.Steps, RelativeStepSize = options.RelativeStepSize };

    /// <summary>The results that the project ships for one of its networks (<c>data/robustness</c>).</summary>
    /// <param name="key">Key of the network in the <see cref="ModelZoo"/>.</param>
    /// <returns>The results.</returns>
    /// <exception cref="MetamerException">
    /// There are none for this network; the message says how to make them.
    /// </exception>
    public static AdversarialEvaluation LoadShipped(string key) =>
        Load(Path.Combine(ProjectFolder.Data, "robustness", ModelZoo.Find(key).Key + ".csv"));

    /// <summary>Reads results that <see cref="Save"/> wrote.</summary>
    /// <param name="path">The file.</param>
    /// <returns>The results, in the same order.</returns>
    /// <exception cref="MetamerException">
    /// The file is missing, is not such a table, or has a malformed line.
    /// </exception>
    public static AdversarialEvaluation Load(string path) =>
        new(
            CsvTable.Read(
                path,
                row => new RobustAccuracy(
                    new(row.Name<PerturbationNorm>("norm"), row.Number("radius")),
                    row.Name<PerturbationSpace>("space"),
                    new AttackOptions
                    {
                        Steps = row.Whole("steps"),
                        RelativeStepSize = row.Number("relative_step_size"),
                    },
                    row.Whole("seed"),
                    row.Proportion("accuracy"),
                    row.Number("loss"),
                    row.Whole("stimuli")
                ),
                "It is written by the command robustness of lib/Workbook; make it: "
                    + "dotnet run --project lib/Workbook -- "
                    + $"robustness {Path.GetFileNameWithoutExtension(path)}"
            )
        );

    /// <summary>The results for one kind of perturbation, with all radii and seeds.</summary>
    /// <param name="norm">How the perturbations were measured.</param>
    /// <param name="space">What was perturbed.</param>
    public IEnumerable<RobustAccuracy> In(PerturbationNorm norm, PerturbationSpace space) =>
        Results.Where(result => result.Set.Norm == norm && result.Space == space);

    /// <summary>One row for each radius and seed.</summary>
    /// <returns>Columns norm, space, radius, seed, accuracy (0 to 1), loss (nats), stimuli (count).</returns>
    public DataFrame ToDataFrame() =>
        Results
            .Select(result => new
            {
                result.Set.Norm,
                result.Space,
                result.Set.Radius,
                result.Seed,
                result.Accuracy,
                result.Loss,
                result.Stimuli,
            })
            .ToDataFrame();

    private static RobustAccuracy MeasureAt(
        StagedModel model,
        StagedModel judge,
        Tensor values,
        Tensor labels,
        PerturbationSet set,
        PerturbationSpace space,
        AttackOptions options,
        int seed,
        Action<double> done
    )
    {
        model.RequireGradient();
        model.RequireDecision();
        judge.RequireDecision();
        using IDisposable evaluation = judge.InEvaluation();
        using DisposeScope scope = NewDisposeScope();
        using Generator random = new((ulong)seed, CPU);
        int count = (int)labels.shape[0];
        (double correct, double loss) = (0, 0);
        for (int first = 0; first < count; first += BatchSize)
        {
            using DisposeScope batchScope = NewDisposeScope();
            TensorIndex batch = TensorIndex.Slice(first, Math.Min(first + BatchSize, count));
            Tensor truth = labels[batch];
            Tensor entered = space.Enter(model, values[batch]);
            Tensor attacked =
                set.Radius == 0
                    ? entered
                    : new ProjectedGradientDescent(model, set, space, options).Perturb(entered, truth, random);
            using IDisposable noGradient = no_grad();
            Tensor logits = space.Logits(judge, attacked.to(judge.ElementType, judge.Device));
            correct += logits.argmax(1).eq(truth).sum().item<long>();
            loss += nn.functional.cross_entropy(logits, truth, reduction: nn.Reduction.Sum).to(float64).item<double>();
            done(Math.Min(1, (double)(first + BatchSize) / count));
        }

        return new(set, space, options, seed, correct / count, loss / count, count);
    }

    /// <summary>Stimuli and their classes as tensors on the device of a network that takes them.</summary>
    internal static (Tensor Values, Tensor Labels) Batch(StagedModel model, IReadOnlyList<Stimulus> stimuli)
    {
        if (stimuli.FirstOrDefault(stimulus => stimulus.ClassIndex is null) is { } unknown)
        {
            throw new MetamerException(
                $"The stimulus '{unknown.Name}' has no class, so it is not known whether a network errs on it. Use "
                    + "stimuli of a data set the network was trained on."
            );
        }

        CheckClasses(model, stimuli);
        return (
            Values(model, stimuli),
            tensor([.. stimuli.Select(stimulus => (long)stimulus.ClassIndex!.Value)]).to(model.Device)
        );
    }

    /// <summary>Refuses classes that a network does not have.</summary>
    /// <exception cref="MetamerException">A stimulus has such a class.</exception>
    internal static void CheckClasses(StagedModel model, IReadOnlyList<Stimulus> stimuli)
    {
        if (
            stimuli.FirstOrDefault(one => one.ClassIndex < 0 || one.ClassIndex >= model.Stages[^1].Units) is { } outside
        )
        {
            throw new MetamerException(
                $"The stimulus '{outside.Name}' has class {outside.ClassIndex}, and {model.Label} has the classes 0 to "
                    + $"{model.Stages[^1].Units - 1}. Use stimuli of a data set the network was trained on."
            );
        }
    }

    /// <summary>Stimuli as a tensor on the device of a network that takes them.</summary>
    internal static Tensor Values(StagedModel model, IReadOnlyList<Stimulus> stimuli)
    {
        if (stimuli.Count == 0)
        {
            throw new MetamerException("There are no stimuli to evaluate a network on; give at least one.");
        }

        Tensor values = stack([.. stimuli.Select(stimulus => stimulus.Values)]).to(model.ElementType, model.Device);
        StimulusValidation.Check(model, values);
        return values;
    }
}
