namespace Metamers.Stimuli.Data.Sets;

/// <summary>The two parts of a data set, as its authors divide it.</summary>
/// <example>
/// <code>
/// Photographs.WithClassesOrDraw(DataPart.Test, perClass: 2)
/// </code>
/// </example>
public enum DataPart
{
    /// <summary>What networks are trained on.</summary>
    Train,

    /// <summary>What they are evaluated on; it shares nothing with the other part.</summary>
    Test,
}
