using System.Text.Json.Serialization;
using Metamers.Models;
using Metamers.Perturbations;
using static TorchSharp.torch;

namespace Metamers.Training;

/// <summary>
/// How stimuli are perturbed during training: adversarial training (Mądry et al. 2018), or the paper's control for it
/// with random perturbations of the same size. One step from a random start is the least expensive kind (Wong, Rice and
/// Kolter 2020); the paper used five for sounds.
/// </summary>
/// <example>
/// <code>
/// var adversary = new Adversary { Norm = PerturbationNorm.L2, Radius = 0.5, Steps = 1, RelativeStepSize = 2 };
/// adversary.Set
/// </code>
/// </example>
public sealed record Adversary
{
    /// <summary>The norm that limits the perturbations.</summary>
    [JsonConverter(typeof(JsonStringEnumConverter<PerturbationNorm>))]
    public required PerturbationNorm Norm { get; init; }

    /// <summary>
    /// Their largest size, in the units of what is perturbed: pixels from 0 to 1, samples from −1 to 1.
    /// </summary>
    public required double Radius { get; init; }

    /// <summary>What is perturbed.</summary>
    [JsonConverter(typeof(JsonStringEnumConverter<PerturbationSpace>))]
    public PerturbationSpace Space { get; init; } = PerturbationSpace.Input;

    /// <summary>Whether perturbations are random and all of the full size, without following a gradient.</summary>
    public bool Random { get; init; }

    /// <summary>Steps up the gradient from a random start; without meaning if <see cref="Random"/>.</summary>
    public int Steps { get; init; } = 1;

    /// <summary>Size of a step as a share of the radius.</summary>
    public double RelativeStepSize { get; init; } = 1;

    /// <summary>
    /// Share of all steps of the training in which the radius rises linearly from 0; 0 means the full radius from the
    /// first step. Auditory models with random weights do not begin to learn at the full radius.
    /// </summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public double Ramp { get; init; }

    /// <summary>The set of all perturbations.</summary>
    [JsonIgnore]
    public PerturbationSet Set => new(Norm, Radius);

    /// <summary>The adversary at a step of the training, with the radius reached by then.</summary>
    /// <param name="step">Step from 0.</param>
    /// <param name="totalSteps">Number of steps of the whole training.</param>
    /// <returns>The same, except for the radius, which is above 0.</returns>
    public Adversary At(long step, long totalSteps) =>
        this with
        {
            Radius = Radius * Math.Min(1, (step + 1) / Math.Max(Ramp * totalSteps, 1)),
        };

    /// <summary>Perturbs a batch for one training step.</summary>
    /// <param name="model">The network in its current state.</param>
    /// <param name="stimuli">What is perturbed: (N, shape of a stimulus), or cochleagrams.</param>
    /// <param name="labels">(N) int64.</param>
    /// <param name="random">Random generator (CPU).</param>
    /// <returns>Same shape as the stimuli.</returns>
    internal Tensor Perturb(StagedModel model, Tensor stimuli, Tensor labels, Generator random)
    {
        if (Random)
        {
            (double minimum, double maximum) = Space.Range(model);
            using Tensor perturbation = Set.RandomOfFullSize(stimuli, random);
            return (stimuli + perturbation).clamp_(minimum, maximum);
        }

        AttackOptions options = new()
        {
            Steps = Steps,
            RelativeStepSize = RelativeStepSize,
            KeepBest = false,
        };
        return new ProjectedGradientDescent(model, Set, Space, options).Perturb(stimuli, labels, random);
    }

    /// <summary>The limits for a recipe.</summary>
    internal IReadOnlyList<(bool Right, string Rule)> Limits() =>
        [
            (
                Radius is > 0 and < double.PositiveInfinity,
                FormattableString.Invariant($"adversary.radius {Radius}: above 0")
            ),
            (Steps >= 1, $"adversary.steps {Steps}: at least 1"),
            (
                RelativeStepSize > 0,
                FormattableString.Invariant($"adversary.relativeStepSize {RelativeStepSize}: above 0")
            ),
            (Ramp is >= 0 and <= 1, FormattableString.Invariant($"adversary.ramp {Ramp}: 0 to 1")),
        ];
}
