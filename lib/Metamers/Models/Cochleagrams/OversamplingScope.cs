namespace Metamers.Models.Cochleagrams;

/// <summary>Gives a cochleagram the oversampling back that it had when this was made.</summary>
/// <param name="cochleagram">The cochleagram.</param>
internal sealed class OversamplingScope(Cochleagram cochleagram) : IDisposable
{
    private readonly double before = cochleagram.Oversampling;

    public void Dispose() => cochleagram.Oversampling = before;
}
