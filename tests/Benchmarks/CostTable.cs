using System.Diagnostics;
using System.Globalization;
using Metamers.Evaluation.Nulls;
using Metamers.Models;
using Metamers.Models.Zoo;
using Metamers.Runtime;
using Metamers.Statistics;
using Metamers.Stimuli;
using Metamers.Stimuli.Data.Sets;
using Metamers.Synthesis;
using TorchSharp;
using static TorchSharp.torch;

namespace Benchmarks;

/// <summary>
/// What a metamer costs: for every schedule and stage, the evaluations of the network and the seconds until both of the
/// paper's conditions hold, and until the loss that the published schedule ends with. All schedules start from the same
/// noise, and their stimuli are optimised in one batch; the published code makes one at a time, and its seconds are its
/// evaluations times those of one of its steps, timed in the same run. Each is looked at after every twentieth of what
/// was done, at least 10 steps apart, which is not timed. The published schedule runs to its end; the others stop when
/// everything that is looked for was reached, and <c>evaluations_made</c> and <c>loss_then</c> are those of that
/// moment. <c>times_sooner</c> is the time of the published procedure, all 24,000 steps of the published code, divided
/// by that to an accepted metamer; empty for a network that runs as a whole, of which that code cannot be built.
/// </summary>
internal static class CostTable
{
    private const int TimedSteps = 20;

    /// <summary>Any null distribution with a hundred thousand pairs will do.</summary>
    private static readonly NullOptions Enough = NullJob.Shipped with { Blocks = 202 };

    private static readonly (string Name, MetamerOptions Options)[] Schedules =
    [
        ("Published", MetamerOptions.Paper),
        ("Fast", MetamerOptions.Fast),
        ("PaperQuick", MetamerOptions.PaperQuick),
        ("L-BFGS", With(new SynthesisSegment(1000, 0.1) { Optimizer = SynthesisOptimizer.Lbfgs })),
        ("Adam", With(new SynthesisSegment(2000, 0.01) { Optimizer = SynthesisOptimizer.Adam })),
    ];

    /// <summary>Prints the table as CSV.</summary>
    /// <param name="key">Key of a network with weights.</param>
    /// <param name="count">Number of stimuli.</param>
    /// <param name="arguments">
    /// Names of stages, all if there are none; <c>--timed</c> before them times the published schedule and does not run
    /// it, so that its loss is not known: for networks for which that would take days.
    /// </param>
    /// <exception cref="MetamerException">There is no such network or stage.</exception>
    public static void Print(string key, int count, string[] arguments)
    {
        bool timed = arguments is ["--timed", ..];
        using StagedModel model = ModelZoo.Load(key);
        string[] stages = [.. (timed ? arguments[1..] : arguments).Select(model.CanonicalStage)];
        bool sound = model.Kind.IsSound;
        IReadOnlyList<Stimulus> stimuli = sound
            ? [.. Words.TakeOrSpeak(count).Select(word => word)]
            : [.. Photographs.Take(count, (int)model.InputShape[^1])];
        NullDistribution? nulls = model.Card is ModelCard { DataSet: { } data }
            ? NullStore.FindLargest(NullJob.Folder, model, DataSet.Find(data), Enough) ?? NullJob.GetOrMeasure(key)
            : null;
        using StagedModel? unfrozen = Unfrozen(key);
        Console.WriteLine(
            "network,stage,schedule,stimuli,evaluations_made,loss_then,accepted,evaluations_to_accepted,"
                + "seconds_to_accepted,times_sooner,evaluations_to_published_loss,seconds_to_published_loss"
        );
        foreach (Stage stage in model.Stages.Where(stage => stages.Length == 0 || stages.Contains(stage.Name)))
        {
            double? published = null;
            double? rate = unfrozen is null ? null : PublishedRate(unfrozen, stage);
            foreach ((string name, MetamerOptions options) in Schedules.Skip(timed ? 1 : 0))
            {
                MetamerOptions used = (sound ? options with { StartMean = 0, StartDeviation = 1e-7 } : options) with
                {
                    ReportEvery = int.MaxValue,
                };
                using DisposeScope scope = NewDisposeScope();
                Cost cost = Measure(
                    model,
                    used,
                    stack([.. stimuli.Select(stimulus => stimulus.Values)]),
                    stage.Name,
                    nulls,
                    published,
                    inFull: name == "Published"
                );
                if (name == "Published")
                {
                    published = Median(cost.Losses);
                    if (rate is { } slow)
                    {
                        Line(key, stage.Name, "published code", cost with { Rate = slow }, rate);
                    }
                }

                Line(key, stage.Name, name, cost, rate);
            }
        }
    }

    private static MetamerOptions With(SynthesisSegment segment) => MetamerOptions.Paper with { Segments = [segment] };

