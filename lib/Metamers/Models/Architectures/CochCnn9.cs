using Metamers.Models.Cochleagrams;

namespace Metamers.Models.Architectures;

/// <summary>
/// The paper's CochCNN9 (<c>kell2018</c> in the authors' code; Kell, Yamins, Shook, Norman-Haignere and McDermott
/// 2018), for 793 words and "no word", with the authors' parameter names, so that their checkpoints load. Stages:
/// input_after_preproc (1, 211, 390), relu0 (96, 71, 130), relu1 (256, 18, 33), relu2 (512, 9, 17), relu3 (1024, 9,
/// 17), relu4 (512, 9, 17), avgpool (512, 5, 9), relufc (4096), final (classes).
/// </summary>
/// <param name="classes">Number of classes, at least 2.</param>
/// <param name="cochleagram">The front end; <see cref="CochleagramOptions.Paper"/> if null.</param>
/// <exception cref="ArgumentOutOfRangeException">Fewer than two classes.</exception>
internal sealed class CochCnn9(int classes = 794, CochleagramOptions? cochleagram = null)
    : CochCnn(nameof(CochCnn9), cochleagram ?? CochleagramOptions.Paper, [96, 256, 512, 1024, 512], 4096, classes);
