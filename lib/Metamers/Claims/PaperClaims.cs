using Metamers.Published;
using Metamers.Studies;
using static Metamers.Claims.ClaimedRange;
using static Metamers.Claims.ClaimNetworks;

namespace Metamers.Claims;

/// <summary>
/// What the two papers claim of people, asked of the networks of this project: the paper's number, ours with its
/// interval, and the verdict. The judges are those that were not trained adversarially, unlike the robust networks
/// whose metamers they are given.
/// </summary>
/// <example>
/// <code>
/// var studies = Path.Combine(ProjectFolder.Data, "studies");
/// var pictures = StudyResults.Load(Path.Combine(studies, "transfer-pictures"));
/// var words = StudyResults.Load(Path.Combine(studies, "transfer-words"));
/// PaperClaims.Compute(new PublishedData(), pictures, words)
/// </code>
/// </example>
public static class PaperClaims
{
    private const JudgeGroup Judges = JudgeGroup.NotAdversarial;
    private const string Predecessor = "2019";

    /// <summary>Computes the table.</summary>
    /// <param name="published">The paper's data.</param>
    /// <param name="pictures">The study of pictures.</param>
    /// <param name="words">The study of words.</param>
    /// <returns>
    /// One claim for each; the paper's number is null for those of the predecessor, whose participants' data are not
    /// released.
    /// </returns>
    public static ClaimList Compute(PublishedData published, StudyResults pictures, StudyResults words)
    {
        ArgumentNullException.ThrowIfNull(published);
        ArgumentNullException.ThrowIfNull(pictures);
        ArgumentNullException.ThrowIfNull(words);
        (StudyRecognition seen, StudyRecognition heard) = (pictures.ToRecognition(), words.ToRecognition());
        double Gain(string modality, int experiment, string model, string baseline, string stage) =>
            People(published, modality, experiment, model, stage)
            - People(published, modality, experiment, baseline, stage);
        Claim Network(
            StudyRecognition study,
            string figure,
            string sentence,
            string network,
            string baseline,
            string stage,
            ClaimedRange claimed,
            double? theirs
        ) => new StudyClaims(study, figure).Gain(sentence, network, baseline, stage, Judges, claimed, theirs);
        const string coch = "kell2018_l2_1_robust_cochleagram";
        const string wave = "kell2018_l2_1_robust_waveform";
        return
        [
            new StudyClaims(seen, "2023, fig. 2").Lost(
                "Metamers of the last stage are recognised far less often (by more than 0.25) than the pictures",
                ResNet,
                "final",
                seen.JudgesOf(ResNet, Judges),
                Judges.Name(),
                Above(0.25),
                People(published, "vision", 1, "resnet50", "natural")
                    - People(published, "vision", 1, "resnet50", "final")
            ),
            new StudyClaims(heard, "2023, fig. 2").Lost(
                "… than the words",
                Cnn,
                "final",
                heard.JudgesOf(Cnn, Judges),
                Judges.Name(),
                Above(0.25),
                People(published, "audio", 1, "kell2018", "natural")
                    - People(published, "audio", 1, "kell2018", "final")
            ),
            Network(
                seen,
                "2023, fig. 4",
                "L2 training makes late metamers more recognisable (ResNet-20, layer3)",
                ResNetL2,
                ResNet,
                "layer3",
                Above(0),
                Gain("vision", 3, "resnet50_l2_3_robust", "resnet50", "layer4")
            ),
            Network(
                seen,
                "2023, fig. 4",
                "… (ResNet-20, final)",
                ResNetL2,
                ResNet,
                "final",
                Above(0),
                Gain("vision", 3, "resnet50_l2_3_robust", "resnet50", "final")
            ),
            Network(
                seen,
                "2023, fig. 4",
                "… (VGG-8, final)",
                VggL2,
                Vgg,
                "final",
                Above(0),
                Gain("vision", 4, "alexnet_l2_3_robust", "alexnet", "final")
            ),
            Network(
                seen,
                "2023, fig. 4",
                "L∞ training does (ResNet-20, final)",
                ResNetLInf,
                ResNet,
                "final",
                Above(0),
                Gain("vision", 3, "resnet50_linf_8_robust", "resnet50", "final")
            ),
            Network(
                seen,
                "2023, fig. 4",
                "Random L2 perturbations do not, by 0.1 (ResNet-20, layer3)",
                ResNetRandomL2,
                ResNet,
                "layer3",
                Below(0.1),
                Gain("vision", 3, "resnet50_random_l2_perturb", "resnet50", "layer4")
            ),
            Network(
                seen,
                "2023, fig. 4",
                "Random L∞ perturbations do not, by 0.1 (ResNet-20, layer3)",
                ResNetRandomLInf,
                ResNet,
                "layer3",
                Below(0.1),
                Gain("vision", 3, "resnet50_random_linf8_perturb", "resnet50", "layer4")
            ),
            Network(
                heard,
                "2023, fig. 5",
                "Training on perturbed cochleagrams does (CochCnnSmall, relu4)",
                CnnCochleagram,
                Cnn,
                "relu4",
                Above(0),
                Gain("audio", 8, coch, "kell2018", "relu4")
            ),
            Network(
                heard,
                "2023, fig. 5",
                "… more than on perturbed waveforms (CochCnnSmall, relu4)",
                CnnCochleagram,
                CnnWaveform,
                "relu4",
                Above(0),
                Gain("audio", 8, coch, wave, "relu4")
            ),
            Network(
                heard,
                "2023, fig. 5",
                "Training on perturbed waveforms does (CochCnnSmall, relu4)",
                CnnWaveform,
                Cnn,
                "relu4",
                Above(0),
                Gain("audio", 8, wave, "kell2018", "relu4")
            ),
            Network(
                seen,
                "2023, fig. 6",
                "Less aliasing does, in vision (VGG-8, fc_relu_0)",
                VggLowPass,
                Vgg,
                "fc_relu_0",
                Above(0),
                Gain("vision", 9, "alexnet_reduced_aliasing_early_checkpoint", "alexnet_early_checkpoint", "fc0_relu")
            ),
            Network(
                heard,
                Predecessor,
                "Less aliasing does, in hearing (CochCnnSmall, relu4)",
                CnnLowPass,
                Cnn,
                "relu4",
                Above(0),
                null
            ),
            Network(
                seen,
                Predecessor,
                "Late metamers are more recognisable before training (ResNet-20, layer3)",
                ResNetUntrained,
                ResNet,
                "layer3",
                Above(0),
                null
            ),
            Network(
                heard,
                Predecessor,
                "Late metamers are more recognisable before training (CochCnnSmall, relu4)",
                CnnUntrained,
                Cnn,
                "relu4",
                Above(0),
                null
            ),
        ];
    }

    private static double People(PublishedData data, string modality, int experiment, string model, string stage) =>
        data
            .Recognition.Single(row =>
                row.Modality == modality
                && row.Experiment == experiment
                && row.Model == model
                && row.StageLabel == stage
            )
            .HumanMean;
}
