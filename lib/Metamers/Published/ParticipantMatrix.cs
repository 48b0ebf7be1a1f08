using Metamers.Runtime;

namespace Metamers.Published;

/// <summary>
/// The data of one model in one published experiment, in the form needed for an analysis of variance.
/// </summary>
/// <param name="Stages">The names of the conditions: the natural stimuli, then the stages in order.</param>
/// <param name="Human">One array per participant: proportion correct, 0 to 1, in each condition.</param>
/// <param name="Model">The same for the generating model, on the stimuli that this participant had.</param>
public sealed record ParticipantMatrix(
    IReadOnlyList<string> Stages,
    IReadOnlyList<double[]> Human,
    IReadOnlyList<double[]> Model
)
{
    /// <summary>Upper limit of trials in one condition: no printed proportion needs more than 34.</summary>
    private const int MostTrials = 100;

    /// <summary>The same without one condition.</summary>
    /// <param name="stage">One of <see cref="Stages"/>.</param>
    /// <exception cref="MetamerException">There is no such condition; the message lists them.</exception>
    public ParticipantMatrix Without(string stage)
    {
        if (!Stages.Contains(stage))
        {
            throw new MetamerException(
                $"There is no condition '{stage}' to leave out. There are {string.Join(", ", Stages)}."
            );
        }

        int[] kept = [.. Enumerable.Range(0, Stages.Count).Where(i => Stages[i] != stage)];
        double[][] Columns(IReadOnlyList<double[]> rows) =>
            [.. rows.Select(row => Array.ConvertAll(kept, i => row[i]))];
        return new([.. kept.Select(i => Stages[i])], Columns(Human), Columns(Model));
    }

    /// <summary>
    /// People's recognition of the metamers of several models, in the form needed for an analysis of stage × model
    /// within participants.
    /// </summary>
    /// <param name="models">At least one; models of one experiment.</param>
    /// <returns>One table per participant: stages (rows) × models (columns).</returns>
    /// <exception cref="MetamerException">The models differ in the number of participants or stages.</exception>
    public static IReadOnlyList<double[,]> StagesByModels(IReadOnlyList<ParticipantMatrix> models)
    {
        if (
            models.FirstOrDefault(model =>
                model.Human.Count != models[0].Human.Count || model.Stages.Count != models[0].Stages.Count
            ) is
            { } other
        )
        {
            throw new MetamerException(
                $"Models with {models[0].Human.Count} participants × {models[0].Stages.Count} stages "
                    + $"and {other.Human.Count} × {other.Stages.Count} cannot be compared within participants. "
                    + "Take models of one experiment with the same stages."
            );
        }

        double[,] Table(int participant)
        {
            double[,] table = new double[models[0].Stages.Count, models.Count];
            for (int stage = 0; stage < models[0].Stages.Count; stage++)
            {
                for (int model = 0; model < models.Count; model++)
                {
                    table[stage, model] = models[model].Human[participant][stage];
                }
            }

            return table;
        }

        return [.. Enumerable.Range(0, models[0].Human.Count).Select(Table)];
    }

    /// <summary>The participants of one model in one experiment.</summary>
    internal static ParticipantMatrix From(PublishedData data, string modality, int experiment, string model)
    {
        ParticipantRecognition[] rows =
        [
            .. data.Participants.Where(row =>
                row.Modality == modality && row.Experiment == experiment && row.Model == model
            ),
        ];
        if (rows.Length == 0)
        {
            string[] models =
            [
                .. data
                    .Recognition.Where(row => row.Modality == modality && row.Experiment == experiment)
                    .Select(row => row.Model)
                    .Distinct(),
            ];
            IEnumerable<string> known = data.Recognition.Select(row => $"{row.Modality} {row.Experiment}").Distinct();
            string there =
                models.Length > 0
                    ? $"It has {string.Join(", ", models)}."
                    : $"There are the experiments {string.Join(", ", known)}.";
            throw new MetamerException(
                $"The published data have no participants for the model '{model}' in experiment {experiment} "
                    + $"of {modality}. {there}"
            );
        }

        string[] stages = [.. rows.OrderBy(row => row.StageIndex).Select(row => row.Stage).Distinct()];
        ParticipantRecognition[][] participants =
        [
            .. rows.GroupBy(row => row.Participant)
                .OrderBy(group => group.Key)
                .Select(group => group.OrderBy(row => row.StageIndex).ToArray()),
        ];
        if (participants.FirstOrDefault(values => !values.Select(row => row.Stage).SequenceEqual(stages)) is { } ragged)
        {
            throw new MetamerException(
                $"Participant {ragged[0].Participant} of '{model}' in experiment {experiment} of {modality} "
                    + $"has {ragged.Length} values for {stages.Length} conditions. "
                    + "Take human_recognition_participants.csv as it is in the repository."
            );
        }

        double[][] Of(Func<ParticipantRecognition, double> value) =>
            [.. participants.Select(values => Array.ConvertAll(values, row => Fraction(value(row))))];
        return new(stages, Of(row => row.HumanProportion), Of(row => row.ModelProportion));
    }

    /// <summary>
    /// Recovers the fraction that was printed with six decimals: the one with the smallest denominator, since a
    /// proportion correct is a count of correct trials out of a few tens. Statistics of the printed values would differ
    /// from the published ones in the fifth digit.
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
