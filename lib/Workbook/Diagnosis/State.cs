namespace Workbook.Diagnosis;

/// <summary>What a finding means for the notebooks.</summary>
public enum State
{
    /// <summary>As it should be.</summary>
    Good,

    /// <summary>Some things do not work without it.</summary>
    Missing,

    /// <summary>Notebooks do not run.</summary>
    Broken,
}
