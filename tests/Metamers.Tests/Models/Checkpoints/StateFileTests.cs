using Metamers.Models.Checkpoints;
using Metamers.Runtime;
using TorchSharp;
using static TorchSharp.torch;

namespace Metamers.Tests.Models.Checkpoints;

public sealed class StateFileTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public void No_changed_byte_is_taken()
    {
        string path = Written();
        byte[] whole = File.ReadAllBytes(path);
        int read = 0;
        StateFile.Restore(path, (tensors, rest) => read += (int)tensors["candidates"].numel() + rest.Count);
        Assert.Equal(6 + 2, read);

        for (int i = 0; i < whole.Length; i++)
        {
            byte[] changed = [.. whole];
            changed[i] ^= 4;
            File.WriteAllBytes(path, changed);
            Assert.Throws<MetamerException>(() => StateFile.Restore(path, (_, _) => Assert.Fail($"byte {i}")));
        }
    }

    [Fact]
    public void Another_step_and_a_file_without_a_seal_are_refused_with_what_to_do()
    {
        string path = Written();
        File.WriteAllText(
            path,
            File.ReadAllText(path, System.Text.Encoding.Latin1).Replace("327", "377"),
            System.Text.Encoding.Latin1
        );
        Assert.Contains(
            "its SHA-256 is not that of its content. It was changed, damaged, or written by another version of "
                + "Metamers. Restore it from a backup, or delete it to start afresh.",
            Refused(path)
        );
        using DisposeScope scope = NewDisposeScope();
        SafeTensors.Write(path, new Dictionary<string, Tensor> { ["candidates"] = zeros(6) });
        Assert.Contains("its SHA-256 is not that of its content", Refused(path));
    }

    [Fact]
    public void What_is_missing_or_malformed_in_a_sealed_state_is_no_raw_error()
    {
        string path = Written();
        Assert.Contains(
            "'velocity'",
            Assert
                .Throws<MetamerException>(() => StateFile.Restore(path, (tensors, _) => tensors["velocity"].numel()))
                .Message
        );
        Assert.Contains(
            "is not the state that was saved",
            Assert
                .Throws<MetamerException>(() =>
                    StateFile.Restore(path, (tensors, _) => tensors["candidates"].add_(zeros(7)))
                )
                .Message
        );
    }

    private string Written()
    {
        using DisposeScope scope = NewDisposeScope();
        StateFile.Write(
            folder["state.safetensors"],
            new Dictionary<string, Tensor> { ["candidates"] = arange(6, float32) },
            new Dictionary<string, string> { ["step"] = "327", ["losses"] = "[[1]]" }
        );
        return folder["state.safetensors"];
    }

    private static string Refused(string path) =>
        Assert.Throws<MetamerException>(() => StateFile.Restore(path, (_, _) => Assert.Fail("taken"))).Message;
}
