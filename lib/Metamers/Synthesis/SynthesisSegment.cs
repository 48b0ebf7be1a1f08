using System.Globalization;
using System.Text.Json.Serialization;
using Metamers.Models;
using Metamers.Runtime;

namespace Metamers.Synthesis;

/// <summary>
/// A part of a schedule: a number of steps of one length. The velocity is zero, and an optimiser has no memory, at its
/// start.
/// </summary>
/// <param name="Steps">
/// Number of steps, each of which evaluates the network once. At least 1; of <see cref="SynthesisOptimizer.Lbfgs"/> at
/// least 2, since it ends at the last point that it has evaluated and accepted.
/// </param>
/// <param name="StepLength">
/// For <see cref="SynthesisOptimizer.Gradient"/>, L2 length s of a step over the whole stimulus, in units of the input;
/// for <see cref="SynthesisOptimizer.Adam"/>, the learning rate; for <see cref="SynthesisOptimizer.Lbfgs"/>, L2 length
/// of the first step. Above 0.
/// </param>
/// <param name="Momentum">
/// Share β of the velocity that is left after a step, 0 to below 1; 0 is the published step. With a steady gradient, a
/// step grows to s/(1 − β).
/// </param>
/// <example>
/// <code>
/// var options = MetamerOptions.Paper with { Segments = [new(100, 1), new(50, 0.1, Momentum: 0.9)] };
/// options.Describe()
/// </code>
/// </example>
public sealed record SynthesisSegment(int Steps, double StepLength, double Momentum = 0)
{
    /// <summary>How the gradient is followed.</summary>
    [JsonConverter(typeof(JsonStringEnumConverter<SynthesisOptimizer>))]
    public SynthesisOptimizer Optimizer { get; init; }

    /// <summary>
    /// For <see cref="SynthesisOptimizer.Lbfgs"/>, number of steps from which the curvature is estimated; null for 10.
    /// More of them help if the curvature differs much between values, as it does for texture statistics.
    /// </summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public int? History { get; init; }

    /// <summary>What is wrong with this segment, and what is allowed.</summary>
    /// <param name="number">Its place in the schedule, from 1.</param>
    internal IEnumerable<(bool Right, string Rule)> Rules(int number) =>
        [
            (Steps >= 1, $"segment {number} has Steps = {Steps}: at least 1"),
            (
                Steps != 1 || Optimizer != SynthesisOptimizer.Lbfgs,
                $"segment {number} has Steps = 1 with Lbfgs, which would stay where it is: at least 2"
            ),
            (
                StepLength > 0 && double.IsFinite(StepLength),
                FormattableString.Invariant($"segment {number} has StepLength = {StepLength}: above 0")
            ),
            (
                Momentum is >= 0 and < 1,
                FormattableString.Invariant($"segment {number} has Momentum = {Momentum}: 0 or more and below 1")
            ),
            (
                Momentum == 0 || Optimizer == SynthesisOptimizer.Gradient,
                FormattableString.Invariant($"segment {number} has Momentum = {Momentum} with {Optimizer}: only 0")
            ),
            (
                History is null || (History is >= 1 and <= 1000 && Optimizer == SynthesisOptimizer.Lbfgs),
                $"segment {number} has History = {History} with {Optimizer}: 1 to 1000, with Lbfgs only"
            ),
            (Enum.IsDefined(Optimizer), $"segment {number} has Optimizer = {Optimizer}: Gradient, Adam or Lbfgs"),
        ];

    /// <summary>Refuses steps, as the last of a schedule, that lead across the whole range of a network.</summary>
    /// <exception cref="MetamerException">They are so long; with momentum, those of a steady gradient.</exception>
    internal void CheckFor(StagedModel model)
    {
        double values = model.InputShape.Aggregate(1.0, (product, size) => product * size);
        double span = model.Input.Maximum - model.Input.Minimum;
        (double length, double range, string apart) =
            Optimizer == SynthesisOptimizer.Adam
                ? (StepLength, span, "the least and the largest value of an input")
                : (StepLength / (1 - Momentum), Math.Sqrt(values) * span, "the two farthest inputs");
        if (length > range)
        {
            string of =
                Optimizer == SynthesisOptimizer.Adam ? "are of Adam at rate"
                : Momentum > 0 ? FormattableString.Invariant($"grow with momentum {Momentum} to the length")
                : "have the length";
            throw new MetamerException(
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"The last steps of the schedule {of} {length:G3}, and {apart} of {model.Name} are {range:G3} "
                        + $"apart, so that it could not settle on a match; end with much shorter steps (the published "
                        + $"schedule ends with 0.0078 for values from 0 to 1)."
                )
            );
        }
    }
}
