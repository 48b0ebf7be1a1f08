namespace Metamers.Runtime;

/// <summary>Checks the rules of an options record and reports all that are broken in one error.</summary>
internal static class Rules
{
    /// <summary>Throws if a rule is broken.</summary>
    /// <param name="refusal">What cannot be done, as a sentence.</param>
    /// <param name="rules">Whether each rule holds, with a text of what was given and what is allowed.</param>
    /// <exception cref="MetamerException">The refusal and all broken rules.</exception>
    public static void Check(string refusal, IReadOnlyList<(bool Right, string Rule)> rules)
    {
        string[] broken = [.. rules.Where(rule => !rule.Right).Select(rule => rule.Rule)];
        if (broken.Length > 0)
        {
            throw new MetamerException($"{refusal} Given and allowed: {string.Join("; ", broken)}.");
        }
    }
}
