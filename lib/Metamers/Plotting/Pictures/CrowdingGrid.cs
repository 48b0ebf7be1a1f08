using Metamers.Models.Textures;
using Metamers.Plotting.Static;
using Metamers.Runtime;
using Metamers.Stimuli;
using Metamers.Synthesis;
using SkiaSharp;
using TorchSharp;

namespace Metamers.Plotting.Pictures;

/// <summary>
/// The figure of crowding: a picture and its metamers, large, each with a cross where the eye is to rest, and below
/// them the windows that the model averages in.
/// </summary>
/// <example>
/// <code>
/// var pooling = new PoolingOptions { Texture = new() { Scales = 3, CorrelationWidth = 3 } };
/// var model = new FreemanSimoncelli(64, 64, pooling);
/// var options = MetamerOptions.QuickTexture with { Segments = [new(2, 1) { Optimizer = SynthesisOptimizer.Lbfgs }] };
/// var metamers = new MetamerSynthesizer(model, options).Synthesize([ShippedPhotographs.All(64)[0].ToGrey()], "v2");
/// CrowdingGrid.Draw(("like V2", model, metamers[0]))
/// </code>
/// </example>
public static class CrowdingGrid
{
    private const int Side = 272; // the longer side on the page, CSS pixels
    private const int WindowsSide = 160;
    private const float Arm = 5; // of the cross

    /// <summary>Draws the reference, and a column for each model.</summary>
    /// <param name="models">Names, models, and a metamer of each, of the same reference.</param>
    /// <exception cref="MetamerException">
    /// There is no metamer, they are of several references, or one has not the size of its model's pictures.
    /// </exception>
    public static PictureGrid Draw(params IReadOnlyList<(string Name, FreemanSimoncelli Model, Metamer Metamer)> models)
    {
        MetamerSet metamers = new(models.Select(model => model.Metamer));
        if (metamers.References.Count != 1)
        {
            throw new MetamerException(
                $"{models.Count} metamers of {metamers.References.Count} references; give at least one, and all of the "
                    + "same picture."
            );
        }

        if (
            models.FirstOrDefault(m => !m.Metamer.Values.shape.SequenceEqual(m.Model.InputShape)) is { Name: { } wrong }
        )
        {
            throw new MetamerException(
                $"The metamer of '{wrong}' has not the size of the pictures that its model takes. Give each metamer "
                    + "with the model that it was made for."
            );
        }

        Stimulus reference = metamers.References[0];
        return new(
            "The same to an eye that rests on the cross?",
            ["natural", .. models.Select(model => model.Name)],
            [
                new(
                    reference.Label ?? reference.Name,
                    [WithCross(reference.Values), .. models.Select(model => WithCross(model.Metamer.Values))]
                ),
                new("where each averages", [null, .. models.Select(model => Windows(model.Model))]),
            ],
            "Lines: where neighbouring windows meet, at half their height; grey: the fovea, whose pixels are kept. "
                + $"{metamers.Schedules()} {metamers.References.Attribution()}".Trim()
        );
    }

    private static GridPicture WithCross(torch.Tensor pixels)
    {
        using SKBitmap bitmap = PixelImage.ToBitmap(pixels);
        (SKSizeI size, _) = Enlarged(bitmap.Width, bitmap.Height, Side);
        using SKBitmap large = bitmap.Resize(
            new SKSizeI(size.Width * StaticPicture.Scale, size.Height * StaticPicture.Scale),
            new SKSamplingOptions(SKCubicResampler.Mitchell)
        )!;
        using SKCanvas canvas = new(large);
        canvas.Scale(StaticPicture.Scale);
        using SKPaint pen = Pen(FigureStyle.Colour(1), 2);
        (float x, float y) = (size.Width / 2f, size.Height / 2f);
        canvas.DrawLine(x - Arm, y, x + Arm, y, pen);
        canvas.DrawLine(x, y - Arm, x, y + Arm, pen);
        canvas.Flush();
        return GridPicture.From(PixelImage.Jpeg(large), size.Width, size.Height);
    }

    private static GridPicture Windows(FreemanSimoncelli model)
    {
        (int height, int width) = ((int)model.InputShape[1], (int)model.InputShape[2]);
        WindowLayout layout = new(height, width, model.Options);
        (SKSizeI size, float scale) = Enlarged(width, height, WindowsSide);
        using SKBitmap bitmap = new(
            new SKImageInfo(
                size.Width * StaticPicture.Scale,
                size.Height * StaticPicture.Scale,
                SKColorType.Rgba8888,
                SKAlphaType.Opaque
            )
        );
        using SKCanvas canvas = new(bitmap);
        canvas.Clear(SKColors.White);
        canvas.Scale(StaticPicture.Scale);
        canvas.Translate(size.Width / 2f, size.Height / 2f);
        canvas.Scale(scale);
        using SKPaint grey = new() { Color = SKColor.Parse(FigureStyle.GreyColour), IsAntialias = true };
        canvas.DrawCircle(0, 0, (float)layout.FoveaRadius, grey);
        using SKPaint pen = Pen(FigureStyle.Ink, 1 / scale);
        for (int ring = 0; ring <= layout.Rings; ring++)
        {
            canvas.DrawCircle(0, 0, (float)layout.InnerEdge(ring), pen);
        }

        (float inner, float outer) = ((float)layout.InnerEdge(0), (float)layout.InnerEdge(layout.Rings));
        for (int angle = 0; angle < layout.Angles; angle++)
        {
            (float sin, float cos) = MathF.SinCos(2 * MathF.PI * (angle + 0.5f) / layout.Angles);
            canvas.DrawLine(inner * cos, inner * sin, outer * cos, outer * sin, pen);
        }

        canvas.Flush();
        return GridPicture.From(PixelImage.Png(bitmap), size.Width, size.Height) with
        {
            Caption = $"{model.Windows} windows",
        };
    }

    private static SKPaint Pen(string colour, float width) =>
        new()
        {
            Color = SKColor.Parse(colour),
            IsAntialias = true,
            IsStroke = true,
            StrokeWidth = width,
        };

    private static (SKSizeI Size, float Scale) Enlarged(int width, int height, int side)
    {
        float scale = (float)side / Math.Max(width, height);
        return (new((int)MathF.Round(width * scale), (int)MathF.Round(height * scale)), scale);
    }
}
