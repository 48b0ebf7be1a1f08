using System.Globalization;
using Metamers.Models.Colours;
using static TorchSharp.torch;

namespace Metamers.Notebook.Exercises;

/// <summary>The exercises of notebook 16.</summary>
internal static class RelativesExercises
{
    private const double Hardly = 0.02;

    public static IReadOnlyList<ExerciseTask> All { get; } =
    [
        ExerciseTask.Of<Func<int, int, int>>("16.1", Invisible),
        ExerciseTask.Of<Func<ConeResponses, Tensor, double>>("16.2", InvisibleShare),
        ExerciseTask.Of<Func<ConeResponses, Tensor, Tensor>>("16.3", Darker),
        ExerciseTask.Of<Func<int, int>>("16.4", Kept),
    ];

    private static IEnumerable<Finding> Invisible(Func<int, int, int> invisible)
    {
        foreach ((int cones, int samples) in new[] { (3, 35), (2, 35), (4, 61) })
        {
            yield return Finding.Number(
                invisible(cones, samples),
                samples - cones,
                $"{cones} kinds of cones and {samples} wavelengths",
                "each kind of cone asks one question of the spectrum"
            );
        }
    }

    private static IEnumerable<Finding> InvisibleShare(Func<ConeResponses, Tensor, double> share)
    {
        using ConeResponses eye = new(Illuminant.Daylight);
        using ConeResponses two = new(Illuminant.Daylight, "MS");
        Tensor basis = eye.NullSpace();
        Tensor seen = eye.Sensitivity();
        const string Hint = "project on the orthonormal rows of NullSpace, and divide the squared lengths";
        yield return Finding.Number(share(eye, basis[0]), 1, "a change along the null space", Hint);
        yield return Finding.Number(share(eye, seen[0]), 0, "a change along the sensitivity of a cone", Hint);
        Tensor both = basis[3] + 2 * (seen[1] / seen[1].norm());
        yield return Finding.Number(share(eye, both), 0.2, "a change of which a fifth is in the null space", Hint);
        yield return Finding.Number(share(eye, 3 * both), 0.2, "the same change, three times as large", Hint);
        yield return Finding.That(
            share(two, seen[0]) > 0.01,
            "It is not the null space of the eye that is given: an eye without L cones does not see all that they see."
        );
    }

    private static IEnumerable<Finding> Darker(Func<ConeResponses, Tensor, Tensor> darker)
    {
        using ConeResponses eye = new(Illuminant.Daylight);
        foreach (
            (string name, Tensor surface) in new[]
            {
                ("a grey surface", full([35], 0.5, float64)),
                ("a surface that grows brighter to the red", linspace(0.2, 0.7, 35, float64)),
            }
        )
        {
            Tensor made = darker(eye, surface).to(float64);
            double blue = made[0].item<double>();
            double before = surface[0].item<double>();
            yield return Finding.That(
                made.shape is [35] && made.min().item<double>() >= 0 && made.max().item<double>() <= 1,
                $"For {name} it gives no reflectance: 35 values from 0 to 1."
            );
            double apart = (Cones(eye, made) - Cones(eye, surface)).abs().max().item<double>();
            yield return Finding.That(
                apart < 1e-6,
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"For {name} the cones differ by up to {apart:G2}: change the reflectance along NullSpace "
                        + $"alone, and clamp nothing."
                )
            );
            yield return Finding.That(
                blue < before - Hardly,
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"For {name} it reflects {blue:G3} at the shortest wavelength where the surface reflects "
                        + $"{before:G3}: go along the projection of that one wavelength on the null space, downwards."
                )
            );
        }
    }

    private static IEnumerable<Finding> Kept(Func<int, int> kept)
    {
        foreach (int width in new[] { 9, 7, 1 })
        {
            yield return Finding.Number(
                kept(width),
                (width * width - 1) / 2,
                $"{width} × {width} shifts",
                "opposite shifts give the same value, and the middle is always 1"
            );
        }
    }

    private static Tensor Cones(ConeResponses eye, Tensor reflectance) => eye.Sensitivity().matmul(reflectance);
}
