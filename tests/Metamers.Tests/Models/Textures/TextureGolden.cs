using System.Text.Json;
using System.Text.Json.Serialization;
using Metamers.Models.Textures;
using static TorchSharp.torch;

namespace Metamers.Tests.Models.Textures;

/// <summary>
/// Statistics of pictures made by a rule, computed with plenoptic 1.2.0 in float64 (Golden/textures): what the model
/// must give.
/// </summary>
internal sealed record TextureGolden
{
    [JsonPropertyName("image")]
    public required string Image { get; init; }

    [JsonPropertyName("size")]
    public required int Size { get; init; }

    [JsonPropertyName("n_scales")]
    public required int Scales { get; init; }

    [JsonPropertyName("n_orientations")]
    public required int Orientations { get; init; }

    [JsonPropertyName("spatial_corr_width")]
    public required int Width { get; init; }

    [JsonPropertyName("vector")]
    public required double[] Vector { get; init; }

    [JsonPropertyName("gradient_norm")]
    public required double GradientNorm { get; init; }

    [JsonPropertyName("gradient_at")]
    public required double[][] GradientAt { get; init; }

    [JsonPropertyName("statistics")]
    public required IReadOnlyDictionary<string, NamedArray> Statistics { get; init; }

    [JsonIgnore]
    public TextureOptions Options =>
        new()
        {
            Scales = Scales,
            Orientations = Orientations,
            CorrelationWidth = Width,
        };

    /// <summary>All cases, by the name of their picture.</summary>
    public static IReadOnlyDictionary<string, TextureGolden> Cases { get; } =
        JsonSerializer
            .Deserialize<Document>(File.ReadAllText(TestFiles.Golden("textures/portilla_simoncelli.json")))!
            .Cases.ToDictionary(golden => golden.Image);

    /// <summary>The picture: a grating, a finer one, and noise. (1, 1, size, size) float64.</summary>
    public Tensor Picture() => Make(Image, Size);

    /// <summary>A picture by the same rule.</summary>
    public static Tensor Make(string name, int size)
    {
        Tensor at = arange(size, dtype: float64) / size;
        (Tensor x, Tensor y) = (at.unsqueeze(0), at.unsqueeze(1));
        Tensor waves = 0.2 * sin(2 * Math.PI * (3 * x + 5 * y)) + 0.1 * cos(2 * Math.PI * (11 * x - 7 * y));
        return (0.5 + waves + 0.3 * (RuleTensors.Uniform(name, size, size) - 0.5)).view(1, 1, size, size);
    }

    private sealed record Document([property: JsonPropertyName("cases")] TextureGolden[] Cases);

    /// <summary>A family as an array, row by row; null where a value is redundant.</summary>
    public sealed record NamedArray(
        [property: JsonPropertyName("shape")] long[] Shape,
        [property: JsonPropertyName("values")] double?[] Values
    );
}
