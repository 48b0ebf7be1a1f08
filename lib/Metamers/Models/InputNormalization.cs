using System.Text.Json;

namespace Metamers.Models;

/// <summary>
/// The input range of a network, and the normalisation <c>(x − mean) / standard deviation</c> that it applies itself,
/// so that stimuli and metamers always stay in the range that a person sees or hears (method: the paper's
/// <c>InputNormalize</c>).
/// </summary>
/// <param name="Minimum">Smallest allowed input value.</param>
/// <param name="Maximum">Largest allowed input value.</param>
/// <param name="Mean">Subtracted, one value per channel.</param>
/// <param name="StandardDeviation">Divided by, one value per channel.</param>
/// <example>
/// <code>
/// string.Join(", ", InputNormalization.ImageNet.Mean)
/// </code>
/// </example>
public sealed record InputNormalization(
    double Minimum,
    double Maximum,
    IReadOnlyList<double> Mean,
    IReadOnlyList<double> StandardDeviation
)
{
    /// <summary>Pictures in [0, 1] that are used as they are.</summary>
    public static InputNormalization None { get; } = new(0, 1, [0, 0, 0], [1, 1, 1]);

    /// <summary>
    /// Pictures in [0, 1], with the channel statistics of ImageNet, which all of the paper's networks except CLIP use.
    /// </summary>
    public static InputNormalization ImageNet { get; } = new(0, 1, [0.485, 0.456, 0.406], [0.229, 0.224, 0.225]);

    /// <summary>Sounds in [−1, 1] that are used as they are.</summary>
    public static InputNormalization Sound { get; } = new(-1, 1, [0], [1]);

    /// <summary>Whether the normalisation changes nothing.</summary>
    public bool IsIdentity => Mean.All(m => m == 0) && StandardDeviation.All(d => d == 1);

    /// <summary>What it changes, for the identity of a network whose weights do not tell; null if nothing.</summary>
    internal string? ReadAs => IsIdentity ? null : JsonSerializer.Serialize(this);
}
