using System.Text.Json;

namespace Metamers.Tests.Models.Architectures;

/// <summary>Numbers of Golden/torchvision_stages.json and Golden/paper_networks.json.</summary>
internal sealed record GoldenNetworks(Dictionary<string, GoldenNetwork> Networks)
{
    private static readonly JsonSerializerOptions Format = new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower,
    };

    public static GoldenNetworks Read(string file) =>
        JsonSerializer.Deserialize<GoldenNetworks>(File.ReadAllText(TestFiles.Golden(file)), Format)!;
}

internal sealed record GoldenNetwork(long? Parameters, GoldenStage[] Stages, JsonElement[]? StateDictKeys = null);

internal sealed record GoldenStage(
    string Stage,
    long[] Shape,
    double Mean,
    double Std,
    double Norm,
    double[] First,
    double[] Last,
    double? GradNorm,
    double[]? GradFirst
);
