namespace Metamers.Published;

/// <summary>
/// What the authors' names of models, stages and regions are called in figures: models as in the paper's own figures,
/// without their LaTeX markup.
/// </summary>
internal static class PaperNames
{
    private const string Standard = "standard";
    private const string Classical = "classical";
    private const string Shape = "trained on shape";
    private const string Filtered = "filtered front end";
    private const string LargeData = "larger data sets";
    private const string SelfSupervised = "self-supervised";
    private const string Adversarial = "adversarially trained";
    private const string Random = "random perturbations";

    private static readonly Dictionary<string, (string Name, string Kind)> Models = new()
    {
        ["alexnet"] = ("AlexNet Standard", Standard),
        ["cornet_s"] = ("CORnet-S Standard", Standard),
        ["resnet101"] = ("ResNet101 Standard", Standard),
        ["resnet50"] = ("ResNet50 Standard", Standard),
        ["vgg_19"] = ("VGG-19 Standard", Standard),
        ["resnet50_l2_3_robust"] = ("ResNet50 L2 ε = 3", Adversarial),
        ["resnet50_linf_4_robust"] = ("ResNet50 L∞ ε = 4/255", Adversarial),
        ["resnet50_linf_8_robust"] = ("ResNet50 L∞ ε = 8/255", Adversarial),
        ["resnet50_random_l2_perturb"] = ("ResNet50 random L2 ε = 3", Random),
        ["resnet50_random_linf8_perturb"] = ("ResNet50 random L∞ ε = 8/255", Random),
        ["alexnet_l2_3_robust"] = ("AlexNet L2 ε = 3", Adversarial),
        ["alexnet_linf_8_robust"] = ("AlexNet L∞ ε = 8/255", Adversarial),
        ["alexnet_random_l2_3_perturb"] = ("AlexNet random L2 ε = 3", Random),
        ["alexnet_random_linf8_perturb"] = ("AlexNet random L∞ ε = 8/255", Random),
        ["resnet50_byol"] = ("ResNet50-BYOL", SelfSupervised),
        ["resnet50_moco_v2"] = ("ResNet50-MOCO_V2", SelfSupervised),
        ["resnet50_simclr"] = ("ResNet50-SIMCLR", SelfSupervised),
        ["hmax_standard"] = ("HMAX", Classical),
        ["alexnet_early_checkpoint"] = ("AlexNet (Early Checkpoint)", Standard),
        ["alexnet_reduced_aliasing_early_checkpoint"] = ("LowpassAlexNet", Filtered),
        ["vonealexnet_gaussian_noise_std4_fixed"] = ("VOneAlexNet", Filtered),
        ["texture_shape_alexnet_trained_on_SIN"] = ("AlexNet, Shape Trained", Shape),
        ["texture_shape_resnet50_trained_on_SIN"] = ("ResNet50, Shape Trained", Shape),
        ["CLIP_ViT-B_32"] = ("CLIP ViT-B32", LargeData),
        ["CLIP_resnet50"] = ("CLIP ResNet50", LargeData),
        ["SWSL_resnet50"] = ("SWSL ResNet50", LargeData),
        ["SWSL_resnext101_32x8d"] = ("SWSL ResNext101_32x8", LargeData),
        ["vision_transformer_vit_large_patch16_224"] = ("VIT LargePatch16_224", LargeData),
        ["konkle_alexnetgn_ipcl_ref01_primary_model"] = ("IPCL AlexNetGN, Primary Model", SelfSupervised),
        ["konkle_alexnetgn_ipcl_ref12_supervised_ipcl_aug"] = ("AlexNetGN, Supervised", Standard),
        ["cochresnet50"] = ("CochResNet50 Standard", Standard),
        ["kell2018"] = ("CochCNN9 Standard", Standard),
        ["cochresnet50_l2_1_random_step_waveform"] = ("CochResNet50 random waveform L2 ε = 1", Random),
        ["cochresnet50_l2_1_robust_waveform"] = ("CochResNet50 waveform L2 ε = 1", Adversarial),
        ["cochresnet50_l2_p5_robust_waveform"] = ("CochResNet50 waveform L2 ε = 0.5", Adversarial),
        ["cochresnet50_linf_p002_random_step_waveform"] = ("CochResNet50 random waveform L∞ ε = 0.002", Random),
        ["cochresnet50_linf_p002_robust_waveform"] = ("CochResNet50 waveform L∞ ε = 0.002", Adversarial),
        ["kell2018_l2_1_random_step_waveform"] = ("CochCNN9 random waveform L2 ε = 1", Random),
        ["kell2018_l2_1_robust_waveform"] = ("CochCNN9 waveform L2 ε = 1", Adversarial),
        ["kell2018_linf_p002_random_step_waveform"] = ("CochCNN9 random waveform L∞ ε = 0.002", Random),
        ["kell2018_linf_p002_robust_waveform"] = ("CochCNN9 waveform L∞ ε = 0.002", Adversarial),
        ["spectemp_filters"] = ("Spectemp", Classical),
        ["cochresnet50_l2_1_random_step_cochleagram"] = ("CochResNet50 random cochleagram L2 ε = 1", Random),
        ["cochresnet50_l2_1_robust_cochleagram"] = ("CochResNet50 cochleagram L2 ε = 1", Adversarial),
        ["cochresnet50_l2_p5_robust_cochleagram"] = ("CochResNet50 cochleagram L2 ε = 0.5", Adversarial),
        ["kell2018_l2_1_random_step_cochleagram"] = ("CochCNN9 random cochleagram L2 ε = 1", Random),
        ["kell2018_l2_1_robust_cochleagram"] = ("CochCNN9 cochleagram L2 ε = 1", Adversarial),
        ["kell2018_l2_p5_robust_cochleagram"] = ("CochCNN9 cochleagram L2 ε = 0.5", Adversarial),
    };

    private static readonly Dictionary<string, string> Regions = new()
    {
        ["all_aud_voxels"] = "All voxels of auditory cortex",
        ["tonotopic"] = "Tonotopic voxels",
        ["pitch"] = "Voxels that respond to pitch",
        ["music"] = "Voxels that respond to music",
        ["speech"] = "Voxels that respond to speech",
    };

    /// <summary>A model's name in the paper; of another model the name as it is.</summary>
    public static string Model(string key) => Models.TryGetValue(key, out var model) ? model.Name : key;

    /// <summary>What kind of training or front end a model has; "other" for a model that is not the paper's.</summary>
    public static string Kind(string key) => Models.TryGetValue(key, out var model) ? model.Kind : "other";

    /// <summary>A stage's name without the suffix of the identity gradient.</summary>
    public static string Stage(string stage) =>
        stage.Replace("_fake_relu", "", StringComparison.Ordinal).Replace("_fakerelu", "", StringComparison.Ordinal);

    /// <summary>A region of the brain in words; V1, V2, V4 and IT as they are.</summary>
    public static string Region(string region) => Regions.GetValueOrDefault(region, region);
}
