using Metamers.Models;
using Metamers.Runtime;
using TorchSharp;
using static TorchSharp.torch;

namespace Metamers.Experiments;

/// <summary>
/// A network that takes part in an experiment: the one that the metamers were made for, or another in place of a
/// person.
/// </summary>
/// <example>
/// <code>
/// var model = ModelZoo.Load("resnet20-standard-seed0", session.Device);
/// NetworkObserver.Ask(model, design, Cifar10.ClassNames)(design.Trials[0])
/// </code>
/// </example>
public static class NetworkObserver
{
    private const int BatchSize = 64;

    /// <summary>Presents every stimulus of a design to a network, from the files that people see or hear.</summary>
    /// <param name="model">The network; in evaluation mode during the call.</param>
    /// <param name="design">The design.</param>
    /// <param name="classNames">
    /// Names of the network's classes in order. Each choice must be one of them; like a person, the network selects
    /// only among the choices.
    /// </param>
    /// <returns>The network's answer to the stimulus of a trial.</returns>
    /// <exception cref="MetamerException">
    /// A choice is not a class, or the network does not take such stimuli.
    /// </exception>
    public static Func<ExperimentTrial, string> Ask(
        StagedModel model,
        ExperimentDesign design,
        IReadOnlyList<string> classNames
    )
    {
        model.RequireDecision();
        IReadOnlyList<string> choices = design.Options.Choices;
        long[] classes =
        [
            .. choices.Select(choice =>
                classNames.Index().Where(name => name.Item == choice).Select(name => name.Index).ToArray() switch
                {
                    [int index] => (long)index,
                    [_, ..] => throw new MetamerException(
                        $"The choice '{choice}' is the name of several classes of {model.Name}. Give the classes "
                            + "different names in classNames, and the choice that of the one that is meant."
                    ),
                    _ => throw new MetamerException(
                        $"The choice '{choice}' is not one of the {classNames.Count} classes of {model.Name}, such "
                            + $"as {string.Join(", ", classNames.Take(5))}. Use a network trained on the same task."
                    ),
                }
            ),
        ];
        if (design.Kind.IsSound != model.Kind.IsSound)
        {
            throw new MetamerException(
                $"The design has {design.Kind.Plural}, and {model.Name} "
                    + $"takes {model.Kind.Plural}. Use a network that takes these."
            );
        }

        Dictionary<string, string> answers = [];
        using IDisposable evaluation = model.InEvaluation();
        foreach (ExperimentTrial[] batch in design.Trials.DistinctBy(trial => trial.Content).Chunk(BatchSize))
        {
            using DisposeScope scope = NewDisposeScope();
            using IDisposable noGradient = no_grad();
            Tensor stimuli = stack([.. batch.Select(trial => model.Kind.Load(trial.File, model.InputShape).Values)])
                .to(model.ElementType, model.Device);
            StimulusValidation.Check(model, stimuli);
            Tensor among = model.call(stimuli).index_select(1, tensor(classes, device: model.Device)); // (N, choices)
            foreach ((ExperimentTrial trial, long best) in batch.Zip(among.argmax(1).cpu().data<long>()))
            {
                answers[trial.Content] = choices[(int)best];
            }
        }

        return trial => answers[trial.Content];
    }
}
