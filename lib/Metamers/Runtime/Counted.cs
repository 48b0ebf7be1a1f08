namespace Metamers.Runtime;

/// <summary>Numbers of things in sentences.</summary>
internal static class Counted
{
    /// <summary>"1 metamer", "2 metamers".</summary>
    /// <param name="count">How many.</param>
    /// <param name="one">What one is called.</param>
    /// <param name="many">What several, or none, are called; null for one with an s.</param>
    public static string Of(int count, string one, string? many = null) =>
        $"{count} {(count == 1 ? one : many ?? one + "s")}";
}
