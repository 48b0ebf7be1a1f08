namespace Metamers.Runtime;

/// <summary>
/// Calls a method with every report, at once and on the reporting thread, unlike <see cref="Progress{T}"/>.
/// </summary>
/// <param name="report">The method.</param>
internal sealed class ProgressAction<T>(Action<T> report) : IProgress<T>
{
    public void Report(T value) => report(value);
}
