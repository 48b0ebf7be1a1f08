using Metamers.Models.Architectures;

namespace Metamers.Models.Zoo;

/// <summary>
/// The paper's convolutional vision models, trained on ImageNet: CORnet-S, AlexNet, ResNet and similar ones.
/// </summary>
internal static class PaperConvolutionalCards
{
    private const string Shell = "random perturbations on the shell of the L2 ball (ε = 3)";
    private const string Corners = "random perturbations at the corners of the L∞ ball (ε = 8/255)";
    private const string OpenSelfSup = "Readout trained by the paper's authors; backbone of OpenSelfSup.";

    public static IReadOnlyList<ModelCard> All { get; } =
    [
        PaperCards.Seeing(
            "cornet_s",
            "CORnet-S",
            "CORnet-S",
            () => new CorNetS(),
            "cornet_s-1d3f7974.pth",
            "supervised"
        ) with
        {
            CheckpointUrl = "https://s3.amazonaws.com/cornet-models/cornet_s-1d3f7974.pth",
            Licence = "None stated for the weights; see https://github.com/dicarlolab/CORnet",
            Citation =
                "J. Kubilius, M. Schrimpf et al., Brain-Like Object Recognition with High-Performing Shallow "
                + "Recurrent ANNs, NeurIPS 2019.",
        },
        AlexNet(
            "alexnet_early_checkpoint",
            "alexnet_early_checkpoint_50.pt",
            "supervised, stopped after 50 of 120 epochs"
        ),
        AlexNet("alexnet_l2_3_robust", "alexnet_l2_3_robust_training.pt", "adversarial perturbations in L2 (ε = 3)"),
        AlexNet(
            "alexnet_linf_8_robust",
            "alexnet_linf_8_robust_training.pt",
            "adversarial perturbations in L∞ (ε = 8/255)"
        ),
        AlexNet("alexnet_random_l2_3_perturb", "alexnet_l2_3_random_perturb.pt", Shell),
        AlexNet("alexnet_random_linf8_perturb", "alexnet_random_linf_8_perturb.pt", Corners),
        Stylized(
            AlexNet(
                "texture_shape_alexnet_trained_on_SIN",
                "alexnet_train_60_epochs_lr0.001-b4aa5238.pth.tar",
                "supervised"
            ),
            "0008049cd10f74a944c6d5e90d4639927f8620ae"
        ),
        PaperCards.Seeing(
            "alexnet_reduced_aliasing_early_checkpoint",
            "LowPassAlexNet",
            "LowPassAlexNet",
            () => new LowPassAlexNet(),
            "alexnet_reduced_aliasing_early_checkpoint.pt",
            "supervised, stopped after 38 of 120 epochs"
        ) with
        {
            Citation = $"{ModelCards.Krizhevsky} {ModelCards.Feather}",
        },
        PaperCards.Seeing(
            "vonealexnet_gaussian_noise_std4_fixed",
            "VOneAlexNet",
            "VOneAlexNet",
            () => new VOneAlexNet(),
            "gvonealexnet_std4.pt",
            "supervised, with fresh noise at each step"
        ) with
        {
            Citation =
                "J. Dapello, T. Marques et al., Simulating a Primary Visual Cortex at the Front of CNNs Improves "
                + $"Robustness to Image Perturbations, NeurIPS 2020. {ModelCards.Feather}",
            Note =
                "The frozen noise is another sample than the authors', of the same distribution: theirs was "
                + "never saved.",
        },
        Robust(
            "resnet50_l2_3_robust",
            "resnet50_imagenet_l2_3_0_robustness.pt",
            "knf4uimlqsi1yz8/imagenet_l2_3_0.pt",
            "L2 (ε = 3)",
            "57.9"
        ),
        Robust(
            "resnet50_linf_4_robust",
            "resnet50_imagenet_linf_4_0_robustness.pt",
            "axfuary2w1cnyrg/imagenet_linf_4.pt",
            "L∞ (ε = 4/255)",
            "62.4"
        ),
        Robust(
            "resnet50_linf_8_robust",
            "resnet50_imagenet_linf_8_0_robustness.pt",
            "yxn15a9zklz3s8q/imagenet_linf_8.pt",
            "L∞ (ε = 8/255)",
            "47.9"
        ),
        ResNet50("resnet50_random_l2_perturb", "resnet50_random_l2_perturb.pt", Shell),
        ResNet50("resnet50_random_linf8_perturb", "resnet50_random_linf8_perturb.pt", Corners),
        ResNet50("resnet50_simclr", "resnet50_simclr.pt", "self-supervised (SimCLR)") with
        {
            Accuracy = PaperCards.Stated("59.2"),
            Note = OpenSelfSup,
        },
        ResNet50("resnet50_moco_v2", "resnet50_moco_v2.pt", "self-supervised (MoCo v2)") with
        {
            Accuracy = PaperCards.Stated("67.8"),
            Note = OpenSelfSup,
        },
        ResNet50("resnet50_byol", "resnet50_byol.pt", "self-supervised (BYOL)") with
        {
            Note = OpenSelfSup,
        },
        Stylized(
            ResNet50(
                "texture_shape_resnet50_trained_on_SIN",
                "resnet50_train_60_epochs-c8e5653e.pth.tar",
                "supervised"
            ),
            "6f41d2e86fc60566f78de64ecff35cc61eb6436f"
        ),
        SemiWeakly(
            ResNet50(
                "SWSL_resnet50",
                "semi_weakly_supervised_resnet50-16a12f1b.pth",
                "semi-weakly supervised on 940 million hashtagged pictures, then supervised"
            )
        ),
        SemiWeakly(
            PaperCards.Seeing(
                "SWSL_resnext101_32x8d",
                "ResNeXt-101 32×8d",
                "ResNeXt101_32x8d",
                () => new ResNext(),
                "semi_weakly_supervised_resnext101_32x8-b4712904.pth",
                "semi-weakly supervised on 940 million hashtagged pictures, then supervised"
            )
        ),
    ];

