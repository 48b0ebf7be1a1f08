using Metamers.Models;
using Metamers.Models.Architectures;
using Metamers.Runtime;

namespace Metamers.Tests.Models;

public sealed class FrozenNetworkTests
{
    /// <summary>It would go on with its folded weights, and metamers would carry the hash of the new ones.</summary>
    [Fact]
    public void Weights_are_loaded_before_a_network_is_frozen_and_not_after()
    {
        using TemporaryFolder folder = new();
        string file = folder["weights.dat"];
        using CifarResNet other = RuleTensors.Fill(new CifarResNet(8));
        other.save(file);
        using CifarResNet model = new(8);
        model.load(file);
        model.load_state_dict(other.state_dict());
        ModelIdentity loaded = ModelIdentity.Compute(model);
        Assert.True(loaded.IsSameNetworkAs(ModelIdentity.Compute(other)));

        model.Freeze();
        using CifarResNet third = new(8);
        third.save(file);
        using FileStream stream = File.OpenRead(file);
        using BinaryReader reader = new(stream);
        Action[] loads =
        [
            () => model.load_state_dict(third.state_dict()),
            () => model.load_state_dict([], strict: false),
            () => model.load(file),
            () => model.load(stream),
            () => model.load(reader),
        ];
        Assert.All(
            loads,
            load =>
                Assert.Contains(
                    "ResNet8 is frozen: its folded weights would not change. Load the weights before Freeze(), into a "
                        + "network that is built anew.",
                    Assert.Throws<MetamerException>(load).Message
                )
        );
        Assert.True(loaded.IsSameNetworkAs(ModelIdentity.Compute(model)));
    }
}
