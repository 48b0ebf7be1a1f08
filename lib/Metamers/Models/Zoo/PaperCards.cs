using Metamers.Models.Architectures;
using Metamers.Models.Architectures.Blocks;
using Metamers.Stimuli.Data.Sets;

namespace Metamers.Models.Zoo;

/// <summary>
/// The paper's networks, with the names in its code and data; those of torchvision are among <see cref="ModelCards"/>.
/// File names and addresses are those of the authors' repository (download_large_files.py, the READMEs of its
/// checkpoint folders, build_network.py of each network).
/// </summary>
internal static class PaperCards
{
    private const string VisualArchive =
        "https://mcdermottlab.mit.edu//jfeather/model_metamers_assets/pytorch_metamers_visual_model_checkpoints.tar";
    private const string AudioArchive =
        "https://mcdermottlab.mit.edu//jfeather/model_metamers_assets/pytorch_metamers_audio_model_checkpoints.tar";
    private const string NoLicence = "None stated for the weights; the code of the paper is MIT";
    private const string Shell = "random perturbations on the shell of the L2 ball (ε = 3)";
    private const string Corners = "random perturbations at the corners of the L∞ ball (ε = 8/255)";
    private const string Words = "Word-Speaker-Noise: 793 words in background sounds (JSIN v3; not distributed)";
    private const string OpenSelfSup = "Readout trained by the paper's authors; backbone of OpenSelfSup.";
    private const string TorchScript =
        "OpenAI's file is a TorchScript program. In Python, once: torch.save(torch.jit.load('{0}', "
        + "map_location='cpu').state_dict(), '{1}'). "
        + "Its weights have half precision and are converted. The last stage is an embedding, not logits.";

