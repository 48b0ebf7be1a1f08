using Metamers.Models;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace Metamers.Tests.Reports;

/// <summary>One convolution and its mean over space: features of ten units, no classes.</summary>
internal sealed class FeatureNetwork : StagedModel
{
    /// <param name="asked">Called whenever the first stage is computed.</param>
    public FeatureNetwork(Action? asked = null)
        : base(nameof(FeatureNetwork), InputNormalization.None, 3, 32, 32)
    {
        Conv2d convolution = nn.Conv2d(3, 10, 5, stride: 2);
        register_module("conv", RuleTensors.Fill(convolution));
        AddStage("conv", Convolve, endsInRelu: true);
        AddStage("pool", x => x.mean([2, 3]));
        HasDecision = false;
        Freeze();

        Tensor Convolve(Tensor x)
        {
            asked?.Invoke();
            return convolution.call(x);
        }
    }
}
