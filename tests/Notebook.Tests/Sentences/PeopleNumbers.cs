using Metamers.Claims;
using Metamers.Evaluation;
using Metamers.Statistics;
using static Notebook.Tests.Sentences.Judged;
using static Notebook.Tests.Sentences.Sources;

namespace Notebook.Tests.Sentences;

/// <summary>Numbers about the published participants, and the names of the models.</summary>
internal static class PeopleNumbers
{
    public const string Standard = "resnet50";
    public const string Coch = "cochresnet50";
    public const string Cnn = "kell2018";
    public const string Waveform = "cochresnet50_l2_1_robust_waveform";
    public const string Cochleagram = "cochresnet50_l2_1_robust_cochleagram";
    public const string LowPass = "alexnet_reduced_aliasing_early_checkpoint";
    public const string Vone = "vonealexnet_gaussian_noise_std4_fixed";

    public static readonly string[] Late = ["layer4", "avgpool", "final"];
    public static readonly string[] LateOfCnn = ["relu4", "avgpool", "relufc", "final"];
    public static readonly string[] Robust =
    [
        "resnet50_l2_3_robust",
        "resnet50_linf_4_robust",
        "resnet50_linf_8_robust",
    ];
    public static readonly string[] RandomControls = ["resnet50_random_l2_perturb", "resnet50_random_linf8_perturb"];
    public static readonly string[] Waveforms =
    [
        Waveform,
        "cochresnet50_l2_p5_robust_waveform",
        "cochresnet50_linf_p002_robust_waveform",
    ];
    public static readonly string[] Cochleagrams = [Cochleagram, "cochresnet50_l2_p5_robust_cochleagram"];
    public static readonly Lazy<ClaimList> Claims = new(() => PeopleClaims.Compute(Published));

    public static readonly string[] LateOfWords = ["layer4", "avgpool", "relu4", "relufc", "final"];

    public static IEnumerable<StageRecognition> LateWords() =>
        Published.Recognition.Where(row =>
            row is { Modality: "audio", Experiment: 1 } && LateOfWords.Any(row.StageLabel.StartsWith)
        );

    /// <summary>None of these gains can be told to be one.</summary>
    public static Func<string, Finding> NotMore(Func<IEnumerable<(string Name, Estimate Value)>> gains) =>
        If(() =>
        {
            (string Name, Estimate Value)[] found = [.. gains()];
            return (
                found.All(gain => gain.Value.Low <= 0),
                string.Join("; ", found.Select(gain => $"{gain.Name} {gain.Value}"))
            );
        });

    public static bool Says(Claim claim, string words) => claim.Sentence.Contains(words, StringComparison.Ordinal);

    public static IEnumerable<(string Name, Estimate Value)> Gains(
        string modality,
        int experiment,
        string[] models,
        string baseline,
        string[] stages
    ) =>
        from model in models
        from stage in stages
        select ($"{model}, {stage}", PeopleGain(modality, experiment, model, baseline, stage));

    /// <summary>How many people took part in an experiment.</summary>
    public static int PeopleOf(string modality, int experiment) =>
        Published
            .Recognition.Where(row => row.Modality == modality && row.Experiment == experiment)
            .Select(row => row.Participants)
            .Distinct()
            .Single();
}
