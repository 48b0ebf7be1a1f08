using Metamers.Models;
using Metamers.Models.Architectures;

namespace Benchmarks;

/// <summary>ResNet-50 at 224×224, one stimulus: an operation is one step.</summary>
public class ResNet50Step : SynthesisStep
{
    public override IEnumerable<string> StageNames =>
        ["input_after_preproc", "conv1_relu1", "layer1", "layer2", "layer3", "layer4", "avgpool", "final"];

    protected override int Steps => 1;

    protected override int Batch => 1;

    protected override StagedModel Build() => new ResNet(50);
}
