using Metamers.Models.Architectures;

namespace Metamers.Models.Zoo;

/// <summary>The paper's auditory models.</summary>
internal static class PaperSoundCards
{
    private const string AudioArchive =
        "https://mcdermottlab.mit.edu//jfeather/model_metamers_assets/pytorch_metamers_audio_model_checkpoints.tar";
    private const string Words = "Word-Speaker-Noise: 793 words in background sounds (JSIN v3; not distributed)";

    public static IReadOnlyList<ModelCard> All { get; } =
    [
        .. Convolutional(
            "kell2018",
            "CochCNN9",
            "CochCnn9",
            "kell2018_wsn_word",
            () => new CochCnn9(),
            ModelCards.Kell,
            wide: false
        ),
        .. Convolutional(
            "cochresnet50",
            "CochResNet50",
            "CochResNet50",
            "cochresnet_wsn_word",
            () => new CochResNet50(),
            ModelCards.He,
            wide: true
        ),
        Hearing(
            "spectemp_filters",
            "SpecTemp",
            "SpecTemp",
            () => new SpecTemp(),
            "spectemp_model.pt",
            "linear readout",
            "T. Chi, P. Ru, S. A. Shamma, Multiresolution spectrotemporal analysis of complex sounds, JASA 118, 2005."
        ),
    ];

    /// <summary>
    /// An auditory model with ordinary training and with each kind of training against perturbations; only the wide one
    /// was also trained on the waveform with ε = 0.5.
    /// </summary>
    private static IEnumerable<ModelCard> Convolutional(
        string key,
        string name,
        string architecture,
        string file,
        Func<StagedModel> create,
        string citation,
        bool wide
    ) =>
        new[]
        {
            ("", "supervised"),
            ("_l2_1_robust_waveform", "adversarial perturbations of the waveform in L2 (ε = 1)"),
            ("_l2_p5_robust_waveform", "adversarial perturbations of the waveform in L2 (ε = 0.5)"),
            ("_linf_p002_robust_waveform", "adversarial perturbations of the waveform in L∞ (ε = 0.002)"),
            ("_l2_1_random_step_waveform", "random perturbations of the waveform in L2 (ε = 1)"),
            ("_linf_p002_random_step_waveform", "random perturbations of the waveform in L∞ (ε = 0.002)"),
            ("_l2_1_robust_cochleagram", "adversarial perturbations of the cochleagram in L2 (ε = 1)"),
            ("_l2_p5_robust_cochleagram", "adversarial perturbations of the cochleagram in L2 (ε = 0.5)"),
            ("_l2_1_random_step_cochleagram", "random perturbations of the cochleagram in L2 (ε = 1)"),
        }
            .Where(variant => wide || variant.Item1 != "_l2_p5_robust_waveform")
            .Select(variant =>
                Hearing(
                    key + variant.Item1,
                    name,
                    architecture,
                    create,
                    $"{file}{variant.Item1}.pt",
                    variant.Item2,
                    citation
                )
            );

    private static ModelCard Hearing(
        string key,
        string name,
        string architecture,
        Func<StagedModel> create,
        string checkpoint,
        string training,
        string citation
    ) =>
        new()
        {
            Key = key,
            PaperKey = key,
            Name = $"{name}, words, {training}",
            Architecture = architecture,
            Create = create,
            Input = InputNormalization.Sound,
            Classes = 794,
            TrainingData = $"{Words}; {training}",
            Checkpoint = checkpoint,
            CheckpointUrl = AudioArchive,
            Licence = PaperCards.NoLicence,
            Citation = $"{citation} {ModelCards.Feather}",
        };
}
