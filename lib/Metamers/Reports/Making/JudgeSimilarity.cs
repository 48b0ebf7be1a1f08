using Metamers.Models;
using Metamers.Models.Zoo;
using Metamers.Reports.Records;
using Metamers.Statistics;
using Metamers.Stimuli;
using TorchSharp;
using static TorchSharp.torch;

namespace Metamers.Reports.Making;

/// <summary>How alike the representations of a network are to those of its judges.</summary>
/// <param name="model">The network.</param>
/// <param name="judges">Keys of the judges.</param>
internal sealed class JudgeSimilarity(StagedModel model, IReadOnlyList<string> judges)
{
    private const int BatchSize = 8;

    /// <summary>One for each stage but the input; empty without judges.</summary>
    /// <exception cref="OperationCanceledException">It was stopped, between batches or judges.</exception>
    public StageSimilarity[] Measure(Stimulus[] stimuli, CancellationToken cancellation)
    {
        if (judges.Count == 0)
        {
            return [];
        }

        using DisposeScope scope = NewDisposeScope();
        string[] stages = [.. model.Stages.Skip(1).Select(stage => stage.Name)];
        IReadOnlyDictionary<string, Tensor> own = Grams(model, stages, stimuli, cancellation);
        double[,] alignment = new double[stages.Length, judges.Count];
        double[,] rotation = new double[stages.Length, judges.Count];
        foreach ((int j, string key) in judges.Index())
        {
            cancellation.ThrowIfCancellationRequested();
            using DisposeScope judgeScope = NewDisposeScope();
            using StagedModel judge = ModelZoo.Load(key, model.Device);
            string[] corresponding =
            [
                .. Enumerable.Range(1, stages.Length).Select(index => Corresponding(judge, index)),
            ];
            IReadOnlyDictionary<string, Tensor> theirs = Grams(
                judge,
                [.. corresponding.Distinct()],
                stimuli,
                cancellation
            );
            foreach ((int s, string stage) in stages.Index())
            {
                (Tensor one, Tensor other) = (own[stage], theirs[corresponding[s]]);
                alignment[s, j] = RepresentationSimilarity.CenteredKernelAlignment(one, other);
                rotation[s, j] = RepresentationSimilarity.Procrustes(one, other);
            }
        }

        return
        [
            .. stages.Select(
                (stage, s) =>
                {
                    (double? Mean, double? Error) aligned = OverJudges(alignment, s);
                    (double? Mean, double? Error) rotated = OverJudges(rotation, s);
                    return new StageSimilarity(stage, aligned.Mean, aligned.Error, rotated.Mean, rotated.Error);
                }
            ),
        ];
    }

    /// <summary>
    /// The stage of a judge whose relative depth is nearest, the earlier one in a tie; never the input.
    /// </summary>
    private string Corresponding(StagedModel judge, int index)
    {
        double depth = (double)index / (model.Stages.Count - 1);
        int last = judge.Stages.Count - 1;
        return judge.Stages[Enumerable.Range(1, last).MinBy(i => Math.Abs((double)i / last - depth))].Name;
    }

    private static (double? Mean, double? Error) OverJudges(double[,] values, int stage)
    {
        double[] known =
        [
            .. Enumerable.Range(0, values.GetLength(1)).Select(j => values[stage, j]).Where(double.IsFinite),
        ];
        return (
            known.Length == 0 ? null : known.Average().Rounded(),
            known.Length < 2 ? null : StandardError.OfMean(known).Rounded()
        );
    }

    /// <summary>
    /// Inner products of the stimuli at each stage. The network is asked in batches, one stage after the other, so that
    /// the activations of one stage are held at a time; these for all stimuli, since each is multiplied by each.
    /// </summary>
    private static IReadOnlyDictionary<string, Tensor> Grams(
        StagedModel asked,
        string[] stages,
        Stimulus[] stimuli,
        CancellationToken cancellation
    )
    {
        using IDisposable evaluation = asked.InEvaluation();
        using IDisposable noGradient = no_grad();
        return stages.ToDictionary(
            stage => stage,
            stage =>
            {
                using DisposeScope scope = NewDisposeScope();
                return RepresentationSimilarity
                    .Gram(cat([.. stimuli.Chunk(BatchSize).Select(batch => Activations(batch, stage))]))
                    .MoveToOuterDisposeScope();
            }
        );

        Tensor Activations(Stimulus[] batch, string stage)
        {
            cancellation.ThrowIfCancellationRequested();
            Tensor values = stack([.. batch.Select(stimulus => stimulus.Values)]).to(asked.ElementType, asked.Device);
            return asked.Activations(values, stage).flatten(1);
        }
    }
}
