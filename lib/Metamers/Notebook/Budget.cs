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

    /// <summary>The paper's schedule: hours on a CPU.</summary>
    Paper,
}
