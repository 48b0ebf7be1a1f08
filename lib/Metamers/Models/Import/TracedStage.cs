namespace Metamers.Models.Import;

/// <summary>One stage of a traced network.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Relu">Whether a ReLU ends it, which the file leaves to the reader.</param>
internal sealed record TracedStage(string Name, bool Relu);
