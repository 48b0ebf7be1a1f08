using System.Net;
using Metamers.Synthesis;

namespace Metamers.Notebook;

/// <summary>What <see cref="Exercise.Check"/> says of an answer.</summary>
/// <param name="Number">Notebook and exercise, for example "02.1".</param>
/// <param name="State">Right, wrong or not written.</param>
/// <param name="Message">One sentence, with a hint if the answer is wrong.</param>
public sealed record ExerciseResult(string Number, ExerciseState State, string Message)
{
    /// <summary>The metamer that a right answer made, to be shown below the sentence; null if it made none.</summary>
    internal Metamer? Made { get; init; }

    /// <summary>The sentence with its mark, and the metamer that was made.</summary>
    public string ToHtml() =>
        $"<div>{WebUtility.HtmlEncode(ToString())}</div>"
        + (Made is null ? "" : Illustrations.ToIllustration(Made).ToHtml());

    /// <summary>The sentence with its mark: ✓, ✗ or ○.</summary>
    public override string ToString() =>
        (
            State switch
            {
                ExerciseState.Right => "✓ ",
                ExerciseState.Wrong => "✗ ",
                _ => "○ ",
            }
        ) + $"{Number}: {Message}";
}
