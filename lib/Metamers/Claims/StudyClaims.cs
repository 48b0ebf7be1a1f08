using Metamers.Studies;

namespace Metamers.Claims;

/// <summary>Claims about the recognition of metamers by the networks of a study.</summary>
/// <param name="study">The study.</param>
/// <param name="source">Who claims it.</param>
internal sealed class StudyClaims(StudyRecognition study, string source)
{
    /// <summary>How much more often the metamers of one network are recognised than those of another.</summary>
    public Claim Gain(
        string sentence,
        string generator,
        string baseline,
        string stage,
        JudgeGroup group,
        ClaimedRange claimed,
        double? published = null
    ) =>
        new(source, sentence, claimed, study.Difference(generator, baseline, stage, group))
        {
            Published = published,
            Stimuli = study.CountOfBoth(generator, baseline, stage),
            Judges = study.Between(generator, baseline, group).Count,
            JudgedBy = group.Name(),
        };

    /// <summary>How often metamers are recognised.</summary>
    public Claim Recognised(
        string sentence,
        string generator,
        string stage,
        JudgeGroup group,
        ClaimedRange claimed,
        double? published = null
    ) =>
        new(source, sentence, claimed, study.Mean(generator, stage, group))
        {
            Published = published,
            Stimuli = study.CountOf(generator, stage),
            Judges = study.JudgesOf(generator, group).Count,
            JudgedBy = group.Name(),
        };

    /// <summary>How much less often metamers are recognised than their references.</summary>
    public Claim Lost(
        string sentence,
        string generator,
        string stage,
        IReadOnlyList<string> judges,
        string judgedBy,
        ClaimedRange claimed,
        double? published = null
    ) =>
        new(source, sentence, claimed, study.Loss(generator, stage, judges))
        {
            Published = published,
            Stimuli = study.CountOf(generator, stage),
            Judges = judges.Count,
            JudgedBy = judgedBy,
        };

    /// <summary>
    /// The same claim for judges that differ from the generating network, and for those that are like it.
    /// </summary>
    public static IEnumerable<Claim> Split(Func<JudgeGroup, Claim> claim) =>
        [claim(JudgeGroup.NotAdversarial), claim(JudgeGroup.Adversarial)];
}
