using Metamers.Evaluation.Robustness;
using Metamers.Models;
using Metamers.Models.Zoo;
using Metamers.Perturbations;
using Metamers.Stimuli;
using Metamers.Stimuli.Data.Sets;

namespace Metamers.Tests.Evaluation.Robustness;

public sealed class AdversarialExampleTests
{
    [Fact]
    public void Many_stimuli_are_perturbed_in_batches_and_stay_in_their_order()
    {
        using StagedModel model = ModelZoo.Load("resnet20-standard-seed0");
        ImageStimulus[] pictures = [.. DrawnPictures.Take(AdversarialEvaluation.BatchSize + 2)];
        PerturbationSet set = new(PerturbationNorm.L2, 0.5);
        AttackOptions brief = new() { Steps = 1, RelativeStepSize = 1 };
        IReadOnlyList<AdversarialExample> examples = AdversarialExample.Find(model, pictures, set, brief);
        Assert.Equal(pictures.Select(picture => picture.Name), examples.Select(example => example.Natural.Name));
        Assert.All(examples, example => Assert.InRange(example.Size, 0.45, 0.5001));
        IReadOnlyList<AdversarialExample> first = AdversarialExample.Find(
            model,
            pictures[..AdversarialEvaluation.BatchSize],
            set,
            brief
        );
        Assert.True(first[^1].Perturbed.allclose(examples[first.Count - 1].Perturbed)); // the batch of the first alone
    }
}
