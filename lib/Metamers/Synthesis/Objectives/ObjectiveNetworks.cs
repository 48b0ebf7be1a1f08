using System.Globalization;
using Metamers.Models;
using Metamers.Runtime;

namespace Metamers.Synthesis.Objectives;

/// <summary>The networks that an objective names, found among those that a synthesizer was given.</summary>
internal sealed class ObjectiveNetworks
{
    private readonly StagedModel own;
    private readonly IReadOnlyList<StagedModel> others;
    private readonly SynthesisObjective objective;
    private IReadOnlyList<ModelIdentity>? identities;

    /// <summary>Checks that the objective can be asked of these networks.</summary>
    /// <param name="own">The network for which the synthesizer is made.</param>
    /// <param name="others">The other networks.</param>
    /// <param name="objective">The objective; the published one if null.</param>
    /// <exception cref="MetamerException">What is missing or does not fit.</exception>
    public ObjectiveNetworks(StagedModel own, IReadOnlyList<StagedModel> others, SynthesisObjective? objective)
    {
        (this.own, this.others) = (own, others);
        this.objective = objective ?? SynthesisObjective.Published;
        CheckOthers();
        foreach (NetworkTerm term in this.objective.Terms.OfType<NetworkTerm>())
        {
            CheckDecision(term, Of(term));
        }

        CheckPriors();
    }

    /// <summary>The identities of the other networks, in their order.</summary>
    public IReadOnlyList<ModelIdentity> Others =>
        [
            .. (identities ??= [.. others.Select(ModelIdentity.Compute)]).Zip(
                others,
                (identity, other) => identity with { FrontEnd = other.Cochleagram?.Options }
            ),
        ];

    /// <summary>The network that computes a term.</summary>
    /// <exception cref="MetamerException">It was not given.</exception>
    public StagedModel Of(NetworkTerm term) =>
        term.Model is null || term.Model == own.Label
            ? own
            : others.FirstOrDefault(model => model.Label == term.Model)
                ?? throw new MetamerException(
                    $"The objective asks for '{term.Wish}', but the synthesizer was given {Names()}; give it that "
                        + "network as well: new MetamerSynthesizer(model, options, [other])."
                );

    private void CheckOthers()
    {
        if (
            others.Prepend(own).CountBy(model => model.Label).FirstOrDefault(name => name.Value > 1) is
            { Key: { } twice }
        )
        {
            throw new MetamerException(
                $"Two of the synthesizer's networks are called '{twice}', so that a term could not say which it means; "
                    + "give each once, and each architecture of your own a name of its own."
            );
        }

        foreach (StagedModel other in others)
        {
            if (
                other.Kind != own.Kind
                || !other.InputShape.SequenceEqual(own.InputShape)
                || (other.Input.Minimum, other.Input.Maximum) != (own.Input.Minimum, own.Input.Maximum)
            )
            {
                throw new MetamerException(
                    $"{own.Label} takes {Input(own)}, and {other.Label} takes {Input(other)}; one stimulus can only be "
                        + "matched in networks that take the same ones."
                );
            }

            if (!objective.Models.Contains(other.Label))
            {
                throw new MetamerException(
                    $"No term of the objective '{objective}' names {other.Label}; add one, as new MatchTerm {{ Model = "
                        + $"\"{other.Label}\" }}, or leave that network out."
                );
            }
        }
    }

    private static void CheckDecision(NetworkTerm term, StagedModel model)
    {
        if (term is not DecideTerm decide)
        {
            return;
        }

        model.RequireDecision();
        if (decide.Class >= model.Stages[^1].Units)
        {
            throw new MetamerException(
                $"The objective asks for '{decide.Wish}', and {model.Label} has the classes 0 to "
                    + $"{model.Stages[^1].Units - 1}; name one of these."
            );
        }
    }

    private void CheckPriors()
    {
        bool plane = own.InputShape is [_, >= 2, >= 2] && !own.Kind.IsSound;
        if (!plane && objective.Terms.Any(term => term is TotalVariationTerm))
        {
            throw new MetamerException(
                $"Total variation is a prior for pictures, and {own.Label} takes {Input(own)}; leave that term out."
            );
        }

        if (!plane && objective.Spectrum is not null)
        {
            throw new MetamerException(
                $"{objective.Spectrum} are a prior for pictures, and {own.Label} takes {Input(own)}; leave "
                    + "Spectrum out."
            );
        }

        long smallest = own.InputShape is [_, var height, var width] ? Math.Min(height, width) : own.InputShape[^1];
        if (objective.Jitter >= smallest)
        {
            throw new MetamerException(
                $"A jitter of {objective.Jitter} shifts {Input(own)} round more than once; give less than {smallest}."
            );
        }
    }

    private string Names() =>
        others.Count == 0 ? $"{own.Label} alone" : string.Join(", ", others.Prepend(own).Select(model => model.Label));

    private static string Input(StagedModel model) =>
        string.Create(
            CultureInfo.InvariantCulture,
            $"{model.Kind.Plural} of shape ({string.Join(", ", model.InputShape)})"
                + $"{(model.SamplingRate is { } rate ? $" at {rate} Hz" : "")} "
                + $"from {model.Input.Minimum} to {model.Input.Maximum}"
        );
}
