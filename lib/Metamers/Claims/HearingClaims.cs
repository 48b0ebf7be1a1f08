using Metamers.Published;
using static Metamers.Claims.ClaimedRange;

namespace Metamers.Claims;

/// <summary>
/// What the published participants say of auditory models that were trained on perturbed waveforms or cochleagrams.
/// </summary>
internal static class HearingClaims
{
    private const string ResNet = "cochresnet50";
    private const string ResNetWaveform = "cochresnet50_l2_1_robust_waveform";
    private const string ResNetCochleagram = "cochresnet50_l2_1_robust_cochleagram";
    private const string Cnn = "kell2018";
    private const string CnnWaveform = "kell2018_l2_1_robust_waveform";
    private const string CnnCochleagram = "kell2018_l2_1_robust_cochleagram";

    /// <summary>The claims, those about waveforms first.</summary>
    public static IEnumerable<Claim> Compute(PublishedData data)
    {
        PeopleStudies waveform = new(data, "audio", 3, "figure 5");
        PeopleStudies cnnWaveform = new(data, "audio", 4, "figure 5");
        PeopleStudies cochleagram = new(data, "audio", 7, "figure 5");
        PeopleStudies cnnCochleagram = new(data, "audio", 8, "figure 5");
        return
        [
            Hardly(waveform, "CochResNet50", ResNetWaveform, ResNet, "layer4"),
            Hardly(waveform, "CochResNet50", ResNetWaveform, ResNet, "final"),
            Hardly(cnnWaveform, "CochCNN9", CnnWaveform, Cnn, "relu4"),
            Hardly(cnnWaveform, "CochCNN9", CnnWaveform, Cnn, "avgpool"),
            .. from network in new[]
            {
                ("L2 ε = 1", ResNetWaveform),
                ("L2 ε = 0.5", "cochresnet50_l2_p5_robust_waveform"),
                ("L∞", "cochresnet50_linf_p002_robust_waveform"),
            }
            from stage in new[] { "layer4", "avgpool", "final" }
            where (network.Item2, stage) != (ResNetWaveform, "layer4") // said above
            select Helps(waveform, $"waveforms help: CochResNet50, {network.Item1}", network.Item2, ResNet, stage),
            .. from stage in new[] { "relufc", "final" }
            select Helps(cnnWaveform, "waveforms help: CochCNN9", CnnWaveform, Cnn, stage),
            .. from stage in new[] { "avgpool", "final" }
            select Helps(cochleagram, "cochleagrams help: CochResNet50", ResNetCochleagram, ResNet, stage),
            .. from stage in new[] { "relu4", "avgpool", "relufc", "final" }
            select Helps(cnnCochleagram, "cochleagrams help: CochCNN9", CnnCochleagram, Cnn, stage),
            .. from stage in new[] { "layer4", "avgpool", "final" }
            select Helps(
                cochleagram,
                "cochleagrams help more than perturbed waveforms: CochResNet50",
                ResNetCochleagram,
                ResNetWaveform,
                stage
            ),
            Helps(
                cnnCochleagram,
                "cochleagrams help more than perturbed waveforms: CochCNN9",
                CnnCochleagram,
                CnnWaveform,
                "relu4"
            ),
        ];
    }

    private static Claim Hardly(PeopleStudies people, string name, string model, string baseline, string stage) =>
        people.Gain(
            $"Training on perturbed waveforms hardly changes recognition: {name}, {stage}",
            model,
            baseline,
            stage,
            Near0(PeopleClaims.Little)
        );

    private static Claim Helps(PeopleStudies people, string what, string model, string baseline, string stage) =>
        people.Gain($"Perturbed {what}, {stage}", model, baseline, stage, Above(0));
}
