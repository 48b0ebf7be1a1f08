using Metamers.Models.Cochleagrams;

namespace Metamers.Models.Architectures;

/// <summary>
/// A compact network in the style of <see cref="CochCnn9"/>, for spoken digits: 1 s at 16 kHz, 0.66 million parameters.
/// Stages: input_after_preproc (1, 211, 188), relu0 (24, 71, 63), relu1 (48, 18, 16), relu2 (96, 9, 8), relu3 (128, 9,
/// 8), relu4 (64, 9, 8), avgpool (64, 5, 4), relufc (256), final (classes). Its reduced-aliasing form
/// (LowPassCochCnnSmall) has the same weights.
/// </summary>
/// <param name="classes">Number of classes, at least 2.</param>
/// <param name="cochleagram">The front end; <see cref="CochleagramOptions.OneSecond"/> if null.</param>
/// <param name="lowPass">Whether it is the reduced-aliasing form.</param>
/// <exception cref="ArgumentOutOfRangeException">Fewer than two classes.</exception>
/// <example>
/// <code>
/// new CochCnnSmall(classes: 10).Stages
/// </code>
/// </example>
public sealed class CochCnnSmall(int classes = 10, CochleagramOptions? cochleagram = null, bool lowPass = false)
    : CochCnn(
        lowPass ? "LowPassCochCnnSmall" : nameof(CochCnnSmall),
        cochleagram ?? CochleagramOptions.OneSecond,
        [24, 48, 96, 128, 64],
        256,
        classes,
        lowPass
    );
