using Metamers.Models;
using Metamers.Runtime;
using Metamers.Stimuli;
using Metamers.Synthesis;
using Metamers.Tables;
using Microsoft.Data.Analysis;

namespace Metamers.Evaluation;

/// <summary>
/// Whether networks for ImageNet name a metamer as they name its reference, among the paper's 16 categories
/// (<see cref="ImageNet16"/>). Unlike <see cref="Transfer"/> it needs no classes of the stimuli, so that metamers of a
/// network with other classes can be judged, and pictures of one's own.
/// </summary>
/// <example>
/// <code>
/// var model = ModelZoo.Build("alexnet", seed: 0).Freeze();
/// var options = MetamerOptions.Quick with { Repetitions = 1, StepsPerRepetition = 10 };
/// var metamers = new MetamerSynthesizer(model, options).Synthesize(Photographs.Take(1, 224), "final");
/// CategoryTransfer.Measure(metamers, [model])
/// </code>
/// </example>
public static class CategoryTransfer
{
    /// <summary>Shows the accepted metamers, in 8 bits, and their references to each network.</summary>
    /// <param name="metamers">Metamers of pictures, of any stages and networks.</param>
    /// <param name="judges">Networks that give logits of ImageNet's 1,000 classes; at least one.</param>
    /// <returns>
    /// Columns judge, network (that of the metamers), stage, metamers (count), same_category (0 to 1).
    /// </returns>
    /// <exception cref="MetamerException">
    /// There is no judge, none of the metamers is accepted, or a judge has other classes.
    /// </exception>
    public static DataFrame Measure(MetamerSet metamers, IEnumerable<StagedModel> judges)
    {
        ArgumentNullException.ThrowIfNull(metamers);
        StagedModel[] asked = [.. judges];
        MetamerSet shown = metamers.Accepted;
        if (asked.Length == 0 || shown.Count == 0)
        {
            throw new MetamerException(
                asked.Length == 0
                    ? "No network was given to judge. Give one or more that have ImageNet's 1,000 classes."
                    : $"None of {metamers.Count} metamers is accepted, so there is nothing to judge. With more "
                        + "steps, more of them would be accepted."
            );
        }

        return asked
            .SelectMany(judge =>
            {
                IReadOnlyList<Stimulus> references = shown.References;
                Dictionary<string, int> natural = references
                    .Zip(Categories(judge, [.. references.Select(reference => (reference, reference.Values))]))
                    .ToDictionary(answer => answer.First.Name, answer => answer.Second);
                return shown
                    .Zip(Categories(judge, [.. shown.Select(metamer => (metamer.Reference, metamer.Values))]))
                    .GroupBy(answer => (Network: answer.First.Model.Label, answer.First.Stage))
                    .Select(stage => new
                    {
                        Judge = judge.Label,
                        stage.Key.Network,
                        stage.Key.Stage,
                        Metamers = stage.Count(),
                        SameCategory = stage.Average(answer =>
                            answer.Second == natural[answer.First.Reference.Name] ? 1.0 : 0
                        ),
                    });
            })
            .ToDataFrame();
    }

    private static IReadOnlyList<int> Categories(
        StagedModel judge,
        IReadOnlyList<(Stimulus Reference, TorchSharp.torch.Tensor Values)> shown
    ) => Transfer.Decisions(judge, shown, ImageNet16.Answers);
}
