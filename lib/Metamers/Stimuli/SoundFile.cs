namespace Metamers.Stimuli;

/// <summary>Reads and writes sounds.</summary>
public static class SoundFile
{
    /// <summary>Root mean square of the paper's stimuli, over the whole clip.</summary>
    public const double Level = 0.1;

    /// <summary>Added to the source of a sound whose peak would have passed 1.</summary>
    internal const string LoweredNote = ", lowered so that its peak is 1";
}