    public static IReadOnlyList<ModelCard> All { get; } =
    [
        Seeing("cornet_s", "CORnet-S", "CORnet-S", () => new CorNetS(), "cornet_s-1d3f7974.pth", "supervised") with
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
        Seeing(
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
        Seeing(
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
            Accuracy = Stated("59.2"),
            Note = OpenSelfSup,
        },
        ResNet50("resnet50_moco_v2", "resnet50_moco_v2.pt", "self-supervised (MoCo v2)") with
        {
            Accuracy = Stated("67.8"),
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
            Seeing(
                "SWSL_resnext101_32x8d",
                "ResNeXt-101 32×8d",
                "ResNeXt101_32x8d",
                () => new ResNext(),
                "semi_weakly_supervised_resnext101_32x8-b4712904.pth",
                "semi-weakly supervised on 940 million hashtagged pictures, then supervised"
            )
        ),
        Seeing(
            "hmax_standard",
            "HMAX",
            "HMAX",
            () => new Hmax(),
            "hmax_linear_classification.pt",
            "linear readout, 30 epochs"
        ) with
        {
            Input = Hmax.Greys,
            Accuracy = Stated("about 6"),
            Citation =
                "T. Serre, A. Oliva, T. Poggio, A Feedforward Architecture Accounts for Rapid Categorization, PNAS "
                + $"104, 2007. {ModelCards.Feather}",
            Note =
                "It takes grey pictures of 250 × 250 with values of 0 to 255. The checkpoint holds the patches and "
                + "the readout.",
        },
        Seeing(
            "vision_transformer_vit_large_patch16_224",
            "ViT-L/16",
            "ViT-L16",
            () => new VisionTransformer(),
            "vit_large_patch16_224.augreg_in21k_ft_in1k.safetensors",
            "supervised, on ImageNet-21k first"
        ) with
        {
            CheckpointUrl =
                "https://huggingface.co/timm/vit_large_patch16_224.augreg_in21k_ft_in1k/resolve/main/model.safetensors",
            Licence = "Apache-2.0",
            Citation =
                "A. Steiner et al., How to train your ViT? Data, Augmentation, and Regularization in Vision "
                + "Transformers, TMLR 2022.",
            Note =
                "Rename model.safetensors to the name above. The paper normalised its pictures by ImageNet's mean "
                + "and deviation, though these weights were trained with 0.5 and 0.5; "
                + "for the latter build new VisionTransformer(input: new(0, 1, [0.5, 0.5, 0.5], [0.5, 0.5, 0.5])).",
        },
        Language(
            "CLIP_resnet50",
            "CLIP RN50, image encoder",
            "CLIP-RN50",
            () => new ClipResNet50(),
            1024,
            "RN50.pt",
            "clip-rn50.pt",
            "afeb0e10f9e5a86da6080e35cf09123aca3b358a0c3e3b6c78a7b63bc04b6762"
        ),
        Language(
            "CLIP_ViT-B_32",
            "CLIP ViT-B/32, image encoder",
            "CLIP-ViT-B32",
            () => new ClipVisionTransformer(),
            512,
            "ViT-B-32.pt",
            "clip-vit-b-32.pt",
            "40d365715913c9da98579312b702a82c18be219cc2a73407c4526f58eba950af"
        ),
        Prototypes(
            "konkle_alexnetgn_ipcl_ref01_primary_model",
            "AlexNet-GN, instance-prototype contrastive learning",
            "self-supervised (IPCL), linear readout",
            "39.5",
            "06_instance_imagenet_AlexNet_n5_lr03_pct40_t07_div1000_e100_bs128_bm20_gn_stack_final_weights_only.pth.tar"
        ) with
        {
            ReadoutCheckpoint = "ipcl_model_01_alexnet_fc7_ipcl_training_head_ipcl1_fc7_lincls_onecycle.pth.tar",
            Note = $"The readout lies in {VisualArchive}.",
        },
        Prototypes(
            "konkle_alexnetgn_ipcl_ref12_supervised_ipcl_aug",
            "AlexNet-GN, supervised",
            "supervised, with the five views of IPCL",
            "55.7",
            "alexnet_gn_s1000_imagenet_wus_aug_final_weights_only.pth.tar"
        ),
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

    private static ModelCard Seeing(
        string key,
        string name,
        string architecture,
        Func<StagedModel> create,
        string checkpoint,
        string training
    ) =>
        new()
        {
            Key = key,
            PaperKey = key,
            Name = $"{name}, ImageNet, {training}",
            Architecture = architecture,
            Create = create,
            Classes = 1000,
            ClassNames = ImageNet.ClassNames,
            TrainingData = $"ImageNet (ILSVRC 2012); {training}",
            Checkpoint = checkpoint,
            CheckpointUrl = VisualArchive,
            Licence = NoLicence,
            Citation = ModelCards.Feather,
        };

    private static ModelCard AlexNet(string key, string checkpoint, string training) =>
        Seeing(key, "AlexNet", "AlexNet", () => new AlexNet(), checkpoint, training) with
        {
            Citation = $"{ModelCards.Krizhevsky} {ModelCards.Feather}",
        };

    private static ModelCard ResNet50(string key, string checkpoint, string training) =>
        Seeing(key, "ResNet-50", "ResNet50", () => new ResNet(50), checkpoint, training) with
        {
            Citation = $"{ModelCards.He} {ModelCards.Feather}",
        };

    /// <summary>A network released with the robustness library.</summary>
    private static ModelCard Robust(string key, string checkpoint, string published, string norm, string accuracy) =>
        ResNet50(key, checkpoint, $"adversarial perturbations in {norm}") with
        {
            CheckpointUrl = $"https://www.dropbox.com/s/{published}?dl=1",
            Accuracy = Stated(accuracy),
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
                $"https://bitbucket.org/robert_geirhos/texture-vs-shape-pretrained-models/raw/{revision}/{card.Checkpoint}",
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

    private static ModelCard Language(
        string key,
        string name,
        string architecture,
        Func<StagedModel> create,
        int dimensions,
        string published,
        string checkpoint,
        string sha256
    ) =>
        Seeing(key, name, architecture, create, checkpoint, "with captions") with
        {
            Name = $"{name}, 400 million captioned pictures",
            TrainingData = "400 million pictures and their captions from the web (not distributed)",
            Input = Clip.Normalization,
            Classes = dimensions,
            ClassNames = null,
            CheckpointUrl = $"https://openaipublic.azureedge.net/clip/models/{sha256}/{published}",
            Licence = "MIT",
            Citation =
                "A. Radford et al., Learning Transferable Visual Models From Natural Language Supervision, ICML 2021.",
            Note = string.Format(null, TorchScript, published, checkpoint) + $" SHA-256 of OpenAI's file: {sha256}.",
        };

    private static ModelCard Prototypes(string key, string name, string training, string accuracy, string checkpoint) =>
        Seeing(key, name, "AlexNetGn", () => new AlexNetGn(), checkpoint, training) with
        {
            CheckpointUrl =
                $"https://visionlab-pretrainedmodels.s3.amazonaws.com/project_instancenet/ipcl/{checkpoint}",
            Accuracy = Stated(accuracy),
            Licence = "None stated for the weights; the code of open_ipcl is MIT",
            Citation =
                "T. Konkle, G. A. Alvarez, A self-supervised domain-general learning framework for human ventral "
                + "stream representation, Nature Communications 13, 2022.",
        };

    /// <summary>
    /// An auditory model, with standard training and with each kind of training against perturbations; only the wide
    /// one was trained with waveform ε = 0.5.
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
            Licence = NoLicence,
            Citation = $"{citation} {ModelCards.Feather}",
        };

    private static string Stated(string accuracy) =>
        $"{accuracy} % of the ImageNet validation set (first guess, as its authors state)";
}
