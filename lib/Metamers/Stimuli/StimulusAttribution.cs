using Metamers.Stimuli.Sounds;

namespace Metamers.Stimuli;

/// <summary>The sentence that belongs under a figure: what the stimuli are and who made them.</summary>
public static class StimulusAttribution
{
    /// <summary>One sentence for a figure's note.</summary>
    /// <param name="stimuli">At least one, all pictures or all sounds.</param>
    /// <returns>
    /// For example "Pictures: CIFAR-10 Test set (Krizhevsky 2009)." or "Sounds: Free Spoken Digit Dataset, Test set
    /// (Jackson et al. 2018, CC BY-SA 4.0)."
    /// </returns>
    public static string Attribution(this IEnumerable<Stimulus> stimuli)
    {
        Stimulus[] all = [.. stimuli];
        string plural = all[0].Kind.Plural;
        int lowered = all.Count(stimulus => stimulus.Source.EndsWith(SoundFile.LoweredNote, StringComparison.Ordinal));
        string sources = string.Join(
            "; ",
            all.Select(stimulus => stimulus.Source.Replace(SoundFile.LoweredNote, "", StringComparison.Ordinal))
                .Distinct()
        );
        return $"{char.ToUpperInvariant(plural[0])}{plural[1..]}: {sources}."
            + (lowered > 0 ? $" {lowered} of {all.Length} lowered so that the peak is 1." : "");
    }
}
