using System.Text.Json.Serialization;

namespace Metamers.Synthesis.Objectives;

/// <summary>
/// What is asked of a stimulus: a weighted sum of terms, each a number for each stimulus, that the steps of the
/// schedule make smaller. The published metamer is the objective of one <see cref="MatchTerm"/>. It is data: it names
/// stages and networks, is saved with every metamer, and the synthesizer finds what it names.
/// </summary>
/// <example>
/// <code>
/// var smooth = new SynthesisObjective(new MatchTerm(), new TotalVariationTerm { Weight = 0.5 });
/// (MetamerOptions.Quick with { Objective = smooth }).Describe()
/// </code>
/// </example>
public sealed record SynthesisObjective
{
    internal const int LargestJitter = 1_000_000;

    /// <summary>Makes an objective.</summary>
    /// <param name="terms">
    /// At least one, of which at least one asks something of a network; each network and stage once.
    /// </param>
    public SynthesisObjective(params IReadOnlyList<ObjectiveTerm> terms) => Terms = [.. terms];

    /// <summary>The objective of the published metamers, which options without an objective have.</summary>
    public static SynthesisObjective Published { get; } = new(new MatchTerm());

    /// <summary>The terms whose weighted sum is made small.</summary>
    public IReadOnlyList<ObjectiveTerm> Terms { get; }

    /// <summary>
    /// The prior of a spectrum: steps and start noise are those of coefficients of the Fourier transform that are
    /// scaled by it; null for pixels, as published. For pictures, with steps along the gradient.
    /// </summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public StimulusSpectrum? Spectrum { get; init; }

    /// <summary>
    /// Before every evaluation the stimulus is shifted by up to this many pixels (of a sound: samples) in each
    /// direction, at random and round the edges, so that only what survives the shift is followed; 0 for none, as
    /// published. The shift depends on nothing but the seed and the step. Losses that are reported during the descent
    /// are those of the shifted stimuli; the last one is that of the stimulus itself.
    /// </summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public int Jitter { get; init; }

    /// <summary>Whether the items of a batch depend on each other.</summary>
    internal bool JoinsItems => Terms.Any(term => term is SpreadTerm);

    /// <summary>Whether a term asks for the class that the reference has.</summary>
    internal bool AsksForClass => Terms.Any(term => term is DecideTerm { Class: null });

    /// <summary>The terms that compare with a reference, or with other items that have the same one.</summary>
    internal IEnumerable<ObjectiveTerm> OfReference =>
        Terms.Where(term => term is not (TotalVariationTerm or DecideTerm { Class: not null }));

    /// <summary>The networks that terms name, each once.</summary>
    internal IReadOnlyList<string> Models =>
        [.. Terms.OfType<NetworkTerm>().Select(term => term.Model).OfType<string>().Distinct()];

    /// <summary>Whether both have equal terms in the same order, and the same priors.</summary>
    /// <param name="other">Another objective.</param>
    public bool Equals(SynthesisObjective? other) =>
        other is not null
        && Terms.SequenceEqual(other.Terms)
        && Equals(Spectrum, other.Spectrum)
        && Jitter == other.Jitter;

    /// <inheritdoc/>
    public override int GetHashCode()
    {
        HashCode hash = new();
        foreach (ObjectiveTerm term in Terms)
        {
            hash.Add(term);
        }

        hash.Add(Spectrum);
        hash.Add(Jitter);
        return hash.ToHashCode();
    }

    /// <summary>The objective in words.</summary>
    /// <returns>For example "match + 0.5 × total variation, in Fourier coefficients scaled by 1/f, jitter 2".</returns>
    public override string ToString() =>
        string.Join(" + ", Terms.Select(term => term.Describe()))
        + (Spectrum is null ? "" : $", in {Spectrum}")
        + (Jitter == 0 ? "" : $", jitter {Jitter}");

    /// <summary>What is wrong with it by itself or with a schedule, and what is allowed.</summary>
    /// <param name="optimizers">How the segments follow the gradient.</param>
    internal IEnumerable<(bool Right, string Rule)> Rules(IReadOnlyCollection<SynthesisOptimizer> optimizers) =>
        [
            (Terms.Count > 0, "Objective without a term: at least one, as new SynthesisObjective(new MatchTerm())"),
            (
                Terms.Count == 0 || Terms.Any(term => term is NetworkTerm),
                $"Objective '{this}', which asks nothing of a network: at least one MatchTerm, MismatchTerm or "
                    + "DecideTerm"
            ),
            .. Terms.SelectMany(term => term.Rules()),
            .. Spectrum?.Rules() ?? [],
            (Jitter is >= 0 and <= LargestJitter, $"Objective.Jitter = {Jitter}: 0 or more"),
            (
                Spectrum is null || optimizers.All(optimizer => optimizer == SynthesisOptimizer.Gradient),
                "Objective.Spectrum with a segment of Adam or L-BFGS: only steps along the gradient"
            ),
            (
                Jitter == 0 || !optimizers.Contains(SynthesisOptimizer.Lbfgs),
                $"Objective.Jitter = {Jitter} with a segment of L-BFGS, for which the loss must stay the same "
                    + "from step to step: only steps along the gradient or Adam"
            ),
        ];
}
