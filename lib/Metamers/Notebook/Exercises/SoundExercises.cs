using Metamers.Models;
using Metamers.Models.Zoo;
using Metamers.Stimuli;
using Metamers.Synthesis;
using static TorchSharp.torch;

namespace Metamers.Notebook.Exercises;

/// <summary>The exercises of notebooks 04 and 05.</summary>
internal static class SoundExercises
{
    private const int SamplingRate = 16000;

    public static IReadOnlyList<ExerciseTask> All { get; } =
    [
        ExerciseTask.Of<Func<double, double>>("04.1", ToErb),
        ExerciseTask.Of<Func<Metamer, double>>("04.2", SameWaveform),
        ExerciseTask.Of<Func<StagedModel, string, double>>("05.1", UnitsPerSample),
        ExerciseTask.Of<Func<Metamer, double, bool>>("05.2", HasConverged),
    ];

    private static IEnumerable<Finding> ToErb(Func<double, double> scale)
    {
        foreach (double hertz in new[] { 1000.0, 0, 4000, 50 })
        {
            yield return Finding.Number(
                scale(hertz),
                9.265 * Math.Log(1 + hertz / (24.7 * 9.265)),
                FormattableString.Invariant($"{hertz} Hz"),
                "use the natural logarithm, of 1 plus the frequency over 24.7 · 9.265"
            );
        }
    }

    private static IEnumerable<Finding> SameWaveform(Func<Metamer, double> correlation)
    {
        Tensor time = arange(1600, float32) / SamplingRate;
        Tensor word = 0.3 * (2 * Math.PI * 440 * time).sin() + 0.1 * (2 * Math.PI * 900 * time).sin();
        SoundStimulus reference = new("tone", null, null, word, SamplingRate, "made for an exercise");
        Metamer With(Tensor samples) => ExerciseMetamers.Of(reference, samples, StagedModel.InputStage);
        using Metamer same = With(word),
            inverted = With(-word),
            quiet = With(word / 10),
            other = With(0.3 * (2 * Math.PI * 450 * time).sin());
        yield return Finding.Number(
            correlation(same),
            1,
            "a metamer equal to its reference",
            "take the linear correlation (Pearson)"
        );
        yield return Finding.Number(
            correlation(inverted),
            -1,
            "the reference with its sign changed",
            "the sign of a correlation counts here"
        );
        yield return Finding.Number(
            correlation(quiet),
            1,
            "the reference at a tenth of its level",
            "a correlation does not depend on the level"
        );
        yield return Finding.Number(
            correlation(other),
            Statistics.MatchMeasures.Between(reference.Samples, other.Values).Pearson,
            "another tone",
            "correlate all samples of the metamer with all samples of its reference"
        );
    }

    private static IEnumerable<Finding> UnitsPerSample(Func<StagedModel, string, double> units)
    {
        using StagedModel model = ModelZoo.Build("cochcnnsmall-digit-seed0", seed: 0);
        foreach (string stage in new[] { StagedModel.InputStage, "relufc", "relu2", "final" })
        {
            yield return Finding.Number(
                units(model, stage),
                model.Stages.Single(known => known.Name == stage).Units / (double)model.InputShape[0],
                stage,
                "divide the units of the stage by the samples of the sound"
            );
        }
    }

    private static IEnumerable<Finding> HasConverged(Func<Metamer, double, bool> converged)
    {
        ImageStimulus picture = ExerciseMetamers.Leaves();
        Metamer With(params double[] losses) => ExerciseMetamers.Of(picture, picture.Pixels, "layer3", losses);
        using Metamer flat = With(1, 0.5, 0.2, 0.1999),
            falling = With(1, 0.8, 0.6, 0.5),
            rising = With(1, 0.2, 0.3),
            late = With(1, 0.101, 0.1, 0.08);
        yield return Finding.Truth(
            converged(flat, 0.01),
            true,
            "a curve that ends flat",
            "between its last two reports the loss fell by less than one per cent"
        );
        yield return Finding.Truth(
            converged(falling, 0.01),
            false,
            "a curve that still falls",
            "between its last two reports the loss fell by a sixth"
        );
        yield return Finding.Truth(
            converged(falling, 0.2),
            true,
            "the same curve and a tolerance of 0.2",
            "the tolerance is a share of the loss, and the function is given it"
        );
        yield return Finding.Truth(
            converged(late, 0.01),
            false,
            "a curve that was flat and falls again when the step is halved",
            "look at the end of the curve, not at its flattest part"
        );
        yield return Finding.Truth(
            converged(rising, 0.01),
            true,
            "a curve that rises at its end",
            "it does not fall any more, so more steps of this kind do not help"
        );
    }
}
