namespace Metamers.Models;

/// <summary>Restores the mode that a network had when this was made.</summary>
/// <param name="model">The network.</param>
internal sealed class EvaluationMode(StagedModel model) : IDisposable
{
    private readonly bool training = model.training;

    public void Dispose() => model.train(training);
}
