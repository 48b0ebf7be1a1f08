using Metamers.Models.Architectures;
using TorchSharp;
using static TorchSharp.torch;

namespace Metamers.Tests.Synthesis;

/// <summary>A small vision model with weights made by rule that says different classes of different pictures.</summary>
internal static class DecidingNetwork
{
    /// <summary>The network, frozen. Its biases are such that none of the classes is preferred.</summary>
    public static CifarResNet Ready()
    {
        CifarResNet model = RuleTensors.Fill(new CifarResNet(8));
        using (DisposeScope scope = NewDisposeScope())
        using (no_grad())
        {
            model.eval();
            Tensor logits = model.call(Pictures(32));
            model.state_dict()["linear.bias"].sub_(logits.mean([0L]));
        }

        model.Freeze();
        return model;
    }

    /// <summary>Pictures of which it says several classes, (N, 3, 32, 32).</summary>
    public static Tensor Pictures(int count, ulong seed = 1)
    {
        using DisposeScope scope = NewDisposeScope();
        using Generator random = new(seed, CPU);
        Tensor coarse = rand([count, 3, 4, 4], float32, generator: random);
        return nn.functional.interpolate(coarse, size: [32, 32]).MoveToOuterDisposeScope();
    }
}
