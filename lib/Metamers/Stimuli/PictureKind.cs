using Metamers.Stimuli.Images;
using SkiaSharp;
using TorchSharp;
using static TorchSharp.torch;

namespace Metamers.Stimuli;

/// <summary>Pictures; their files are PNGs of 8 bits (value × 255, truncated).</summary>
internal sealed record PictureKind : StimulusKind
{
    public override int? SamplingRate => null;

    public override string Noun => "picture";

    internal override string Modality => "vision";

    internal override double Minimum => 0;

    internal override string Form => "(3, height, width) of one size";

    internal override string Extension => ".png";

    internal override Stimulus Make(string name, string? label, int? classIndex, Tensor values, string source) =>
        new ImageStimulus(name, label, classIndex, values, source);

    internal override Tensor Require(Tensor values, string what) =>
        PictureCheck.RequirePicture(values, what, grey: true);

    // Truncated, as the files are.
    internal override Tensor AsShown(Tensor values) => values.mul(255).to(ScalarType.Byte).to(values.dtype).div(255);

    internal override Stimulus Load(string path, IReadOnlyList<long> shape) =>
        InChannelsOf(shape, ImageFile.Load(path, (int)shape[^1]));

    internal override bool IsIn(string folder) => StimulusFolder.HasAny(folder, ImageFile.Extensions);

    internal override IReadOnlyList<Stimulus> LoadFolder(string folder, IReadOnlyList<long> shape) =>
        shape[0] == 1
            ? [.. ImageFile.LoadFolder(folder, (int)shape[^1]).Select(picture => picture.ToGrey())]
            : ImageFile.LoadFolder(folder, (int)shape[^1]);

    internal override void Write(string path, Tensor values) => ImageFile.Save(path, PictureCheck.InColour(values));

    private protected override string? FaultOf(string path, Tensor values)
    {
        using DisposeScope scope = NewDisposeScope();
        // (H, W, 3)
        Tensor rows = PictureCheck.InColour(values).mul(255).to(ScalarType.Byte).permute(1, 2, 0).contiguous();
        byte[] expected = rows.data<byte>().ToArray();
        using SKBitmap? bitmap = SKBitmap.Decode(path);
        return bitmap is null ? "it cannot be decoded"
            : bitmap.Width != values.shape[2] || bitmap.Height != values.shape[1]
                ? $"it is {bitmap.Width}×{bitmap.Height}"
            : !bitmap
                .Pixels.SelectMany(colour => new[] { colour.Red, colour.Green, colour.Blue })
                .SequenceEqual(expected)
                ? "its pixels are others"
            : null;
    }

    private static ImageStimulus InChannelsOf(IReadOnlyList<long> shape, ImageStimulus picture) =>
        shape[0] == 1 ? picture.ToGrey() : picture;

    private protected override string Promise(Tensor values) =>
        $"show the exact values beside it ({values.shape[2]}×{values.shape[1]}, × 255, truncated)";
}
