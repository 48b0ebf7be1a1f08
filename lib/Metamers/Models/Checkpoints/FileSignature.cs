using System.Text;
using Metamers.Runtime;

namespace Metamers.Models.Checkpoints;

/// <summary>
/// Recognises the format of a file by its first bytes, and names what is often found in place of a checkpoint.
/// </summary>
internal static class FileSignature
{
    private const int TarMark = 257; // offset of "ustar" in a tar archive

    /// <summary>Reads the first bytes and returns to the start of the stream.</summary>
    public static CheckpointFormat Detect(FileStream stream, CheckpointSource source)
    {
        byte[] start = new byte[512];
        start = start[..stream.ReadAtLeast(start, start.Length, throwOnEndOfStream: false)];
        stream.Position = 0;
        return start switch
        {
            [] => throw Not("it is empty", "the download failed or the disk was full; download it again"),
            [_, _, _, _, 0, 0, 0, 0, (byte)'{', ..] => CheckpointFormat.SafeTensors,
            [(byte)'P', (byte)'K', 3, 4, ..] => CheckpointFormat.PyTorchZip,
            [0x80, <= 5, ..] => CheckpointFormat.PyTorchLegacy,
            _ when IsMarkup(start) => throw Not(
                "it is an HTML page",
                "the download failed: open the link in a browser and save the file itself"
            ),
            _ when start.AsSpan().StartsWith("version https://git-lfs"u8) => throw Not(
                "it is a Git LFS pointer",
                "run `git lfs pull` in the repository it came from to get the file itself"
            ),
            _ when start.AsSpan(Math.Min(TarMark, start.Length)).StartsWith("ustar"u8) => throw Not(
                "it is a tar archive",
                "unpack it; a tar written by PyTorch 0.1 must be saved again by a later PyTorch"
            ),
            _ => throw Not(
                $"it starts with the bytes {Convert.ToHexString(start.AsSpan(0, Math.Min(8, start.Length)))}",
                "allowed are safetensors and files written by torch.save, not compressed or archived"
            ),
        };

        MetamerException Not(string what, string cure) =>
            new($"{source.Path} is not a checkpoint: {what}. Next: {cure}.");
    }

    private static bool IsMarkup(byte[] start)
    {
        string text = Encoding.UTF8.GetString(start).TrimStart('\uFEFF', ' ', '\t', '\r', '\n');
        return text.Length > 1 && text[0] == '<' && (char.IsAsciiLetter(text[1]) || text[1] is '!' or '?');
    }
}
