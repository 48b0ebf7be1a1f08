using System.Security.Cryptography;
using Metamers.Models;
using Metamers.Models.Architectures;
using TorchSharp;
using static TorchSharp.torch;

namespace Metamers.Tests.Models.Architectures;

public sealed class TempBits
{
    [Fact]
    public void Write()
    {
        List<string> lines = [];
        foreach (
            (string name, Func<StagedModel> make) in new (string, Func<StagedModel>)[]
            {
                ("resnet18", () => new ResNet(18)),
                ("resnet50", () => new ResNet(50)),
                ("resnext", () => new ResNext()),
                ("coch50", () => new CochResNet50()),
                ("cochsmall", () => new CochResNetSmall()),
                ("clip", () => new ClipResNet50()),
                ("cornet", () => new CorNetS()),
            }
        )
        {
            using DisposeScope scope = NewDisposeScope();
            manual_seed(5);
            using StagedModel model = make();
            using IncrementalHash hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
            foreach ((string key, Tensor weight) in model.state_dict())
            {
                hash.AppendData(System.Text.Encoding.UTF8.GetBytes(key + string.Join(',', weight.shape)));
                hash.AppendData(weight.contiguous().bytes.ToArray());
            }

            lines.Add($"{name} weights {Convert.ToHexString(hash.GetHashAndReset())}");
            model.Freeze(false);
            manual_seed(6);
            Tensor x = rand([1, .. model.InputShape]).requires_grad_();
            foreach (Stage stage in model.Stages)
            {
                Tensor y = model.Activations(x, stage.Name);
                lines.Add($"{name} {stage.Name} {string.Join(',', stage.Shape)} {stage.EndsInRelu} {y.sum().item<float>():R} {y.std().item<float>():R}");
            }

            Tensor g = autograd.grad([model.Logits(x).square().sum()], [x])[0];
            lines.Add($"{name} grad {g.sum().item<float>():R} {g.std().item<float>():R}");
        }

        File.WriteAllLines("/tmp/w-tables-bits-" + Environment.GetEnvironmentVariable("BITS") + ".txt", lines);
    }
}
