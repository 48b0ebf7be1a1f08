namespace Metamers.Stimuli.Data.Sets;

/// <summary>The two parts of the Free Spoken Digit Dataset, as its authors divide it.</summary>
public enum SpokenDigitsSplit
{
    /// <summary>2,700 recordings: those with the indices 5 to 49 of each digit and speaker.</summary>
    Train,

    /// <summary>300 recordings: those with the indices 0 to 4 of each digit and speaker.</summary>
    Test,
}
