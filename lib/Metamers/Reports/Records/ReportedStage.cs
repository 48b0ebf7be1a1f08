namespace Metamers.Reports.Records;

/// <summary>A stage of the network, as its card lists it.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Shape">Shape of the activations of one stimulus.</param>
/// <param name="EndsInRelu">
/// Whether it ends in a ReLU, which has the identity gradient while the stage is matched.
/// </param>
public sealed record ReportedStage(string Name, IReadOnlyList<long> Shape, bool EndsInRelu);
