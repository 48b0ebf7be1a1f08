using System.Globalization;
using Metamers.Runtime;
using Metamers.Stimuli.Synthetic;

namespace Metamers.Experiments;

/// <summary>
/// A simulated participant: a network that answers, with lapses. Its file is in the form that the page would save.
/// </summary>
/// <example>
/// <code>
/// SimulatedParticipant.Save(design, participant: 0, trial => trial.Category, lapses: 0.1, folder);
/// </code>
/// </example>
public static class SimulatedParticipant
{
    /// <summary>Answers every trial of a participant and saves the file.</summary>
    /// <param name="design">The design.</param>
    /// <param name="participant">From 0.</param>
    /// <param name="answer">The observer's answer to the stimulus of a trial: one of the choices.</param>
    /// <param name="lapses">The share of trials, 0 to 1, answered by a random choice.</param>
    /// <param name="folder">The folder for the file, which is named e.g. <c>participant-0.json</c>.</param>
    /// <param name="seed">Seed of lapses and response times, which differ between participants.</param>
    /// <exception cref="MetamerException">
    /// There is no such participant, the share is out of range, or an answer is not one of the choices.
    /// </exception>
    public static void Save(
        ExperimentDesign design,
        int participant,
        Func<ExperimentTrial, string> answer,
        double lapses,
        string folder,
        long seed = 0
    )
    {
        IReadOnlyList<string> choices = design.Options.Choices;
        Rules.Check(
            "Cannot simulate the participant.",
            [
                (
                    participant >= 0 && participant < design.Options.Participants,
                    $"participant {participant}, 0 to {design.Options.Participants - 1}"
                ),
                (
                    lapses is >= 0 and <= 1,
                    string.Create(CultureInfo.InvariantCulture, $"a share of lapses of {lapses}, 0 to 1")
                ),
            ]
        );
        SplitMix64 random = new(unchecked(seed * 1_000_003 + participant));
        List<ExperimentAnswer> answers = [];
        void Add(string part, int trial, string file, string response)
        {
            ExperimentAnswer next = new(
                part,
                trial,
                file,
                response,
                Math.Round(random.Uniform(400, 1600)),
                design.Kind.IsSound ? null : ExperimentPage.PhaseMilliseconds,
                ""
            );
            answers.Add(
                next with
                {
                    Check = next.CheckAfter(answers.Count == 0 ? "" : answers[^1].Check, design.Hash, participant),
                }
            );
        }

        foreach (
            (int i, string tone) in (design.Kind.IsSound ? HeadphoneCheck.Answers(design.Options.Seed) : []).Index()
        )
        {
            Add(ExperimentAnswer.Headphones, i, PageContent.HeadphoneFile(i), tone);
        }

        foreach (ExperimentTrial trial in design.Trials.Where(trial => trial.Participant == participant))
        {
            bool lapse = random.Uniform() < lapses;
            string response = lapse ? choices[(int)(random.Uniform() * choices.Count)] : answer(trial);
            Add(
                ExperimentAnswer.Main,
                trial.Trial,
                design.Names[trial.Content],
                choices.Contains(response)
                    ? response
                    : throw new MetamerException(
                        $"The observer answered '{response}' to '{trial.Stimulus}'; the choices "
                            + $"are {string.Join(", ", choices)}. Let it answer one of these."
                    )
            );
        }

        new ExperimentSession(design.Hash, participant, answers).Write(
            Path.Combine(folder, $"participant-{participant}.json")
        );
    }
}
