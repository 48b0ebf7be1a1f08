using Metamers.Models;
using Metamers.Runtime;
using Metamers.Stimuli.Data.Sets;

namespace Metamers.Reports.Making;

/// <summary>
/// The fixed judges of a task: networks of the zoo that differ in training, architecture and seed. Adding or retraining
/// one changes the version, and records of two versions are not ranked together.
/// </summary>
/// <param name="Name">Name of the task.</param>
/// <param name="ClassNames">The classes that the judges tell apart.</param>
/// <param name="InputShape">Shape of the stimuli that they take.</param>
/// <param name="SamplingRate">Hz; null for pictures.</param>
/// <param name="Keys">Keys of the judges.</param>
internal sealed record JudgePanel(
    string Name,
    IReadOnlyList<string> ClassNames,
    IReadOnlyList<long> InputShape,
    int? SamplingRate,
    IReadOnlyList<string> Keys
)
{
    /// <summary>The panels that there are.</summary>
    public static IReadOnlyList<JudgePanel> All { get; } =
    [
        new(
            "cifar10",
            Cifar10.ClassNames,
            [3, Cifar10.Size, Cifar10.Size],
            null,
            [
                "resnet20-standard-seed0",
                "resnet20-standard-seed1",
                "resnet20-random-l2-seed0",
                "resnet20-random-linf-seed0",
                "resnet20-l2-seed0",
                "resnet20-linf-seed0",
                "vgg8-standard-seed0",
                "vgg8-l2-seed0",
                "lowpassvgg8-standard-seed0",
            ]
        ),
        new(
            "spoken-digits",
            SpokenDigits.ClassNames(SpokenDigitsTask.Digit),
            [SpokenDigits.SamplingRate],
            SpokenDigits.SamplingRate,
            [
                "cochcnnsmall-digit-seed0",
                "cochcnnsmall-digit-seed1",
                "cochcnnsmall-digit-cochleagram-random-l2-seed0",
                "cochcnnsmall-digit-cochleagram-l2-seed0",
                "cochcnnsmall-digit-waveform-l2-seed0",
                "cochresnetsmall-digit-seed0",
                "lowpasscochcnnsmall-digit-long-seed0",
            ]
        ),
    ];

    /// <summary>Proportion correct by guessing.</summary>
    public double Chance => 1.0 / ClassNames.Count;

    /// <summary>The version, from the judges and the hashes of their files.</summary>
    public string VersionWith(IEnumerable<string?> checkpoints) =>
        $"{Name}-{TextHash.Compute(string.Join('\n', Keys.Zip(checkpoints, (key, hash) => $"{key} {hash}")))}";

    /// <summary>The panel of the network's task; null, with the reason, if there is none.</summary>
    public static JudgePanel? Find(StagedModel model, out string? reason)
    {
        JudgePanel? panel = All.FirstOrDefault(panel =>
            panel.SamplingRate == model.SamplingRate && panel.InputShape.SequenceEqual(model.InputShape)
        );
        IReadOnlyList<string>? names = model.Card.ClassNames;
        reason =
            panel is null
                ? $"no panel judges {model.Kind.Plural} of the shape ({string.Join(", ", model.InputShape)}); there "
                    + $"are panels for "
                    + string.Join(" and ", All.Select(known => $"{known.Name} ({string.Join(", ", known.InputShape)})"))
            : !model.HasDecision
                ? "the network makes no decision: it ends in features, so that the paper's first condition cannot be "
                    + "tested"
            : names is not null && !names.SequenceEqual(panel.ClassNames)
                ? $"the network has another task than the panel '{panel.Name}': {Difference(names, panel.ClassNames)}, "
                    + $"and the panel's classes are {string.Join(", ", panel.ClassNames)}"
            : model.Stages[^1].Units != panel.ClassNames.Count
                ? $"the network has {model.Stages[^1].Units} classes and the panel '{panel.Name}' "
                    + $"{panel.ClassNames.Count}"
            : null;
        return reason is null ? panel : null;
    }

    /// <summary>
    /// Names of the network's classes, by its card or, if that has none, by the panel of its task; null if neither is
    /// known.
    /// </summary>
    public static IReadOnlyList<string>? ClassNamesOf(StagedModel model) =>
        model.Card.ClassNames ?? Find(model, out _)?.ClassNames;

    /// <summary>In what the names of a network's classes differ from those of the panel, in words.</summary>
    private static string Difference(IReadOnlyList<string> names, IReadOnlyList<string> panel)
    {
        int first = names.Zip(panel).TakeWhile(pair => pair.First == pair.Second).Count();
        return first == names.Count || first == panel.Count ? $"it names {names.Count} classes"
            : first == 0 ? $"its first class is '{names[0]}'"
            : $"its class {first + 1} is '{names[first]}' in place of '{panel[first]}'";
    }
}
