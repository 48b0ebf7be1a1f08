using Metamers.Runtime;

namespace Metamers.Evaluation;

/// <summary>The data of one model in one published experiment, as an analysis of variance takes them.</summary>
/// <param name="Stages">The names of the conditions: the natural stimuli, then the stages in order.</param>
/// <param name="Human">One array a participant: proportion correct, 0 to 1, in each condition.</param>
/// <param name="Model">The same of the generating model, on the stimuli that this participant had.</param>
public sealed record ParticipantMatrix(IReadOnlyList<string> Stages, IReadOnlyList<double[]> Human, IReadOnlyList<double[]> Model)
{
    /// <summary>Trials in one condition: no printed proportion needs more than 34.</summary>
    private const int MostTrials = 100;

    /// <summary>The same without one condition.</summary>
    /// <param name="stage">One of <see cref="Stages"/>.</param>
    /// <exception cref="MetamerException">There is no such condition; the message lists them.</exception>
    public ParticipantMatrix Without(string stage)
    {
        if (!Stages.Contains(stage))
        {
            throw new MetamerException($"There is no condition '{stage}' to leave out. There are {string.Join(", ", Stages)}.");
        }

        int[] kept = [.. Enumerable.Range(0, Stages.Count).Where(i => Stages[i] != stage)];
        double[][] Columns(IReadOnlyList<double[]> rows) => [.. rows.Select(row => Array.ConvertAll(kept, i => row[i]))];
        return new([.. kept.Select(i => Stages[i])], Columns(Human), Columns(Model));
    }

    /// <summary>
    /// The fraction that was printed with six decimals: the one with the smallest denominator, since a proportion correct is a count of
    /// correct trials among some tens. Statistics of the printed values would differ from the published ones in the fifth digit.
    /// </summary>
    /// <param name="printed">0 to 1.</param>
    internal static double Fraction(double printed)
    {
        for (int trials = 1; trials <= MostTrials; trials++)
        {
            double fraction = Math.Round(printed * trials) / trials;
            if (Math.Abs(fraction - printed) < 5.01e-7)
            {
                return fraction;
            }
        }

        return printed;
    }
}
