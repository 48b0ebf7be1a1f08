using Metamers.Models.Architectures;
using Metamers.Models.Architectures.Blocks;

namespace Metamers.Models.Zoo;

/// <summary>The paper's other vision models: HMAX, a vision transformer, CLIP and AlexNet-GN.</summary>
internal static class PaperOtherCards
{
    private const string TorchScript =
        "OpenAI's file is a TorchScript program. In Python, once: torch.save(torch.jit.load('{0}', "
        + "map_location='cpu').state_dict(), '{1}'). "
        + "Its weights have half precision and are converted. The last stage is an embedding, not logits.";

    public static IReadOnlyList<ModelCard> All { get; } =
    [
        PaperCards.Seeing(
            "hmax_standard",
            "HMAX",
            "HMAX",
            () => new Hmax(),
            "hmax_linear_classification.pt",
            "linear readout, 30 epochs"
        ) with
        {
            Input = Hmax.Greys,
            Accuracy = PaperCards.Stated("about 6"),
            Citation =
                "T. Serre, A. Oliva, T. Poggio, A Feedforward Architecture Accounts for Rapid Categorization, PNAS "
                + $"104, 2007. {ModelCards.Feather}",
            Note =
                "It takes grey pictures of 250 × 250 with values of 0 to 255. The checkpoint holds the patches and "
                + "the readout.",
        },
        PaperCards.Seeing(
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
            Note = $"The readout is in {PaperCards.VisualArchive}.",
        },
        Prototypes(
            "konkle_alexnetgn_ipcl_ref12_supervised_ipcl_aug",
            "AlexNet-GN, supervised",
            "supervised, with the five views of IPCL",
            "55.7",
            "alexnet_gn_s1000_imagenet_wus_aug_final_weights_only.pth.tar"
        ),
    ];

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
        PaperCards.Seeing(key, name, architecture, create, checkpoint, "with captions") with
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
        PaperCards.Seeing(key, name, "AlexNetGn", () => new AlexNetGn(), checkpoint, training) with
        {
            CheckpointUrl =
                $"https://visionlab-pretrainedmodels.s3.amazonaws.com/project_instancenet/ipcl/{checkpoint}",
            Accuracy = PaperCards.Stated(accuracy),
            Licence = "None stated for the weights; the code of open_ipcl is MIT",
            Citation =
                "T. Konkle, G. A. Alvarez, A self-supervised domain-general learning framework for human ventral "
                + "stream representation, Nature Communications 13, 2022.",
        };
}
