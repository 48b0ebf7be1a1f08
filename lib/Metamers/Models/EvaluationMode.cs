namespace Metamers.Models;

/// <summary>Puts a network back into the mode that it had when this was made.</summary>
/// <param name="model">The network.</param>
internal sealed class EvaluationMode(StagedModel model) : IDisposable
{
    private readonly bool training = model.training;

    public void Dispose() => model.train(training);
}
