using MathNet.Numerics.Statistics;
using Metamers.Models;
using Metamers.Runtime;
using Metamers.Statistics;
using Metamers.Stimuli;
using Metamers.Synthesis;
using Metamers.Tables;
using Microsoft.Data.Analysis;
using TorchSharp;
using static TorchSharp.torch;

namespace Metamers.Evaluation.Panels;

/// <summary>
/// How often a panel of networks recognises metamers of the same references that were made in several ways. Each
/// network of the panel is asked for the class of every metamer as people are shown it, accepted or not, so that the
/// same references are behind all rows, and the right answer is the class of the reference. Errors are those over
/// references and networks of the panel, by bootstrap over both.
/// </summary>
/// <param name="Rows">The references themselves, then each set of metamers.</param>
/// <param name="Judges">The networks of the panel.</param>
/// <example>
/// <code>
/// var model = ModelZoo.Load("resnet20-standard-seed0", session.Device);
/// var few = MetamerOptions.Quick with { Repetitions = 1, StepsPerRepetition = 2 };
/// var pictures = Photographs.WithClassesOrDraw(DataPart.Test, 1).Take(2);
/// var made = new MetamerSynthesizer(model, few).Synthesize(pictures, "layer1");
/// PanelComparison.Measure([ModelZoo.Load("vgg8-standard-seed0")], ("two steps", made)).ToDataFrame()
/// </code>
/// </example>
public sealed record PanelComparison(IReadOnlyList<PanelRow> Rows, IReadOnlyList<string> Judges)
{
    /// <summary>What the row of the references is called.</summary>
    public const string Natural = Transfer.Natural;

    /// <summary>The schedules that made the metamers, in words.</summary>
    internal IReadOnlyList<string> Schedules { get; init; } = [];

    /// <summary>Asks the panel. A grey picture is shown to a network of colours with three equal ones.</summary>
    /// <param name="judges">Networks with the classes of the references; none for which metamers were made.</param>
    /// <param name="sets">Names and metamers, one for each of the same references in the same order.</param>
    /// <exception cref="MetamerException">
    /// There are no sets or no judges, the sets are of different references, a reference has no class, or a judge is
    /// one of the networks that the metamers were made for.
    /// </exception>
    public static PanelComparison Measure(
        IReadOnlyList<StagedModel> judges,
        params IReadOnlyList<(string Name, MetamerSet Metamers)> sets
    ) => Ask(judges, sets, (judge, shown) => InColour(judge, shown.Values));

    /// <summary>
    /// Asks a panel that takes smaller pictures than the metamers are: it is shown them reduced to its own size, each
    /// pixel being the mean of those that it covers, rounded down to 8 bits. Fine grain is lost on the way, in metamers
    /// and photographs alike.
    /// </summary>
    /// <param name="judges">As for <see cref="Measure"/>.</param>
    /// <param name="sets">As for <see cref="Measure"/>, pictures that are a whole number of times as large.</param>
    /// <exception cref="MetamerException">As <see cref="Measure"/>; or a size is not such a multiple.</exception>
    public static PanelComparison MeasureReduced(
        IReadOnlyList<StagedModel> judges,
        params IReadOnlyList<(string Name, MetamerSet Metamers)> sets
    ) => Ask(judges, sets, Reduce);

    /// <summary>One of the rows.</summary>
    /// <param name="name">Its name.</param>
    /// <exception cref="MetamerException">There is none.</exception>
    public PanelRow Of(string name) =>
        Rows.FirstOrDefault(row => row.Name == name)
        ?? throw new MetamerException(
            $"The panel was not asked about '{name}'. Its sets are: {string.Join(", ", Rows.Select(row => row.Name))}."
        );

    /// <summary>How much more often the panel recognises one set than another, reference by reference.</summary>
    /// <param name="name">The set.</param>
    /// <param name="baseline">The set that it is compared with.</param>
    /// <returns>The mean difference with its uncertainty over references and judges, by bootstrap.</returns>
    /// <exception cref="MetamerException">There is no such set.</exception>
    public Estimate Difference(string name, string baseline)
    {
        double[][] byJudge =
        [
            .. Of(name)
                .ByJudge.Zip(Of(baseline).ByJudge)
                .Select(judge => judge.First.Zip(judge.Second, (one, other) => one - other).ToArray()),
        ];
        return CrossedBootstrap
            .Mean(byJudge)
            .AllowingExceptions(References, lowest: -1)
            .AllowingFewPairs(Enumerable.Range(0, References).Select(i => byJudge.Average(judge => judge[i])));
    }

    /// <summary>Number of references.</summary>
    internal int References => Rows[0].Recognised.Count;

    /// <summary>Share that networks would recognise by chance, the mean over the panel.</summary>
    internal double Chance { get; init; }

    /// <summary>How often the panel recognises a set, with its uncertainty over references and judges.</summary>
    internal static Estimate Recognition(PanelRow row) =>
        CrossedBootstrap.Mean(row.ByJudge).AllowingExceptions(row.Recognised.Count, lowest: 0);

