namespace Metamers.Plotting.Pictures;

/// <summary>One row of a <see cref="PictureGrid"/>: one stimulus and what was made of it.</summary>
/// <param name="Heading">What is written to its left, as the class of the stimulus.</param>
/// <param name="Pictures">From left to right; null leaves a place empty.</param>
public sealed record PictureRow(string Heading, IReadOnlyList<GridPicture?> Pictures);
