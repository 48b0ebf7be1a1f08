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
);
