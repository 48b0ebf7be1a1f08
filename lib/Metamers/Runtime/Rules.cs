namespace Metamers.Runtime;

/// <summary>What a record of options must keep to: all that is broken is said in one error.</summary>
internal static class Rules
{
    /// <summary>Throws where a rule is broken.</summary>
    /// <param name="refusal">What cannot be done, as a sentence.</param>
    /// <param name="rules">Whether each is kept, and what was given and is allowed.</param>
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
