using System.Security.Cryptography;
using Metamers.Models.Import;
using Metamers.Runtime;
using Metamers.Stimuli.Data;

namespace Metamers.Models.Zoo;

/// <summary>
/// The network for ImageNet of the NuGet package <c>Microsoft.ML.DnnImageFeaturizer.ResNet18</c>, which the build
/// fetches (unless it is told <c>-p:ImageNetNetwork=false</c>) and links beside the library.
/// </summary>
internal static class PackagedNetwork
{
    /// <summary>The package.</summary>
    public const string Package = "Microsoft.ML.DnnImageFeaturizer.ResNet18";

    /// <summary>Its version.</summary>
    public const string Version = "0.23.1";

    /// <summary>File name of the network.</summary>
    public const string Network = "ResNet18.onnx";

    private const string Preparation = "ResNetPreprocess.onnx";
    private const string Folder = "networks";

    private static readonly Dictionary<string, (string Place, string Sha256)> Files = new()
    {
        [Network] = ("ResNet18Onnx", "e2552f19db2dfdb01b3669537b6a0f1b44da38d18279535492ed5dfc2ef1ff8f"),
        [Preparation] = ("ResNetPrepOnnx", "84bf8def78d0befaa3f6e73745d57d7016c6a192ead76f79686bd438c1047004"),
    };

    /// <summary>Pictures in [0, 1], which the package's first graph takes as 0 to 255.</summary>
    public static InputNormalization Input { get; } = new(0, 1, [0, 0, 0], [1 / 255.0, 1 / 255.0, 1 / 255.0]);

    /// <summary>Full path of the network; null if it is not on this computer.</summary>
    public static string? Find() => Find(Network);

    /// <summary>Full path of the graph that prepares its input; null if it is not on this computer.</summary>
    public static string? FindPreparation() => Find(Preparation);

    /// <summary>Builds the network.</summary>
    /// <param name="name">Name of the architecture.</param>
    /// <param name="readout">Path of its linear readout; null leaves it without a decision.</param>
    /// <exception cref="MetamerException">Its files are not found, or are others.</exception>
    public static OnnxNetwork Create(string name, string? readout) =>
        new(
            Require(Network),
            new OnnxOptions
            {
                Name = name,
                Input = Input,
                IsPackaged = true,
                Preprocess = Require(Preparation),
                Readout = readout,
                Names = new Dictionary<string, string>
                {
                    ["ReLU253_Output_0"] = "conv1_relu1",
                    ["Pooling255_Output_0"] = "maxpool",
                    ["ReLU283_Output_0"] = "layer1",
                    ["ReLU315_Output_0"] = "layer2",
                    ["ReLU347_Output_0"] = "layer3",
                    ["ReLU393_Output_0"] = "layer4",
                    ["Pooling395_Output_0"] = "avgpool",
                },
                Stages = ["conv1_relu1", "maxpool", "layer1", "layer2", "layer3", "layer4"],
            }
        );

    private static string Require(string file)
    {
        string path =
            Find(file)
            ?? throw new MetamerException(
                $"The network '{file}' was not found. Looked for:\n"
                    + string.Join('\n', Places(file).Select(place => $"  {place}"))
                    + $"\nIt is part of the NuGet package {Package} {Version}, which the build fetches. Build again "
                    + "without ImageNetNetwork=false (dotnet build), or put the file from the package at one of "
                    + "these places."
            );
        using FileStream stream = File.OpenRead(path);
        string hash = Convert.ToHexStringLower(SHA256.HashData(stream));
        return hash == Files[file].Sha256
            ? path
            : throw new MetamerException(
                FormattableString.Invariant(
                    $"{path} ({stream.Length:N0} bytes) is damaged or another file: its SHA-256 is {hash}; that of the "
                )
                    + $"package {Package} {Version} is {Files[file].Sha256}. Delete it and build again (dotnet "
                    + "restore --force)."
            );
    }

    private static string? Find(string file) => Places(file).FirstOrDefault(File.Exists);

    /// <summary>Beside the library; among the data; in the folder of restored packages.</summary>
    private static IEnumerable<string> Places(string file)
    {
        string library = Path.GetDirectoryName(typeof(PackagedNetwork).Assembly.Location) ?? AppContext.BaseDirectory;
        string packages =
            Environment.GetEnvironmentVariable("NUGET_PACKAGES")
            ?? Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), ".nuget", "packages");
        return
        [
            Path.Combine(library, Folder, file),
            .. DataFiles.Folders.Select(folder => Path.Combine(folder.Path, "checkpoints", file)),
#pragma warning disable CA1308 // NuGet names its folders in lower case
            Path.Combine(
                packages,
                Package.ToLowerInvariant(),
                Version,
                "tools",
                "DnnImageModels",
                Files[file].Place,
                file
            ),
#pragma warning restore CA1308
        ];
    }
}
