using Metamers.Models;
using Metamers.Runtime;
using TorchSharp;
using static TorchSharp.torch;

namespace Metamers.Synthesis.Objectives;

/// <summary>Makes the loss of an objective for given references at a given stage.</summary>
/// <param name="own">The network for which the synthesizer was made.</param>
/// <param name="objective">The objective.</param>
/// <param name="networks">The networks that it names.</param>
/// <param name="stage">The stage at which the synthesizer is asked to match.</param>
/// <param name="targets">What is matched.</param>
internal sealed class ObjectiveBinding(
    StagedModel own,
    SynthesisObjective objective,
    ObjectiveNetworks networks,
    string stage,
    SynthesisTargets targets
)
{
    /// <summary>Finds stages and classes, and computes the references' activations.</summary>
    /// <exception cref="MetamerException">
    /// There is no such stage, terms contradict each other, a class is missing, or activations are all zero or not
    /// finite.
    /// </exception>
    public ObjectiveLoss Bind()
    {
        using IDisposable noGradient = no_grad();
        CheckContradictions();
        if (targets.Representation is not null && !objective.Terms.Any(IsAsked))
        {
            throw new MetamerException(
                $"A representation at {stage} was given, and no term of the objective '{objective}' matches that stage "
                    + $"of {own.Label}; add new MatchTerm()."
            );
        }

        List<TermLoss> losses = [];
        try
        {
            foreach (ObjectiveTerm term in objective.Terms)
            {
                losses.Add(Loss(term));
            }

            return new(losses);
        }
        catch
        {
            losses.ForEach(loss => loss.Dispose());
            throw;
        }
    }

    private TermLoss Loss(ObjectiveTerm term)
    {
        using DisposeScope scope = NewDisposeScope();
        double range = own.Input.Maximum - own.Input.Minimum;
        switch (term)
        {
            case MatchTerm match:
                StagedModel model = networks.Of(match);
                return new MatchLoss(match, model, StageOf(match.Stage), Wanted(match, model));
            case MismatchTerm mismatch:
                StagedModel other = networks.Of(mismatch);
                string far = StageOf(mismatch.Stage);
                return new MismatchLoss(mismatch, other, far, Activations(other, far));
            case DecideTerm decide:
                return new DecisionLoss(decide, networks.Of(decide), ClassesOf(decide));
            case SpreadTerm spread:
                return new SpreadLoss(spread, targets.References, range);
            default:
                return new TotalVariationLoss((TotalVariationTerm)term, range);
        }
    }

    private string StageOf(string? named) => named ?? stage;

    private bool IsAsked(ObjectiveTerm term) =>
        term is MatchTerm match
        && networks.Of(match) == own
        && own.CanonicalStage(StageOf(match.Stage)) == own.CanonicalStage(stage);

    private Tensor Wanted(MatchTerm term, StagedModel model) =>
        targets.Representation is { } given && IsAsked(term)
            ? given.to(own.ElementType, own.Device).expand([targets.References.shape[0], .. given.shape[1..]])
            : Activations(model, StageOf(term.Stage));

    private Tensor Activations(StagedModel model, string at) =>
        model.Activations(targets.References.to(model.ElementType, model.Device), at);

    private IReadOnlyList<int> ClassesOf(DecideTerm term)
    {
        if (term.Class is { } index)
        {
            return [.. Enumerable.Repeat(index, (int)targets.References.shape[0])];
        }

        long classes = networks.Of(term).Stages[^1].Units;
        return targets.Classes is not null && targets.Classes.All(known => known >= 0 && known < classes)
            ? [.. targets.Classes.Select(known => known!.Value)]
            : throw new MetamerException(
                $"The objective asks for '{term.Wish}', and not every reference has a class from 0 to "
                    + $"{classes - 1}; give "
                    + "stimuli of a data set with classes, stimulus with { ClassIndex = 3 }, or name the class: new "
                    + "DecideTerm { Class = 3 }."
            );
    }

    /// <summary>What a term wants of whom, without its weight, and what it cannot be combined with.</summary>
    private void CheckContradictions()
    {
        (string Of, ObjectiveTerm Term)[] wishes = [.. objective.Terms.Select(term => (Subject(term), term))];
        foreach (IGrouping<string, (string Of, ObjectiveTerm Term)> same in wishes.GroupBy(wish => wish.Of))
        {
            (string _, ObjectiveTerm Term)[] several = [.. same];
            DecideTerm[] decisions = [.. several.Select(wish => wish.Term).OfType<DecideTerm>()];
            if (
                several.Length > 1
                && (decisions.Length == 0 || decisions.Count(term => !term.Unlike) > 0 || HasTwice(decisions))
            )
            {
                throw new MetamerException(
                    $"The terms '{several[0].Term.Wish}' and '{several[1].Term.Wish}' of the objective ask about the "
                        + $"same thing, {same.Key}, so that they contradict or repeat each other; keep one of them."
                );
            }
        }
    }

    /// <summary>Several classes can be excluded, each once.</summary>
    private static bool HasTwice(DecideTerm[] terms) => terms.DistinctBy(term => term.Class).Count() < terms.Length;

    private string Subject(ObjectiveTerm term) =>
        term switch
        {
            MatchTerm match => At(networks.Of(match), StageOf(match.Stage)),
            MismatchTerm mismatch => At(networks.Of(mismatch), StageOf(mismatch.Stage)),
            DecideTerm decide => $"the decision of {networks.Of(decide).Label}",
            SpreadTerm => "the distance between items",
            _ => "total variation",
        };

    private static string At(StagedModel model, string stage) => $"{model.CanonicalStage(stage)} of {model.Label}";
}