    /// <summary>One row for each set.</summary>
    /// <returns>
    /// Columns set, recognised (share), standard_error (over references and judges), median_loss (at the stage; 0 for
    /// the references), decisions_kept, accepted, metamers (counts).
    /// </returns>
    public DataFrame ToDataFrame() =>
        Rows.Select(row => new
            {
                Set = row.Name,
                Recognised = row.Recognised.Average(),
                Recognition(row).StandardError,
                MedianLoss = row.Losses.Count == 0 ? 0 : row.Losses.Median(),
                DecisionsKept = row.Kept,
                row.Accepted,
                Metamers = row.Recognised.Count,
            })
            .ToDataFrame();

    private static PanelComparison Ask(
        IReadOnlyList<StagedModel> judges,
        IReadOnlyList<(string Name, MetamerSet Metamers)> sets,
        Func<StagedModel, (Stimulus Reference, Tensor Values), Tensor> see
    )
    {
        Check(judges, sets);
        MetamerSet first = sets[0].Metamers;
        (Stimulus Reference, Tensor Values)[] shown =
        [
            .. first.Select(metamer => (metamer.Reference, metamer.Reference.Values)),
            .. sets.SelectMany(set => set.Metamers.Select(metamer => (metamer.Reference, metamer.Values))),
        ];
        // By judge, set and reference.
        double[][][] right = [.. judges.Select(judge => Right(judge).Chunk(first.Count).ToArray())];
        return new(
            [
                Row(0, Natural, [], first.Count, first.Count),
                .. sets.Select(
                    (set, i) =>
                        Row(
                            i + 1,
                            set.Name,
                            [.. set.Metamers.Select(metamer => metamer.ResidualLoss)],
                            set.Metamers.Count(metamer => metamer.Compared.KeptIfAny == true),
                            set.Metamers.Accepted.Count
                        )
                ),
            ],
            [.. judges.Select(judge => judge.Label)]
        )
        {
            Chance = judges.Average(judge => 1.0 / judge.Stages[^1].Units),
            Schedules = new MetamerSet(sets.SelectMany(set => set.Metamers)).ScheduleTexts,
        };

        PanelRow Row(int place, string name, IReadOnlyList<double> losses, int kept, int accepted)
        {
            double[][] byJudge = [.. right.Select(judge => judge[place])];
            double[] recognised = [.. Enumerable.Range(0, first.Count).Select(i => byJudge.Average(judge => judge[i]))];
            return new(name, recognised, losses, kept, accepted) { ByJudge = byJudge };
        }

        double[] Right(StagedModel judge)
        {
            using DisposeScope scope = NewDisposeScope();
            (Stimulus, Tensor)[] seen = [.. shown.Select(one => (one.Reference, see(judge, one)))];
            return
            [
                .. Transfer
                    .Decisions(judge, seen)
                    .Zip(shown, (decision, one) => decision == Transfer.ClassOf(one.Reference) ? 1.0 : 0),
            ];
        }
    }

    private static Tensor InColour(StagedModel judge, Tensor values) =>
        values.dim() == 3 && values.shape[0] == 1 ? values.expand(judge.InputShape[0], -1, -1) : values;

    private static Tensor Reduce(StagedModel judge, (Stimulus Reference, Tensor Values) shown)
    {
        Tensor values = shown.Reference.Kind.AsShown(shown.Values);
        long[] own = [.. judge.InputShape];
        return values.dim() == 3 && own.Length == 3 && values.shape[1] % own[1] == 0 && values.shape[2] % own[2] == 0
            ? nn.functional.adaptive_avg_pool2d(values.unsqueeze(0), (own[1], own[2]))[0]
            : throw new MetamerException(
                $"The metamers have the shape ({string.Join(", ", values.shape)}), and {judge.Label} takes "
                    + $"({string.Join(", ", own)}); only pictures that are a whole number of times as large can be "
                    + "reduced to it."
            );
    }

    private static void Check(IReadOnlyList<StagedModel> judges, IReadOnlyList<(string Name, MetamerSet Metamers)> sets)
    {
        if (judges.Count == 0 || sets.Count == 0 || sets[0].Metamers.Count == 0)
        {
            throw new MetamerException(
                $"{judges.Count} judges and {sets.Count} sets of metamers; give at least one judge and one set that is "
                    + "not empty."
            );
        }

        ModelIdentity[] identities = [.. judges.Select(ModelIdentity.Compute)];
        string[] references = [.. sets[0].Metamers.Select(metamer => metamer.Reference.Name)];
        foreach ((string name, MetamerSet metamers) in sets)
        {
            if (!metamers.Select(metamer => metamer.Reference.Name).SequenceEqual(references))
            {
                throw new MetamerException(
                    $"The metamers of '{name}' are of other references than those of '{sets[0].Name}'; make all "
                        + "sets of the same references, in the same order."
                );
            }

            foreach (ModelIdentity judge in identities)
            {
                if (metamers.Any(metamer => metamer.Others.Prepend(metamer.Model).Any(judge.HasWeightsOf)))
                {
                    throw new MetamerException(
                        $"{judge.Label} is on the panel, and metamers of '{name}' were made for it; leave it out."
                    );
                }
            }
        }
    }
}
