using Metamers.Published;
using static Metamers.Claims.ClaimedRange;

namespace Metamers.Claims;

/// <summary>
/// What the published participants say about sentences that are easily said of the paper, true ones and others.
/// </summary>
/// <example>
/// <code>
/// PeopleClaims.Compute(new PublishedData())
/// </code>
/// </example>
public static class PeopleClaims
{
    /// <summary>Sizes that are called "hardly" and "about the same" are below this.</summary>
    internal const double Little = 0.1;

    /// <summary>Computes the claims from the participants.</summary>
    /// <param name="data">The published data.</param>
    public static ClaimList Compute(PublishedData data)
    {
        ArgumentNullException.ThrowIfNull(data);
        PeopleStudies standard = new(data, "vision", 1, "figure 2");
        PeopleStudies largeData = new(data, "vision", 12, "figure 2");
        PeopleStudies unlabelled = new(data, "vision", 5, "figure 3");
        PeopleStudies stylized = new(data, "vision", 10, "experiment 5 (pictures)");
        PeopleStudies adversarial = new(data, "vision", 3, "figure 4");
        PeopleStudies alexnet = new(data, "vision", 4, "figure 4");
        PeopleStudies contrastive = new(data, "vision", 16, "figure 3");
        PeopleStudies hmax = new(data, "vision", 6, "extended data 4");
        PeopleStudies filters = new(data, "audio", 6, "extended data 4");
        const string hardly = "Self-supervised training hardly changes recognition of late stages: ";
        const string late = "People do not recognise metamers of the last stage, whatever the network: ";
        const string later = "Self-supervised training helps a little at avgpool: ";
        const string ipcl = "konkle_alexnetgn_ipcl_ref01_primary_model";
        const string supervised = "konkle_alexnetgn_ipcl_ref12_supervised_ipcl_aug";
        return
        [
            standard.Lost(
                "Metamers of layer2 are recognised as the pictures are: ResNet-50",
                "resnet50",
                "layer2",
                Near0(Little)
            ),
            standard.Recognised(late + "standard ResNet-50", "resnet50", "final", Below(0.25)),
            adversarial.Recognised(late + "L2-trained ResNet-50", "resnet50_l2_3_robust", "final", Below(0.25)),
            largeData.Recognised(late + "CLIP ResNet-50", "CLIP_resnet50", "final", Below(0.25)),
            largeData.Recognised(late + "CLIP ViT-B/32", "CLIP_ViT-B_32", "final", Below(0.25)),
            largeData.Recognised(late + "SWSL ResNet-50", "SWSL_resnet50", "final", Below(0.25)),
            largeData.Recognised(late + "SWSL ResNeXt-101", "SWSL_resnext101_32x8d", "final", Below(0.25)),
            largeData.Recognised(late + "ViT-L/16", "vision_transformer_vit_large_patch16_224", "final", Below(0.25)),
            hmax.Recognised(late + "HMAX", "hmax_standard", "final", Below(0.25)),
            filters.Recognised(late + "SpecTemp", "spectemp_filters", "final", Below(0.25)),
            unlabelled.Gain(hardly + "BYOL, layer4", "resnet50_byol", "resnet50", "layer4", Near0(Little)),
            unlabelled.Gain(hardly + "SimCLR, layer4", "resnet50_simclr", "resnet50", "layer4", Near0(Little)),
            unlabelled.Gain(hardly + "MoCo, layer4", "resnet50_moco_v2", "resnet50", "layer4", Near0(Little)),
            unlabelled.Gain(hardly + "BYOL, final", "resnet50_byol", "resnet50", "final", Near0(Little)),
            unlabelled.Gain(hardly + "SimCLR, final", "resnet50_simclr", "resnet50", "final", Near0(Little)),
            unlabelled.Gain(hardly + "MoCo, final", "resnet50_moco_v2", "resnet50", "final", Near0(Little)),
            contrastive.Gain(hardly + "IPCL, final", ipcl, supervised, "final", Near0(Little)),
            unlabelled.Gain(later + "SimCLR", "resnet50_simclr", "resnet50", "avgpool", Above(0)),
            unlabelled.Gain(later + "MoCo", "resnet50_moco_v2", "resnet50", "avgpool", Above(0)),
            contrastive.Gain(later + "IPCL", ipcl, supervised, "avgpool", Above(0)),
            stylized.Gain(
                "Stylized pictures hardly change recognition: ResNet-50, mean of layer4, avgpool and final",
                "texture_shape_resnet50_trained_on_SIN",
                "resnet50",
                ["layer4", "avgpool", "final"],
                Near0(Little)
            ),
            adversarial.Gain(
                "Adversarial training (L2) helps: ResNet-50, layer4",
                "resnet50_l2_3_robust",
                "resnet50",
                "layer4",
                Above(0)
            ),
            adversarial.Gain(
                "Adversarial training (L∞, 8/255) helps: ResNet-50, layer4",
                "resnet50_linf_8_robust",
                "resnet50",
                "layer4",
                Above(0)
            ),
            adversarial.Gain(
                "Random perturbations (L2) do not help: ResNet-50, layer4",
                "resnet50_random_l2_perturb",
                "resnet50",
                "layer4",
                Below(0.05)
            ),
            adversarial.Gain(
                "Random perturbations (L∞) do not help: ResNet-50, layer4",
                "resnet50_random_linf8_perturb",
                "resnet50",
                "layer4",
                Below(0.05)
            ),
            alexnet.Gain(
                "L2 helps AlexNet more than L∞: relu4",
                "alexnet_l2_3_robust",
                "alexnet_linf_8_robust",
                "relu4",
                Above(0)
            ),
            .. HearingClaims.Compute(data),
            .. AliasingClaims.Compute(data),
        ];
    }
}
