namespace Metamers.Experiments;

/// <summary>Decides who is excluded from the results. The page ends a session by the same criteria.</summary>
internal static class ParticipantChecks
{
    /// <summary>Why a participant is excluded; null if included.</summary>
    public static string? Reason(
        ExperimentDesign design,
        ExperimentTrial[] expected,
        ExperimentSession session,
        double minimumNatural
    )
    {
        ExperimentAnswer[] answers = [.. session.Answers()];
        ExperimentAnswer[] headphones = [.. session.Trials.Where(answer => answer.Part == ExperimentAnswer.Headphones)];
        IReadOnlyList<string> tones = HeadphoneCheck.Answers(design.Options.Seed);
        int heard = headphones.Count(answer => answer.Response == tones[answer.Trial]);
        if (headphones.Length - heard > HeadphoneCheck.Trials - design.Options.HeadphonesNeeded)
        {
            return $"failed the headphone check: {heard} of {headphones.Length} "
                + $"right, {design.Options.HeadphonesNeeded} of {HeadphoneCheck.Trials} needed";
        }

        foreach (
            (string condition, double share, string name) in new[]
            {
                (ExperimentDesign.Screening, design.Options.ScreeningNeeded, "the screening"),
                (ExperimentDesign.Catch, design.Options.CatchNeeded, "the catch trials"),
            }
        )
        {
            int total = expected.Count(trial => trial.Condition == condition),
                needed = ExperimentOptions.Needed(share, total);
            (int right, int answered) = Right(expected, answers, condition);
            if (answered - right > total - needed)
            {
                return $"failed {name}: {right} of {answered} right, {needed} of {total} needed";
            }
        }

        if (answers.Length < expected.Length)
        {
            return $"answered {answers.Length} of {expected.Length} trials";
        }

        if (design.Kind.IsSound && headphones.Length < HeadphoneCheck.Trials)
        {
            return $"answered {headphones.Length} of {HeadphoneCheck.Trials} trials of the headphone check";
        }

        (int recognised, int natural) = Right(expected, answers, ExperimentDesign.Natural);
        return recognised < ExperimentOptions.Needed(minimumNatural, natural)
            ? $"recognised {recognised} of {natural} natural stimuli"
            : null;
    }

    private static (int Right, int Answered) Right(
        ExperimentTrial[] expected,
        ExperimentAnswer[] answers,
        string condition
    )
    {
        (ExperimentTrial Trial, ExperimentAnswer Answer)[] own =
        [
            .. expected.Zip(answers).Where(pair => pair.First.Condition == condition),
        ];
        return (own.Count(pair => pair.Answer.Response == pair.Trial.Category), own.Length);
    }
}
