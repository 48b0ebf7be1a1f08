using TorchSharp;
using static TorchSharp.torch;

namespace Metamers.Perturbations;

/// <summary>
/// The perturbations of a stimulus up to a given size in a norm, with the operations that a descent needs to stay
/// within them: <see cref="Step"/>, <see cref="Project"/> and <see cref="RandomStart"/> (method: the authors'
/// robustness/attack_steps.py). Metamers are made with the L2 step and no limit.
/// </summary>
/// <param name="Norm">The norm.</param>
/// <param name="Radius">Largest size, above 0; <see cref="double.PositiveInfinity"/> for no limit.</param>
/// <example>
/// <code>
/// var small = new PerturbationSet(PerturbationNorm.L2, 0.5);
/// small.Project(rand(1, 3, 32, 32), center: zeros(1, 3, 32, 32), minimum: 0, maximum: 1).norm()
/// </code>
/// </example>
public sealed record PerturbationSet(PerturbationNorm Norm, double Radius)
{
    private const double Floor = 1e-10; // added to the length of a gradient
    private const double SparseShare = 0.01;

    /// <summary>
    /// Takes a step up a gradient: for L2, along the gradient, with this length; for L∞, the same amount for every
    /// value, with the gradient's sign; for L1, spread evenly over the hundredth of the values with the largest
    /// gradients (Tramèr and Boneh 2019, whose sparse steps work better than those along the gradient).
    /// </summary>
    /// <param name="x">(N, …): the current perturbed stimuli.</param>
    /// <param name="gradient">Same shape.</param>
    /// <param name="size">Size of the step in the norm; negative for a step down.</param>
    /// <returns>Same shape.</returns>
    public Tensor Step(Tensor x, Tensor gradient, double size)
    {
        using DisposeScope scope = NewDisposeScope();
        return x.add(Direction(gradient), size).MoveToOuterDisposeScope();
    }

    /// <summary>The step of size 1 up a gradient.</summary>
    internal Tensor Direction(Tensor gradient) =>
        Norm switch
        {
            PerturbationNorm.L2 => gradient / (Flat(gradient).norm(1).add_(Floor)).view(PerItem(gradient)),
            PerturbationNorm.LInf => gradient.sign(),
            _ => SparseSign(gradient),
        };

    /// <summary>
    /// Projects onto the nearest perturbed stimulus in the set, then clamps every value to the range.
    /// </summary>
    /// <param name="x">(N, …): perturbed stimuli.</param>
    /// <param name="center">Same shape: the stimuli, within the range.</param>
    /// <param name="minimum">Smallest value.</param>
    /// <param name="maximum">Largest value.</param>
    /// <returns>Same shape.</returns>
    public Tensor Project(Tensor x, Tensor center, double minimum, double maximum)
    {
        using DisposeScope scope = NewDisposeScope();
        Tensor inside = double.IsPositiveInfinity(Radius)
            ? x
            : Norm switch
            {
                PerturbationNorm.L2 => center + Shrunk(x - center),
                PerturbationNorm.LInf => center + (x - center).clamp_(-Radius, Radius),
                _ => center + OntoL1Ball(x - center),
            };
        return inside.clamp(minimum, maximum).MoveToOuterDisposeScope();
    }

    /// <summary>
    /// A random perturbation to start from: for L∞, uniform over the set; for L2 and L1, uniform noise, scaled down to
    /// the radius if it is larger, which it nearly always is.
    /// </summary>
    /// <param name="like">(N, …): stimuli, for shape, element type and device.</param>
    /// <param name="random">The random generator (CPU).</param>
    /// <returns>Same shape: to be added to the stimuli.</returns>
    public Tensor RandomStart(Tensor like, Generator random)
    {
        using DisposeScope scope = NewDisposeScope();
        Tensor noise = Uniform(like, random);
        return (Norm == PerturbationNorm.LInf ? noise * (2 * Radius) : Shrunk(noise)).MoveToOuterDisposeScope();
    }

    /// <summary>
    /// A random perturbation of exactly the radius, the paper's control for adversarial training: for L2, uniform noise
    /// scaled to that length; for L∞, every value up or down by it.
    /// </summary>
    /// <param name="like">(N, …): stimuli, for shape, element type and device.</param>
    /// <param name="random">The random generator (CPU).</param>
    /// <returns>Same shape: to be added to the stimuli.</returns>
    public Tensor RandomOfFullSize(Tensor like, Generator random)
    {
        using DisposeScope scope = NewDisposeScope();
        Tensor noise = Uniform(like, random);
        return (
            Norm == PerturbationNorm.LInf ? noise.sign() * Radius : noise * (Radius / Size(noise)).view(PerItem(noise))
        ).MoveToOuterDisposeScope();
    }

    /// <summary>Sizes of perturbations in the norm.</summary>
    /// <param name="perturbation">(N, …).</param>
    /// <returns>(N).</returns>
    public Tensor Size(Tensor perturbation)
    {
        using DisposeScope scope = NewDisposeScope();
        Tensor flat = Flat(perturbation);
        return (
            Norm switch
            {
                PerturbationNorm.L2 => flat.norm(1),
                PerturbationNorm.LInf => flat.abs().amax([1L]),
                _ => flat.abs().sum(1),
            }
        ).MoveToOuterDisposeScope();
    }

    private static Tensor Uniform(Tensor like, Generator random) =>
        rand(like.shape, float32, generator: random).sub_(0.5).to(like.dtype, like.device);

    private Tensor Shrunk(Tensor perturbation) =>
        perturbation * (Radius / Size(perturbation)).clamp_max(1).view(PerItem(perturbation));

    private static Tensor SparseSign(Tensor gradient)
    {
        Tensor magnitude = Flat(gradient).abs();
        int count = (int)Math.Max(1, Math.Round(SparseShare * magnitude.shape[1]));
        Tensor places = magnitude.topk(count, 1).indexes;
        Tensor chosen = zeros_like(magnitude).scatter_(1, places, full_like(places, 1.0 / count, magnitude.dtype));
        return chosen.view(gradient.shape) * gradient.sign();
    }

    /// <summary>
    /// Euclidean projection (Duchi et al. 2008): all magnitudes are lowered by the same amount, but not below 0.
    /// </summary>
    private Tensor OntoL1Ball(Tensor perturbation)
    {
        Tensor flat = Flat(perturbation);
        Tensor magnitude = flat.abs();
        Tensor sorted = magnitude.sort(1, descending: true).Values;
        Tensor ranks = arange(1, flat.shape[1] + 1, flat.dtype, flat.device);
        Tensor thresholds = (sorted.cumsum(1) - Radius) / ranks; // the amount to subtract if this many values remain
        Tensor staying = sorted.gt(thresholds).sum(1, keepdim: true).clamp_min(1);
        Tensor amount = thresholds.gather(1, staying - 1).clamp_min(0); // 0 for a perturbation inside the ball
        Tensor lowered = (magnitude - amount).clamp_min(0);
        return (flat.sign() * lowered).view(perturbation.shape);
    }

    private static Tensor Flat(Tensor x) => x.flatten(1);

    /// <summary>The shape of one value per item, for broadcasting over the other dimensions.</summary>
    internal static long[] PerItem(Tensor x) => [x.shape[0], .. Enumerable.Repeat(1L, (int)x.dim() - 1)];
}
