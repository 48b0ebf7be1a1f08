using Metamers.Models.Import;
using Metamers.Runtime;
using TorchSharp;
using static TorchSharp.torch;

namespace Metamers.Tests.Models.Import.Onnx;

/// <summary>A damaged file gives a clear error, or a network that still runs: never another exception.</summary>
public sealed class OnnxDamageTests
{
    private const int Files = 400;

    [Fact]
    public void A_damaged_file_gives_an_error_of_the_project_or_runs()
    {
        byte[] whole = File.ReadAllBytes(OnnxExamples.Small);
        Random random = new(20);
        int refused = 0;
        for (int i = 0; i < Files; i++)
        {
            byte[] bytes = Damaged(whole, i, random);
            using TemporaryGraph file = new(bytes);
            using DisposeScope scope = NewDisposeScope();
            try
            {
                using OnnxNetwork network = new(file.Path);
                network.Logits(zeros([1, .. network.InputShape])).sum().item<float>();
            }
            catch (MetamerException)
            {
                refused++;
            }
        }

        Assert.InRange(refused, Files / 4, Files);
    }

    /// <summary>A few bytes changed, cut out, put in twice, or the end cut off.</summary>
    private static byte[] Damaged(byte[] whole, int kind, Random random)
    {
        int at = random.Next(whole.Length);
        int length = random.Next(1, 64);
        switch (kind % 4)
        {
            case 0:
                return whole[..at];
            case 1:
                return [.. whole[..at], .. whole[Math.Min(at + length, whole.Length)..]];
            case 2:
                return [.. whole[..at], .. whole[Math.Max(0, at - length)..]];
            default:
                byte[] changed = [.. whole];
                for (int i = 0; i <= kind % 5; i++)
                {
                    changed[random.Next(whole.Length)] = (byte)random.Next(256);
                }

                return changed;
        }
    }
}