    /// <summary>
    /// Runs a schedule to its end, or until everything that is looked for has been reached: acceptance, and the target
    /// loss if it is known.
    /// </summary>
    private static Cost Measure(
        StagedModel model,
        MetamerOptions options,
        Tensor references,
        string stage,
        NullDistribution? nulls,
        double? target,
        bool inFull
    )
    {
        using SynthesisRun run = new MetamerSynthesizer(model, options).Start(references, stage);
        long[] wanted = Decisions(model, references);
        int[] accepted = [.. Enumerable.Repeat(-1, wanted.Length)];
        int[] reached = [.. accepted];
        Stopwatch watch = new();
        double[] losses = [];
        while (!run.IsComplete && (inFull || accepted.Concat(target is null ? [] : reached).Any(step => step < 0)))
        {
            watch.Start();
            run.Advance(run.Step + Math.Max(10, run.Step / 20));
            run.Candidates.sum().item<float>(); // waits for the device
            watch.Stop();
            losses = run.FinalLosses();
            bool[] good = Accepted(model, run, stage, nulls, wanted);
            for (int i = 0; i < good.Length; i++)
            {
                accepted[i] = accepted[i] < 0 && good[i] ? run.Step : accepted[i];
                reached[i] = reached[i] < 0 && losses[i] <= target ? run.Step : reached[i];
            }
        }

        return new(run.Step, losses, accepted, reached, watch.Elapsed.TotalSeconds / run.Step / losses.Length);
    }

    private static bool[] Accepted(
        StagedModel model,
        SynthesisRun run,
        string stage,
        NullDistribution? nulls,
        long[] wanted
    )
    {
        using DisposeScope scope = NewDisposeScope();
        using IDisposable noGradient = no_grad();
        long[] decided = Decisions(model, run.Candidates);
        IReadOnlyList<MatchMeasures> matches = MatchMeasures.BetweenEach(
            model.Activations(run.References, stage),
            model.Activations(run.Candidates, stage)
        );
        NullMaximum? least = nulls is null ? null : new(nulls.At(stage).Maximum, nulls.Pairs);
        return
        [
            .. matches.Select(
                (match, i) =>
                    least is not null && new MetamerVerdict("", stage, decided[i] == wanted[i], match, least).Accepted
            ),
        ];
    }

    private static long[] Decisions(StagedModel model, Tensor stimuli)
    {
        using DisposeScope scope = NewDisposeScope();
        using IDisposable noGradient = no_grad();
        return [.. model.Logits(stimuli).argmax(1).cpu().data<long>()];
    }

    /// <summary>
    /// The network as the published code has it; null if it comes as a file that runs as a whole, not by stages.
    /// </summary>
    private static StagedModel? Unfrozen(string key)
    {
        if (ModelZoo.Find(key).Package is not null)
        {
            return null;
        }

        StagedModel model = ModelZoo.Build(key, 0);
        model.eval();
        return model;
    }

    /// <summary>Seconds of one step of one stimulus by the published code.</summary>
    private static double PublishedRate(StagedModel unfrozen, Stage stage)
    {
        using DisposeScope scope = NewDisposeScope();
        Tensor reference = rand([1, .. unfrozen.InputShape]);
        int index = unfrozen.Stages.ToList().FindIndex(known => known.Name == stage.Name);
        using PublishedStep published = new(unfrozen, index, reference, rand_like(reference));
        published.Step(1);
        Stopwatch watch = Stopwatch.StartNew();
        for (int i = 0; i < TimedSteps; i++)
        {
            published.Step(1);
        }

        return watch.Elapsed.TotalSeconds / TimedSteps;
    }

    private static void Line(string key, string stage, string schedule, Cost cost, double? publishedRate)
    {
        double? procedure = MetamerOptions.Paper.TotalSteps * publishedRate;
        double? accepted = Median(cost.Accepted);
        double? reached = Median(cost.Reached);
        Console.WriteLine(
            string.Create(
                CultureInfo.InvariantCulture,
                $"{key},{stage},{schedule},{cost.Losses.Length},{cost.Steps},{Median(cost.Losses):G4},"
                    + $"{cost.Accepted.Count(step => step >= 0)},{accepted},{accepted * cost.Rate:G4},"
                    + $"{procedure / (accepted * cost.Rate):G4},{reached},{reached * cost.Rate:G4}"
            )
        );
    }

    /// <summary>The median number of steps; null if half of the stimuli were never there.</summary>
    private static double? Median(int[] steps) =>
        steps.Select(step => step < 0 ? double.PositiveInfinity : step).Order().ElementAt(steps.Length / 2)
            is var middle
        && double.IsFinite(middle)
            ? middle
            : null;

    private static double Median(double[] values) => values.Order().ElementAt(values.Length / 2);

    /// <summary>One schedule at one stage.</summary>
    /// <param name="Steps">Evaluations that were made.</param>
    /// <param name="Losses">By stimulus, at the end.</param>
    /// <param name="Accepted">By stimulus, the step at which it was first seen accepted; −1 if never.</param>
    /// <param name="Reached">
    /// By stimulus, the step at which the published loss was first seen; −1 if never, or if it is not looked for.
    /// </param>
    /// <param name="Rate">Seconds of one step of one stimulus.</param>
    private sealed record Cost(int Steps, double[] Losses, int[] Accepted, int[] Reached, double Rate);
}
