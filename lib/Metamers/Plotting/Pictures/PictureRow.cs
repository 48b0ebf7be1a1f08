namespace Metamers.Plotting.Pictures;

/// <summary>One row of a <see cref="PictureGrid"/>: one stimulus and its metamers.</summary>
/// <param name="Heading">Text to the left of the row, e.g. the class of the stimulus.</param>
/// <param name="Pictures">From left to right; null leaves a cell empty.</param>
/// <example>
/// <code>
/// var pictures = Photographs.Take(2).Select(picture => GridPicture.From(picture.Pixels)).ToList();
/// new PictureRow("photographs", pictures).Heading
/// </code>
/// </example>
public sealed record PictureRow(string Heading, IReadOnlyList<GridPicture?> Pictures);
