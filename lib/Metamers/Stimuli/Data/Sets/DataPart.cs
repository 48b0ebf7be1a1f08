namespace Metamers.Stimuli.Data.Sets;

/// <summary>The two parts of a data set, as its authors divide it.</summary>
/// <example>
/// <code>
/// Photographs.WithClassesOrDraw(DataPart.Test, perClass: 2)
/// </code>
/// </example>
public enum DataPart
{
    /// <summary>The part that networks are trained on.</summary>
    Train,

    /// <summary>The part that they are evaluated on; it has no stimulus in common with the other part.</summary>
    Test,
}
