namespace Metamers.Models.Import;

/// <summary>One stage of a traced network.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Relu">Whether it ends in a ReLU, which the file leaves to the reader to apply.</param>
internal sealed record TracedStage(string Name, bool Relu);
