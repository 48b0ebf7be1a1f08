using System.Globalization;

namespace Metamers.Stimuli.Data;

/// <summary>One entry of <c>data/manifest.json</c>: a data set or checkpoint that the project can use.</summary>
/// <param name="Name">The file's name, unique in the manifest, by which <see cref="DataFiles"/> finds it.</param>
/// <param name="Path">Path below a data folder, with forward slashes: <c>cifar10/cifar-10-binary.tar.gz</c>.</param>
/// <param name="Bytes">Exact size in bytes.</param>
/// <param name="Sha256">SHA-256 of its content, 64 lower-case hexadecimal digits.</param>
/// <param name="Description">What it is, in one sentence.</param>
/// <param name="Licence">Its licence, or what its authors say in place of one.</param>
/// <param name="Citation">What to cite.</param>
/// <param name="Url">Its public address; null if this exact file has none.</param>
public sealed record DataFile(
    string Name,
    string Path,
    long Bytes,
    string Sha256,
    string Description,
    string Licence,
    string Citation,
    string? Url = null
)
{
    /// <summary>Name, size and hash in one line.</summary>
    public override string ToString() =>
        string.Create(CultureInfo.InvariantCulture, $"{Name} ({Bytes:N0} bytes, SHA-256 {Sha256})");
}
