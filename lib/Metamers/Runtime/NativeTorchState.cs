namespace Metamers.Runtime;

/// <summary>What is known of the native library after an attempt to load it.</summary>
/// <param name="Version">The version of libtorch, null where it does not load.</param>
/// <param name="File">The full path of TorchSharp's native file, whether it is there or not.</param>
/// <param name="Threads">Threads of one operation; 0 where it does not load.</param>
/// <param name="Problem">Why it does not load and the cure; null where it does.</param>
public sealed record NativeTorchState(string? Version, string File, int Threads, string? Problem);