    private static ModelCard AlexNet(string key, string checkpoint, string training) =>
        PaperCards.Seeing(key, "AlexNet", "AlexNet", () => new AlexNet(), checkpoint, training) with
        {
            Citation = $"{ModelCards.Krizhevsky} {ModelCards.Feather}",
        };

    private static ModelCard ResNet50(string key, string checkpoint, string training) =>
        PaperCards.Seeing(key, "ResNet-50", "ResNet50", () => new ResNet(50), checkpoint, training) with
        {
            Citation = $"{ModelCards.He} {ModelCards.Feather}",
        };

    /// <summary>A network released with the robustness library.</summary>
    private static ModelCard Robust(string key, string checkpoint, string published, string norm, string accuracy) =>
        ResNet50(key, checkpoint, $"adversarial perturbations in {norm}") with
        {
            CheckpointUrl = $"https://www.dropbox.com/s/{published}?dl=1",
            Accuracy = PaperCards.Stated(accuracy),
            Licence = "None stated for the weights; the robustness library is MIT",
            Citation = $"{ModelCards.He} Weights: L. Engstrom et al., Robustness (Python Library), 2019.",
            Note = $"Save it as {checkpoint}, the name in the paper's archive.",
        };

    /// <summary>A network trained on pictures in the styles of paintings.</summary>
    private static ModelCard Stylized(ModelCard card, string revision) =>
        card with
        {
            Name = card.Name.Replace("ImageNet", "Stylized-ImageNet", StringComparison.Ordinal),
            TrainingData = "Stylized-ImageNet",
            CheckpointUrl =
                "https://bitbucket.org/robert_geirhos/texture-vs-shape-pretrained-models/raw/"
                + $"{revision}/{card.Checkpoint}",
            Licence = "None stated for the weights; see https://github.com/rgeirhos/texture-vs-shape",
            Citation =
                "R. Geirhos et al., ImageNet-trained CNNs are biased towards texture; increasing shape bias improves "
                + "accuracy and robustness, ICLR 2019.",
        };

    private static ModelCard SemiWeakly(ModelCard card) =>
        card with
        {
            CheckpointUrl = $"https://dl.fbaipublicfiles.com/semiweaksupervision/model_files/{card.Checkpoint}",
            Licence = "CC BY-NC 4.0",
            Citation =
                "I. Z. Yalniz et al., Billion-scale semi-supervised learning for image classification, "
                + "arXiv:1905.00546, 2019.",
        };
}
