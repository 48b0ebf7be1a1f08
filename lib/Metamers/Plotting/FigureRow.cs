using Metamers.Plotting.Static;

namespace Metamers.Plotting;

/// <summary>Figures side by side, e.g. the loss and the accuracy of one training run.</summary>
/// <param name="Figures">From left to right; all get the height of the tallest.</param>
/// <example>
/// <code>
/// var left = new Figure("Squares", new("x"), new("y"), [new Series("squares", [0, 1, 2], [0, 1, 4])]);
/// var right = new Figure("Cubes", new("x"), new("y"), [new Series("cubes", [0, 1, 2], [0, 1, 8])]);
/// new FigureRow([left, right])
/// </code>
/// </example>
public sealed record FigureRow(IReadOnlyList<Figure> Figures) : Illustration
{
    /// <inheritdoc/>
    public override (int Width, int Height) Size =>
        (Figures.Sum(figure => figure.Width), Figures.Max(figure => figure.Height));

    /// <inheritdoc/>
    public override string Description => string.Join(" ", Figures.Select(figure => figure.Description));

    /// <inheritdoc/>
    public override byte[] ToPng() =>
        StaticPicture.Draw(
            Size.Width,
            Size.Height,
            canvas =>
            {
                foreach (Figure figure in Figures)
                {
                    StaticPicture.Draw(canvas, figure.Checked());
                    canvas.Translate(figure.Width, 0);
                }
            }
        );

    /// <inheritdoc/>
    public override string ToHtml() =>
        $"""
            <div style="display:flex;flex-wrap:wrap;max-width:{Size.Width}px">
            {string.Join(
                '\n',
                Figures.Select(figure => $"<div style=\"flex:0 1 {figure.Width}px\">{figure.ToHtml()}</div>")
            )}
            </div>
            """;
}
