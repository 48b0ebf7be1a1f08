namespace Metamers.Stimuli.Data;

/// <summary>A folder that is searched for data sets and checkpoints.</summary>
/// <param name="Path">Full path; the folder need not exist.</param>
/// <param name="Role">Why it is searched, for messages: "METAMERS_DATA", "the user's cache".</param>
public sealed record DataFolder(string Path, string Role);
