using Metamers.Models.Cochleagrams;
using Metamers.Runtime;
using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace Metamers.Models.Colours;

/// <summary>
/// An eye that looks at a surface: the simplest model with metamers, and the one after which they are named. Its input
/// is a reflectance, the share of light that the surface sends back at each wavelength; the stage <c>cones</c> is what
/// each kind of cone absorbs of it, divided by what it absorbs of a white surface in the same light. It is linear, so
/// its metamers are known exactly: two reflectances that differ by a vector of the null space look the same.
/// </summary>
/// <example>
/// <code>
/// var eye = new ConeResponses(Illuminant.Daylight);
/// eye.Activations(full([1, 35], 0.5f), "cones")
/// </code>
/// </example>
public sealed class ConeResponses : StagedModel
{
    /// <summary>Name of the last stage: the responses of the cones.</summary>
    public const string ConeStage = "cones";

    private readonly double[,] shares; // (cones, wavelengths)
    private readonly TensorCache<string> matrix;

    /// <summary>Makes an eye in a light.</summary>
    /// <param name="light">The light that falls on the surface.</param>
    /// <param name="cones">
    /// The kinds of cones that the eye has: <c>LMS</c> for most people, <c>MS</c>, <c>LS</c> or <c>LM</c> for
    /// dichromats.
    /// </param>
    /// <exception cref="MetamerException">The cones are not some of L, M and S, each once.</exception>
    public ConeResponses(Illuminant light, string cones = "LMS")
        : base($"{nameof(ConeResponses)} {cones}", new InputNormalization(0, 1, [0], [1]), Count)
    {
        if (
            cones.Length == 0
            || cones.Distinct().Count() != cones.Length
            || cones.Any(cone => cone is not ('L' or 'M' or 'S'))
        )
        {
            throw new MetamerException(
                $"An eye with the cones '{cones}' is not known. Name some of L, M and S, each once, as in "
                    + "\"LMS\" or \"MS\"."
            );
        }

        (Light, Cones) = (light, cones);
        HasDecision = false;
        shares = new double[cones.Length, Count];
        for (int cone = 0; cone < cones.Length; cone++)
        {
            double[] absorbed = [.. ConeFundamentals.Of(cones[cone]).Zip(light.Power, (s, p) => s * p)];
            double white = absorbed.Sum();
            if (white == 0)
            {
                throw new MetamerException(
                    $"The {cones[cone]} cones absorb nothing of the light '{light.Name}', so that a white surface is "
                        + "black for them. Give it some power where they absorb, or leave these cones out."
                );
            }

            for (int i = 0; i < Count; i++)
            {
                shares[cone, i] = absorbed[i] / white;
            }
        }

        matrix = new(_ => tensor(shares).t().contiguous());
        AddStage(ConeStage, x => x.matmul(matrix.Get("", x)));
        register_buffer("sensitivity", tensor(shares).to(float32)); // the identity is computed from it
        register_parameter("none", new Parameter(empty(0), requires_grad: false)); // tells type and device
        Freeze();
        Card = new NetworkCard
        {
            Name = $"Eye with {cones} cones in {light.Name}",
            Input = Input,
            Citation =
                "Stockman and Sharpe (2000). The spectral sensitivities of the middle- and long-wavelength-sensitive "
                + "cones derived from measurements in observers of known genotype. Vision Research 40, 1711–1737.",
        };
    }

    /// <summary>The light.</summary>
    public Illuminant Light { get; }

    /// <summary>The kinds of cones, such as <c>LMS</c>.</summary>
    public string Cones { get; }

    private static int Count => ConeFundamentals.Wavelengths.Count;

    /// <summary>What each kind of cones absorbs at each wavelength, as a share of what it absorbs of white.</summary>
    /// <returns>(cones, 35) float64; each row has the sum 1.</returns>
    internal Tensor Sensitivity() => tensor(shares);

    /// <summary>What this eye cannot see: an orthonormal basis of the changes that leave every cone unmoved.</summary>
    /// <returns>(35 − cones, 35) float64.</returns>
    public Tensor NullSpace()
    {
        using DisposeScope scope = NewDisposeScope();
        (_, _, Tensor rows) = linalg.svd(Sensitivity(), fullMatrices: true);
        return rows[TensorIndex.Slice(Cones.Length)].MoveToOuterDisposeScope();
    }

    /// <summary>
    /// Another surface of the same colour, as different as it can be: a random smooth change, without what the eye
    /// would see of it, as large as a reflectance between 0 and 1 allows.
    /// </summary>
    /// <param name="reflectance">(35): a surface, with values from 0 to 1.</param>
    /// <param name="seed">Sets the change.</param>
    /// <returns>(35) float64.</returns>
    /// <exception cref="MetamerException">It is no reflectance.</exception>
    public Tensor FindMetamer(Tensor reflectance, int seed = 0)
    {
        using DisposeScope scope = NewDisposeScope();
        Tensor surface = reflectance.detach().cpu().to(float64);
        StimulusValidation.Check(this, surface.unsqueeze(0).to(Device), "The surface");
        Random random = new(seed);
        double[] smooth = new double[Count];
        for (int wave = 1; wave <= 6; wave++)
        {
            (double height, double phase) = (random.NextDouble() + 0.5, 2 * Math.PI * random.NextDouble());
            for (int i = 0; i < Count; i++)
            {
                smooth[i] += height * Math.Cos(Math.PI * wave * i / Count + phase);
            }
        }

        Tensor basis = NullSpace();
        Tensor change = basis.t().matmul(basis.matmul(tensor(smooth)));
        Tensor room = where(
            change > 0,
            (1 - surface) / change,
            where(change < 0, surface / -change, double.PositiveInfinity)
        );
        Tensor backwards = where(
            change < 0,
            (1 - surface) / -change,
            where(change > 0, surface / change, double.PositiveInfinity)
        );
        double most = room.min().item<double>();
        double least = -backwards.min().item<double>();
        double step = most > -least ? most : least;
        return (surface + step * change).clamp(0, 1).MoveToOuterDisposeScope();
    }

    /// <summary>
    /// The colours of surfaces on a screen, for a person who is adapted to the light: from the cones by CIE 170-2:2015
    /// to tristimulus values and to sRGB. Colours that a screen cannot show are clipped.
    /// </summary>
    /// <param name="reflectances">(N, 35).</param>
    /// <returns>(N, 3) float32: red, green and blue, 0 to 1.</returns>
    /// <exception cref="MetamerException">The eye lacks a kind of cones.</exception>
    public Tensor ToRgb(Tensor reflectances)
    {
        if (Cones != "LMS")
        {
            throw new MetamerException(
                $"An eye with the cones '{Cones}' has no colours that three numbers describe; ask one with \"LMS\"."
            );
        }

        using DisposeScope scope = NewDisposeScope();
        Tensor cones = Activations(reflectances.to(ElementType, Device), ConeStage).cpu().to(float64);
        return ScreenColours.FromCones(cones).MoveToOuterDisposeScope();
    }

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            matrix.Dispose();
        }

        base.Dispose(disposing);
    }
}
