using Metamers.Evaluation;
using Metamers.Stimuli;
using Metamers.Stimuli.Synthetic;
using Metamers.Synthesis;
using TorchSharp;

namespace Metamers.Tests.Evaluation;

public sealed class ZooMetamersTests
{
    [Fact]
    public void A_key_gives_judged_metamers_of_all_stages_and_the_second_time_those_of_the_first()
    {
        using TemporaryFolder folder = new();
        string? before = Environment.GetEnvironmentVariable(MetamerCache.FolderVariable);
        Environment.SetEnvironmentVariable(MetamerCache.FolderVariable, folder.Path);
        try
        {
            using DisposeScope scope = torch.NewDisposeScope();
            ImageStimulus[] pictures = [SyntheticStimuli.DeadLeaves(32, 1), SyntheticStimuli.DeadLeaves(32, 2)];
            MetamerOptions options = MetamerOptions.Quick with { Repetitions = 1, StepsPerRepetition = 1 };
            IReadOnlyList<Metamer> made = ZooMetamers.Of("resnet20-untrained-seed0", pictures, options);
            Assert.Equal(14, made.Count); // two pictures, seven stages
            Assert.All(made, metamer => Assert.NotNull(metamer.Judgement));
            Assert.Equal(
                made.Where(metamer => metamer.ReferenceName == pictures[1].Name),
                made.OfReference(pictures[1])
            );

            IReadOnlyList<Metamer> found = ZooMetamers.Of("resnet20-untrained-seed0", pictures, options);
            Assert.Equal(made.Select(metamer => metamer.Created), found.Select(metamer => metamer.Created));
        }
        finally
        {
            Environment.SetEnvironmentVariable(MetamerCache.FolderVariable, before);
        }
    }
}
