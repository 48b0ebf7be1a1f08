using Metamers.Notebook.Exercises;
using Metamers.Runtime;

namespace Metamers.Notebook;

/// <summary>Checks a reader's answer to an exercise of the notebooks, in the cell in which it is written.</summary>
/// <example>
/// <code>
/// int PairsFor(double probability) => (int)Math.Ceiling(1 / probability - 1 - 1e-9);
/// Exercise.Check("03.1", PairsFor)
/// </code>
/// </example>
public static class Exercise
{
    /// <summary>
    /// nbgrader sets this variable while it grades ("autograde") or a student validates ("validate").
    /// </summary>
    private const string NbgraderVariable = "NBGRADER_EXECUTION";

    private static readonly SortedDictionary<string, ExerciseResult> Given = new(StringComparer.Ordinal);

    /// <summary>The last result of each exercise that was checked in this process.</summary>
    internal static IReadOnlyCollection<ExerciseResult> Results
    {
        get
        {
            lock (Given)
            {
                return [.. Given.Values];
            }
        }
    }

    /// <summary>
    /// Runs the answer on several cases and compares what it gives with what it should. It does not throw if the answer
    /// is wrong or not written yet, so that the cells below still run.
    /// </summary>
    /// <param name="number">Notebook and exercise, for example "02.1".</param>
    /// <param name="answer">The function that the exercise asks for.</param>
    /// <returns>✓, or what failed first in one sentence with a hint; a cell that ends in it shows it.</returns>
    /// <exception cref="MetamerException">There is no such exercise.</exception>
    public static ExerciseResult Check(string number, Delegate answer)
    {
        ArgumentNullException.ThrowIfNull(answer);
        ExerciseResult result = Find(number).Check(answer);
        lock (Given)
        {
            Given[number] = result;
        }

        return result;
    }

    /// <summary>How many exercises of a notebook are answered right so far.</summary>
    /// <param name="notebook">Its number, for example "02".</param>
    /// <returns>A sentence, and under nbgrader the number of points.</returns>
    /// <exception cref="MetamerException">
    /// There is no such notebook; or no exercise is right while nbgrader grades, which counts an error as no points.
    /// </exception>
    public static string Score(string notebook)
    {
        string[] numbers = [.. ExerciseList.Of(notebook).Select(task => task.Number)];
        string[] missing =
        [
            .. numbers.Except(Results.Where(result => result.State == ExerciseState.Right).Select(r => r.Number)),
        ];
        int right = numbers.Length - missing.Length;
        string sentence =
            $"{right} of {numbers.Length} right"
            + (missing.Length > 0 ? $"; still open: {string.Join(", ", missing)}." : ".");
        return Environment.GetEnvironmentVariable(NbgraderVariable) is not { Length: > 0 } ? sentence
            : right > 0 ? $"{right}"
            : throw new MetamerException(sentence);
    }

    private static ExerciseTask Find(string number) =>
        ExerciseList.All.FirstOrDefault(task => task.Number == number)
        ?? throw new MetamerException(
            $"There is no exercise \"{number}\" that can be checked. Give the number of the notebook, a point and the "
                + "number of the exercise; there are "
                + $"{string.Join(", ", ExerciseList.All.Select(task => task.Number))}."
        );
}
