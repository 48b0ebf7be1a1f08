namespace Metamers.Stimuli.Data.Sets;

/// <summary>
/// How the stimuli of a data set are changed at random when a network is trained on them: what pictures and what sounds
/// undergo. Null distributions are measured on stimuli that were changed in the same way.
/// </summary>
public sealed record Augmentation
{
    /// <summary>
    /// What is usual for small pictures: crops after padding by four pixels on each side, and mirror images.
    /// </summary>
    public static Augmentation OfPictures { get; } = new() { CropPadding = 4, Mirror = true };

    /// <summary>What this project uses for words: random times and backgrounds.</summary>
    public static Augmentation OfSounds { get; } = new() { Sound = new() };

    /// <summary>Zero pixels around a picture from which crops of its size are taken; 0 or more.</summary>
    public int CropPadding { get; init; }

    /// <summary>Whether half of the pictures are mirrored left to right.</summary>
    public bool Mirror { get; init; }

    /// <summary>How words are placed and mixed with backgrounds; null for pictures.</summary>
    public SoundMixing? Sound { get; init; }

    /// <summary>
    /// In words, the same in every language of the computer; part of what identifies a null distribution.
    /// </summary>
    public override string ToString() =>
        FormattableString.Invariant(
            $"crop padding {CropPadding}, mirror {Mirror}{(Sound is null ? "" : $", {Sound}")}"
        );
}
