namespace Metamers.Stimuli.Data.Sets;

/// <summary>How a <see cref="DataSet"/> is found and read.</summary>
/// <param name="Locate">Path of its file or folder, or null if it is not on this computer.</param>
/// <param name="PerClass">Number of stimuli of each class in a part.</param>
/// <param name="All">Reads all of a part from a path.</param>
/// <param name="Some">
/// Reads a number of stimuli of each class, starting at an index, from a path; ordered by class and then by index.
/// </param>
/// <param name="Variants">
/// The number of neighbours within a class that differ in another property, such as the speaker; <see
/// cref="DataSet.InTurn"/> then varies it from one stimulus to the next.
/// </param>
/// <param name="InOrder">
/// For a set that is not divided by classes: reads a number of stimuli in its own order, after a number of others.
/// </param>
internal sealed record DataReader(
    Func<string?> Locate,
    Func<DataPart, int> PerClass,
    Func<string, DataPart, LabelledStimuli> All,
    Func<string, DataPart, int, int, IReadOnlyList<Stimulus>> Some,
    int Variants = 1,
    Func<int, int, IReadOnlyList<Stimulus>>? InOrder = null
);
