using Metamers.Notebook;
using Metamers.Runtime;

namespace Workbook.Notebooks;

/// <summary>
/// The options of a notebook run. They reach the notebook's session through environment variables, as in any other
/// kernel.
/// </summary>
public sealed record NotebookRunOptions
{
    /// <summary>How much may be computed; if null, the value of METAMERS_BUDGET, otherwise quick.</summary>
    public Budget? Budget { get; init; }

    /// <summary>cpu or cuda; if null, the value of METAMERS_DEVICE, otherwise cpu.</summary>
    public string? Device { get; init; }

    /// <summary>
    /// The folder with data sets; if null, the value of METAMERS_DATA, otherwise the folders in <c>data/README.md</c>.
    /// </summary>
    public string? DataFolder { get; init; }

    /// <summary>The code cells that are run; null for all.</summary>
    internal IReadOnlyCollection<NotebookCell>? Cells { get; init; }

    /// <summary>Whether the cells after one that fails are run as well.</summary>
    internal bool KeepsGoing { get; init; }

    /// <summary>The working directory; null for the notebook's folder.</summary>
    internal string? WorkingFolder { get; init; }

    /// <summary>Sets the environment variables of this process.</summary>
    /// <exception cref="MetamerException">The data folder does not exist.</exception>
    internal void Apply()
    {
        if (DataFolder is not null && !Directory.Exists(DataFolder))
        {
            throw new MetamerException(
                $"The data folder {Path.GetFullPath(DataFolder)} does not exist. Name an existing folder with --data, "
                    + "or leave it out."
            );
        }

        Set(NotebookSession.BudgetVariable, Budget?.ToString().ToLowerInvariant());
        Set(ComputeDevice.Variable, Device);
        Set("METAMERS_DATA", DataFolder is null ? null : Path.GetFullPath(DataFolder));
    }

    private static void Set(string variable, string? value)
    {
        if (value is not null)
        {
            Environment.SetEnvironmentVariable(variable, value);
        }
    }
}
