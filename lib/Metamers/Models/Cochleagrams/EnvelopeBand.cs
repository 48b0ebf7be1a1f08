namespace Metamers.Models.Cochleagrams;

/// <summary>Neighbouring filters whose envelopes are computed together, at the same number of points.</summary>
/// <param name="FirstFilter">Index of the first filter.</param>
/// <param name="Filters">Number of filters.</param>
/// <param name="FirstBin">First frequency bin that one of them covers.</param>
/// <param name="Bins">Number of bins up to the last one.</param>
/// <param name="Points">Points of each envelope over the length of the sound.</param>
internal sealed record EnvelopeBand(int FirstFilter, int Filters, int FirstBin, int Bins, int Points);
