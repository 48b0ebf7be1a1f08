namespace Metamers.Plotting.Static;

/// <summary>A label of a point and where it is written.</summary>
/// <param name="Text">The label.</param>
/// <param name="X">The point on the x axis, scaled as the axis.</param>
/// <param name="Y">The point on the y axis, scaled as the axis.</param>
/// <param name="Right">How far the label's middle is to the right of the point, CSS pixels.</param>
/// <param name="Down">How far it is below the point.</param>
/// <param name="LineTo">
/// End at the label of a line from the point, where it would not be clear whose label it is; null for no line.
/// </param>
internal sealed record PlacedLabel(
    string Text,
    double X,
    double Y,
    float Right,
    float Down,
    (double X, double Y)? LineTo
);
