using Metamers.Runtime;
using Metamers.Stimuli;
using Metamers.Synthesis.Objectives;
using TorchSharp;
using static TorchSharp.torch;

namespace Metamers.Synthesis;

public sealed partial class MetamerSynthesizer
{
    /// <summary>
    /// Makes metamers of equal match, to compare what else differs, such as priors or schedules: each is finished when
    /// its match is first seen to be as close as is asked for, which is looked at every <see
    /// cref="MetamerOptions.ReportEvery"/> steps, or at the end of the schedule.
    /// </summary>
    /// <param name="references">As for <see cref="Start"/>.</param>
    /// <param name="stage">Name of the stage to match; with an objective, its first match is looked at.</param>
    /// <param name="loss">‖A′ − A‖₂ / ‖A‖₂ at which a metamer is finished, above 0.</param>
    /// <param name="progress">Receives the state at every report.</param>
    /// <param name="cancellation">Stops early; what is not finished is then as far as it got.</param>
    /// <returns>One metamer per reference with the number of its steps, as <c>Synthesize</c> returns them.</returns>
    /// <exception cref="MetamerException">As there; or the objective matches no stage.</exception>
    public MetamerSet SynthesizeTo(
        IEnumerable<Stimulus> references,
        string stage,
        double loss,
        IProgress<SynthesisProgress>? progress = null,
        CancellationToken cancellation = default
    )
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(loss);
        if (options.Objective?.Terms.OfType<MatchTerm>().Any() == false)
        {
            throw new MetamerException(
                $"The objective '{options.Objective}' matches no stage, so there is no match to look at; give it a "
                    + "MatchTerm, or use Synthesize."
            );
        }

        Stimulus[] stimuli = [.. references];
        using DisposeScope scope = NewDisposeScope();
        using SynthesisRun run = Begin(Targets(stimuli), stage);
        Metamer?[] made = new Metamer?[stimuli.Length];
        while (made.Any(metamer => metamer is null))
        {
            run.Advance(run.Step + options.ReportEvery, progress, cancellation);
            bool ended = run.IsComplete || cancellation.IsCancellationRequested;
            IReadOnlyList<double> matches = run.Parts.First(part => part.Term is MatchTerm).Values;
            int[] finished =
            [
                .. Enumerable
                    .Range(0, made.Length)
                    .Where(item => made[item] is null && (ended || matches[item] <= loss)),
            ];
            double[]? losses = finished.Length == 0 || run.IsComplete ? null : run.FinalLosses();
            foreach (int item in finished)
            {
                LossReport[] reached = losses is null ? [] : [new(run.Step, losses[item])];
                made[item] = ToMetamer(run, item, stimuli[item], reached);
            }
        }

        if (!run.IsComplete)
        {
            run.ReportEnd(progress);
        }

        return Compare(new(made.Select(metamer => metamer!)));
    }
}
