using Metamers.Models;
using Metamers.Models.Architectures;

namespace Benchmarks;

/// <summary>ResNet-20 at 32×32, 16 stimuli at once: an operation is one step of each of them.</summary>
public class ResNet20Step : SynthesisStep
{
    public override IEnumerable<string> StageNames =>
        ["input_after_preproc", "conv1_relu1", "layer1", "layer2", "layer3", "avgpool", "final"];

    protected override int Steps => 1;

    protected override int Batch => 16;

    protected override StagedModel Build() => new CifarResNet(20);
}
