using System.Globalization;
using Metamers.Runtime;
using Metamers.Synthesis;
using TorchSharp;
using static TorchSharp.torch;

namespace Metamers.Evaluation.Panels;

/// <summary>
/// How large the set of metamers of one reference is, estimated from several of them: their distance from each other,
/// as a root mean square over pixels or samples, and for comparison that between the references themselves.
/// </summary>
/// <param name="Distances">
/// For each reference, the mean distance between two of its metamers, in units of the input.
/// </param>
/// <param name="FromReference">For each reference, the mean distance of its metamers from itself.</param>
/// <param name="BetweenReferences">
/// Mean distance between two different references; not a number if there is only one.
/// </param>
/// <param name="Metamers">Number of metamers in all.</param>
/// <example>
/// <code>
/// SynthesisObjective far = new(new MatchTerm(), new SpreadTerm());
/// var apart = MetamerOptions.Quick with { StepsPerRepetition = 1, Objective = far };
/// var model = ModelZoo.Load("resnet20-standard-seed0", session.Device);
/// var copies = Photographs.Take(2).SelectMany(photograph => photograph.Copies(2));
/// MetamerSpread.Measure(new MetamerSynthesizer(model, apart).Synthesize(copies, "layer1"))
/// </code>
/// </example>
public sealed record MetamerSpread(
    IReadOnlyList<double> Distances,
    IReadOnlyList<double> FromReference,
    double BetweenReferences,
    int Metamers
)
{
    /// <summary>Mean distance between two metamers of one reference.</summary>
    public double Mean => Distances.Average();

    /// <summary>Its standard error over references; not a number for one reference.</summary>
    public double StandardError => Statistics.StandardError.OfMean([.. Distances]);

    /// <summary>Measures the distances.</summary>
    /// <param name="metamers">At least two of each reference, all of one size.</param>
    /// <exception cref="MetamerException">There are none, a reference has only one, or sizes differ.</exception>
    public static MetamerSpread Measure(MetamerSet metamers)
    {
        using DisposeScope scope = NewDisposeScope();
        if (metamers.Count == 0 || metamers.Any(other => !other.Values.shape.SequenceEqual(metamers[0].Values.shape)))
        {
            throw new MetamerException(
                $"{metamers.Count} metamers{(metamers.Count == 0 ? "" : " of several sizes")}; give those of one size, "
                    + "several of each reference."
            );
        }

        List<List<Metamer>> groups = [];
        foreach (Metamer metamer in metamers)
        {
            if (groups.Find(group => group[0].Reference.Values.Equals(metamer.Reference.Values)) is { } known)
            {
                known.Add(metamer);
            }
            else
            {
                groups.Add([metamer]);
            }
        }

        if (groups.Find(group => group.Count < 2) is { } alone)
        {
            throw new MetamerException(
                $"There is one metamer of {alone[0].Reference.Name} alone; a distance needs two of each "
                    + "reference, made from reference.Copies(2) or with two seeds."
            );
        }

        return new(
            [.. groups.Select(group => MeanDistance([.. group.Select(metamer => metamer.Values)]))],
            [.. groups.Select(group => group.Average(metamer => Distance(metamer.Values, metamer.Reference.Values)))],
            groups.Count < 2 ? double.NaN : MeanDistance([.. groups.Select(group => group[0].Reference.Values)]),
            metamers.Count
        );
    }

    /// <summary>The distances in one line; of one reference without what needs several.</summary>
    public override string ToString() =>
        Distances.Count == 1
            ? string.Create(
                CultureInfo.InvariantCulture,
                $"{Metamers} metamers of 1 reference: {Mean:0.000} between two of them, {FromReference[0]:0.000} from "
                    + $"the reference"
            )
            : string.Create(
                CultureInfo.InvariantCulture,
                $"{Metamers} metamers of {Distances.Count} references: {Mean:0.000} ± {StandardError:0.000} between "
                    + $"two of one reference, {FromReference.Average():0.000} from the reference, "
                    + $"{BetweenReferences:0.000} between references"
            );

    private static double MeanDistance(IReadOnlyList<Tensor> stimuli) =>
        Enumerable
            .Range(0, stimuli.Count)
            .SelectMany(i => Enumerable.Range(0, i).Select(j => Distance(stimuli[i], stimuli[j])))
            .Average();

    private static double Distance(Tensor one, Tensor other) => (one - other).square().mean().sqrt().item<float>();
}
