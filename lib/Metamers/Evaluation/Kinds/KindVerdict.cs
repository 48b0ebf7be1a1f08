namespace Metamers.Evaluation.Kinds;

/// <summary>Whether two schedules make metamers of the same kind, by one measure or by all.</summary>
public enum KindVerdict
{
    /// <summary>The whole interval of the difference is within the margin.</summary>
    Same,

    /// <summary>The difference is significant after correction, and larger than the margin.</summary>
    Different,

    /// <summary>Neither: there are too few stimuli or judges.</summary>
    CannotBeSaid,
}
