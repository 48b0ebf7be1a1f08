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
public sealed class MetamerException(string message, Exception? inner = null) : Exception(message, inner);
