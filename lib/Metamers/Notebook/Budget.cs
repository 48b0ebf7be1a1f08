namespace Metamers.Notebook;

/// <summary>How much computation a notebook may use: its number of stimuli and of optimisation steps.</summary>
/// <example>
/// <code>
/// session.Choose(quick: Budget.Quick, paper: Budget.Paper)
/// </code>
/// </example>
public enum Budget
{
    /// <summary>Minutes on a laptop's CPU: every cell and figure, with fewer stimuli and steps.</summary>
    Quick,

    /// <summary>
    /// Hours on a CPU: in most notebooks, the schedule that the saved figures were made by. The table at the head of
    /// each says which that is; few use the paper's own.
    /// </summary>
    Paper,
}
