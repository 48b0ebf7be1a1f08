using Metamers.Runtime;
using Metamers.Stimuli.Images;
using TorchSharp;
using static TorchSharp.torch;

namespace Metamers.Stimuli;

/// <summary>One picture to be shown to a network or a person: the reference that metamers are made for.</summary>
/// <param name="Name">Short name, unique in its set; used in file names and figures.</param>
/// <param name="Label">What it shows ("cat"); null if that is unknown or has no name.</param>
/// <param name="ClassIndex">Index of the label among the data set's classes, or null.</param>
/// <param name="Pixels">(3, H, W) float32 in [0, 1]: red, green, blue; or (1, H, W): grey. Rows from the top.</param>
/// <param name="Source">Where it comes from, with its licence: the attribution that belongs under a figure.</param>
/// <exception cref="MetamerException">The shape, type or range of the pixels is wrong, or they contain NaN.</exception>
/// <example>
/// <code>
/// new ImageStimulus("grey", null, null, full(new long[] { 3, 32, 32 }, 0.5f), "made here")
/// </code>
/// </example>
public sealed record ImageStimulus(string Name, string? Label, int? ClassIndex, Tensor Pixels, string Source)
    : Stimulus(Name, Label, ClassIndex, Source)
{
    private static readonly long[] LumaWeights = [19595, 38470, 7471]; // of 65536, for red, green and blue

    /// <summary>(3, H, W) float32 in [0, 1]: red, green, blue; or (1, H, W): grey. Rows from the top.</summary>
    public Tensor Pixels
    {
        get;
        init => field = PictureCheck.RequirePicture(value, $"The picture '{Name}'", grey: true);
    } = PictureCheck.RequirePicture(Pixels, $"The picture '{Name}'", grey: true);

    /// <inheritdoc/>
    public override Tensor Values => Pixels;

    /// <inheritdoc/>
    public override StimulusKind Kind => StimulusKind.Picture;

    /// <summary>Height in pixels.</summary>
    public int Height => (int)Pixels.shape[1];

    /// <summary>Width in pixels.</summary>
    public int Width => (int)Pixels.shape[2];

    /// <summary>
    /// The same picture in grey, with one channel: 0.299 red + 0.587 green + 0.114 blue, rounded to 8 bits as Pillow's
    /// <c>convert('L')</c> does.
    /// </summary>
    /// <returns>Pixels (1, H, W).</returns>
    public ImageStimulus ToGrey()
    {
        using DisposeScope scope = NewDisposeScope();
        using IDisposable noGradient = no_grad();
        Tensor bytes = (Pixels.detach().cpu() * 255).round().to(int64);
        Tensor weights = tensor(LumaWeights).view(3, 1, 1);
        Tensor grey =
            bytes.shape[0] == 1 ? bytes : ((bytes * weights).sum(0, keepdim: true) + (1 << 15)).bitwise_right_shift(16);
        return this with { Pixels = (grey.to(float32) / 255).DetachFromDisposeScope() };
    }

    /// <summary>Its name, label and size in one line.</summary>
    public override string ToString() => $"{Name}{(Label is null ? "" : $" ({Label})")}, {Width}×{Height}";

    private protected override Stimulus With(Tensor values) => this with { Pixels = values };
}
