namespace Metamers.Stimuli.Data.Sets;

/// <summary>What is to be recognised from a spoken digit.</summary>
/// <example>
/// <code>
/// SpokenDigits.ClassNames(SpokenDigitsTask.Speaker)
/// </code>
/// </example>
public enum SpokenDigitsTask
{
    /// <summary>Which of ten digits is said.</summary>
    Digit,

    /// <summary>Which of six speakers says it.</summary>
    Speaker,
}
