namespace Metamers.Notebook;

/// <summary>How far an answer to an exercise is.</summary>
public enum ExerciseState
{
    /// <summary>Every case gives what it should.</summary>
    Right,

    /// <summary>A case gives something else, or stops with an error.</summary>
    Wrong,

    /// <summary>The stub still throws <see cref="NotImplementedException"/>.</summary>
    NotWritten,
}
