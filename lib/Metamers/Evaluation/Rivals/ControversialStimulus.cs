using System.Globalization;
using Metamers.Models;
using Metamers.Runtime;
using Metamers.Stimuli;
using Metamers.Synthesis;
using Metamers.Synthesis.Objectives;
using TorchSharp;
using static TorchSharp.torch;

namespace Metamers.Evaluation.Rivals;

/// <summary>
/// A stimulus in which two networks are sure of different classes (Golan, Raju and Kriegeskorte 2020), so that
/// whoever looks at it contradicts at least one of them. It is made by the objective of two decisions (<see
/// cref="DecideTerm"/>), the sum of which is smooth; the paper ascends a smooth minimum of the two. The probabilities
/// are those of the stimulus as it is shown: pictures in 8 bits.
/// </summary>
/// <param name="First">The first network.</param>
/// <param name="Second">The second network.</param>
/// <param name="FirstClass">Index of the class that the first one was asked for.</param>
/// <param name="SecondClass">Index of the class that the second one was asked for.</param>
/// <param name="FirstProbability">Probability that the first one gives to its class, by softmax.</param>
/// <param name="SecondProbability">Probability that the second one gives to its class.</param>
/// <param name="Stimulus">The stimulus; its label names both classes.</param>
/// <param name="Options">The schedule that made it, with its objective.</param>
/// <example>
/// <code>
/// var keys = new[] { "resnet20-standard-seed0", "vgg8-standard-seed0" };
/// var networks = keys.Select(key => ModelZoo.Load(key)).ToList();
/// var few = MetamerOptions.Quick with { StepsPerRepetition = 2 };
/// ControversialStimulus.Make(networks[0], firstClass: 3, networks[1], secondClass: 8, few)
/// </code>
/// </example>
public sealed record ControversialStimulus(
    ModelIdentity First,
    ModelIdentity Second,
    int FirstClass,
    int SecondClass,
    double FirstProbability,
    double SecondProbability,
    Stimulus Stimulus,
    MetamerOptions Options
)
{
    /// <summary>
    /// How controversial it is: the smaller of both networks' probabilities for their own class, 0 to 1. If both
    /// networks say the same, it is at most 0.5.
    /// </summary>
    public double Score => Math.Min(FirstProbability, SecondProbability);

    /// <summary>Makes one.</summary>
    /// <param name="first">A network with a decision, frozen.</param>
    /// <param name="firstClass">Index of the class that is asked of it.</param>
    /// <param name="second">Another network with the same classes, for the same stimuli.</param>
    /// <param name="secondClass">Index of the class that is asked of it, not <paramref name="firstClass"/>.</param>
    /// <param name="options">
    /// The schedule. If it has an objective, what that asks for is added to the two decisions; it must not need a
    /// reference.
    /// </param>
    /// <param name="start">Where to start; the start noise if null.</param>
    /// <param name="cancellation">Stops before the next step.</param>
    /// <exception cref="MetamerException">
    /// The classes are equal or unknown, the networks differ in their classes or stimuli, one makes no decision, or the
    /// objective cannot be used.
    /// </exception>
    /// <exception cref="OperationCanceledException">It was cancelled.</exception>
    public static ControversialStimulus Make(
        StagedModel first,
        int firstClass,
        StagedModel second,
        int secondClass,
        MetamerOptions options,
        Stimulus? start = null,
        CancellationToken cancellation = default
    )
    {
        CheckClasses(first, firstClass, second, secondClass);
        CheckObjective(options.Objective);
        SynthesisObjective? more = options.Objective;
        MetamerOptions asked = options with
        {
            Objective = new SynthesisObjective([
                new DecideTerm { Class = firstClass },
                new DecideTerm { Model = second.Label, Class = secondClass },
                .. more?.Terms ?? [],
            ])
            {
                Spectrum = more?.Spectrum,
                Jitter = more?.Jitter ?? 0,
            },
        };
        using DisposeScope scope = NewDisposeScope();
        MetamerSynthesizer synthesizer = new(first, asked, [second]);
        if (start is not null)
        {
            StimulusValidation.CheckKind(first, start.Kind, $"The start '{start.Name}'");
        }

        Tensor begin = start?.Values.unsqueeze(0) ?? synthesizer.StartNoise();
        using SynthesisRun run = synthesizer.Start(begin, first.Stages[^1].Name, begin);
        run.Advance(cancellation: cancellation);
        cancellation.ThrowIfCancellationRequested();
        Stimulus made = first.Kind.Make(
            $"controversial-{firstClass}-{secondClass}",
            $"{first.Card.ClassName(firstClass)} or {second.Card.ClassName(secondClass)}",
            classIndex: null,
            run.Candidates[0].to(float32).cpu().clone().DetachFromDisposeScope(),
            start?.Source ?? "made here from noise"
        );
        return new(
            synthesizer.Identity,
            synthesizer.Others[0],
            firstClass,
            secondClass,
            Probability(first, made, firstClass),
            Probability(second, made, secondClass),
            made with
            {
                Licence = start?.Licence,
            },
            asked
        );
    }

    /// <summary>The stimulus, with what each network says, as a notebook shows it.</summary>
    public string ToHtml() => Shown.ToHtml(this);

    /// <summary>What each network says, and the score.</summary>
    public override string ToString() =>
        string.Create(
            CultureInfo.InvariantCulture,
            $"{Stimulus.Label}: {First.Label} {FirstProbability:0.000}, {Second.Label} "
                + $"{SecondProbability:0.000}; score {Score:0.000}"
        );

    private static void CheckClasses(StagedModel first, int firstClass, StagedModel second, int secondClass)
    {
        if (firstClass == secondClass)
        {
            throw new MetamerException(
                $"Both networks are asked for class {firstClass}, which is not controversial; give each of them "
                    + "another class."
            );
        }

        if (first.Card.ClassNames is { } ours && second.Card.ClassNames is { } theirs && !ours.SequenceEqual(theirs))
        {
            throw new MetamerException(
                $"{first.Label} and {second.Label} do not have the same classes, so class {secondClass} does not mean "
                    + "the same to both; give networks that were trained on the same classes."
            );
        }
    }

    /// <summary>The start would take the place of a reference, from which nothing may be asked.</summary>
    private static void CheckObjective(SynthesisObjective? objective)
    {
        string[] needing = [.. (objective?.OfReference ?? []).Select(term => $"'{term.Wish}'")];
        if (needing.Length > 0)
        {
            throw new MetamerException(
                $"The objective asks for {string.Join(" and ", needing)}, and a controversial stimulus has no "
                    + "reference; leave that out. A TotalVariationTerm, a Spectrum and a Jitter can be added."
            );
        }
    }

    private static double Probability(StagedModel model, Stimulus made, int index)
    {
        using DisposeScope scope = NewDisposeScope();
        using IDisposable noGradient = no_grad();
        Tensor shown = made.Kind.AsShown(made.Values).unsqueeze(0).to(model.ElementType, model.Device);
        return model.Logits(shown).flatten(1).softmax(1)[0, index].to(float64).item<double>();
    }
}
