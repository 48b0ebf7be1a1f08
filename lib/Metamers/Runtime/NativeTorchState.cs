namespace Metamers.Runtime;

/// <summary>What is known about the native library after an attempt to load it.</summary>
/// <param name="Version">The version of libtorch; null if it does not load.</param>
/// <param name="File">The full path of TorchSharp's native file, whether it exists or not.</param>
/// <param name="Threads">Threads of one operation; 0 if it does not load.</param>
/// <param name="Problem">Why it does not load and what to do; null if it does.</param>
public sealed record NativeTorchState(string? Version, string File, int Threads, string? Problem);
