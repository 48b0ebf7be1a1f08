namespace Workbook.Diagnosis;

/// <summary>What a finding means for notebooks.</summary>
public enum State
{
    /// <summary>As it should be.</summary>
    Good,

    /// <summary>Some things cannot be done without it.</summary>
    Missing,

    /// <summary>Notebooks do not run.</summary>
    Broken,
}
