namespace Metamers.Evaluation;

/// <summary>How one network recognises the metamers that another was made to confuse with their references.</summary>
/// <param name="Generator">Name of the network that the metamers were made for.</param>
/// <param name="Stage">Its stage, or <see cref="Transfer.Natural"/> for the references themselves.</param>
/// <param name="Evaluator">Name of the network that is asked.</param>
/// <param name="Stimuli">Number of stimuli.</param>
/// <param name="Accuracy">Share that it gives their true class, 0 to 1.</param>
/// <param name="StandardError">Standard error of the accuracy, by bootstrap over the stimuli.</param>
public sealed record TransferResult(
    string Generator,
    string Stage,
    string Evaluator,
    int Stimuli,
    double Accuracy,
    double StandardError
)
{
    /// <summary>Whether the network is asked about its own metamers.</summary>
    internal bool IsOfItself => IsOf(Generator, Evaluator);

    /// <summary>
    /// The name of a generator among several schedules: the same network under each of them counts as itself.
    /// </summary>
    internal static string Name(string network, string schedule) => $"{network} ({schedule})";

    /// <summary>Whether a generator's metamers are those of this network.</summary>
    internal static bool IsOf(string generator, string network) =>
        generator == network || generator.StartsWith($"{network} (", StringComparison.Ordinal);
}
