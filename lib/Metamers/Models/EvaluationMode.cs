using static TorchSharp.torch;

namespace Metamers.Models;

/// <summary>Restores the modes that a network and each of its parts had when this was made.</summary>
/// <param name="model">The network.</param>
internal sealed class EvaluationMode(StagedModel model) : IDisposable
{
    private readonly (nn.Module Part, bool Training)[] modes =
    [
        .. model.modules().Prepend(model).Select(part => (part, part.training)),
    ];

    /// <summary>A part sets those within it, which come after it and set themselves again.</summary>
    public void Dispose()
    {
        foreach ((nn.Module part, bool training) in modes)
        {
            part.train(training);
        }
    }
}
