namespace Metamers.Runtime;

/// <summary>
/// An error that the user can fix: the message says what was given, what is allowed and what to do next.
/// </summary>
/// <param name="message">What was given, what is allowed, what to do next.</param>
/// <param name="inner">The cause, if there is one.</param>
/// <example>
/// <code>
/// try { ModelZoo.Find("resnet21"); }
/// catch (MetamerException error) { Console.WriteLine(error.Message); }
/// </code>
/// </example>
public sealed class MetamerException(string message, Exception? inner = null) : Exception(Cut(message), inner)
{
    private const int Longest = 10_000;
    private const int End = 1_000;

    /// <summary>
    /// Whether a disk is full, or a file may not be written: no fault of the work, which can be resumed later.
    /// </summary>
    internal bool IsOfStorage { get; init; }

    /// <summary>
    /// Leaves out the middle of a message that quotes what nobody can read, such as a field of megabytes in a damaged
    /// file; the beginning and what to do next stay.
    /// </summary>
    private static string Cut(string message) =>
        message.Length <= Longest
            ? message
            : $"{message[..(Longest - End)]} … ({message.Length - Longest} characters left out) … {message[^End..]}";
}
