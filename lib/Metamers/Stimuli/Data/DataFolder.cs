namespace Metamers.Stimuli.Data;

/// <summary>A folder in which data sets and checkpoints are looked for.</summary>
/// <param name="Path">Full path; the folder need not exist.</param>
/// <param name="Role">Why it is looked into, for messages: "METAMERS_DATA", "the user's cache".</param>
public sealed record DataFolder(string Path, string Role);
