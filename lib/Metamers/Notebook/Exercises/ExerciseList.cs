using Metamers.Runtime;

namespace Metamers.Notebook.Exercises;

/// <summary>The exercises that can be checked, in the order of the notebooks.</summary>
internal static class ExerciseList
{
    public static IReadOnlyList<ExerciseTask> All { get; } =
    [
        .. VisionExercises.All,
        .. SoundExercises.All,
        .. RobustnessExercises.All,
        .. NetworkExercises.All,
        .. PeopleExercises.All,
        .. ScheduleExercises.All,
        .. RelativesExercises.All,
        .. DistortionExercises.All,
        .. ObjectiveExercises.All,
        .. ReportExercises.All,
    ];

    /// <summary>Those of one notebook.</summary>
    /// <param name="notebook">Its number in two digits.</param>
    /// <exception cref="MetamerException">It has none.</exception>
    public static IReadOnlyList<ExerciseTask> Of(string notebook)
    {
        ExerciseTask[] found = [.. All.Where(task => task.Number.StartsWith(notebook + ".", StringComparison.Ordinal))];
        return found.Length > 0
            ? found
            : throw new MetamerException(
                $"No notebook \"{notebook}\" has exercises that can be checked. Give its number in two digits, "
                    + "01 to 19."
            );
    }
}
