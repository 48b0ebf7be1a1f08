using Metamers.Evaluation;
using Metamers.Published;
using Metamers.Statistics;

namespace Metamers.Claims;

/// <summary>Numbers about the published participants; standard errors by bootstrap over people.</summary>
/// <param name="data">The published data.</param>
/// <param name="modality">"vision" or "audio".</param>
/// <param name="experiment">The experiment's number in the authors' repository.</param>
/// <param name="source">Where the claims are from.</param>
internal sealed class PeopleStudies(PublishedData data, string modality, int experiment, string source)
{
    /// <summary>Number of stimuli in each of the paper's experiments, spread over its conditions.</summary>
    private const int Stimuli = 400;

    /// <summary>How much more often people recognise the metamers of one model than those of another.</summary>
    public Claim Gain(string sentence, string model, string baseline, string stage, ClaimedRange claimed) =>
        Make(sentence, claimed, [.. Of(model, stage).Zip(Of(baseline, stage), (one, other) => one - other)]);

    /// <summary>The same, for the mean over some stages that both models have.</summary>
    public Claim Gain(
        string sentence,
        string model,
        string baseline,
        IReadOnlyList<string> stages,
        ClaimedRange claimed
    )
    {
        double[][] differences =
        [
            .. stages.Select(stage => Of(model, stage).Zip(Of(baseline, stage), (one, other) => one - other).ToArray()),
        ];
        return Make(
            sentence,
            claimed,
            [.. differences[0].Select((_, person) => differences.Average(stage => stage[person]))]
        );
    }

    /// <summary>How often people recognise the metamers of a stage.</summary>
    public Claim Recognised(string sentence, string model, string stage, ClaimedRange claimed) =>
        Make(sentence, claimed, Of(model, stage));

    /// <summary>How much less often people recognise the metamers of a stage than the natural stimuli.</summary>
    public Claim Lost(string sentence, string model, string stage, ClaimedRange claimed) =>
        Make(
            sentence,
            claimed,
            [.. Of(model, "natural").Zip(Of(model, stage), (natural, metamer) => natural - metamer)]
        );

    private Claim Make(string sentence, ClaimedRange claimed, double[] values) =>
        new(source, sentence, claimed, Bootstrap.Mean(values)) { Judges = values.Length, Stimuli = Stimuli };

    private double[] Of(string model, string stage)
    {
        StageRecognition row = data.Recognition.Single(row =>
            row.Modality == modality && row.Experiment == experiment && row.Model == model && row.StageLabel == stage
        );
        return
        [
            .. data
                .Participants.Where(person =>
                    person.Modality == modality
                    && person.Experiment == experiment
                    && person.Model == model
                    && person.Stage == row.Stage
                )
                .OrderBy(person => person.Participant)
                .Select(person => person.HumanProportion),
        ];
    }
}
