using Metamers.Evaluation;
using Metamers.Models;
using Metamers.Runtime;
using Metamers.Stimuli;

namespace Metamers.Studies;

/// <summary>A user's own stimuli: files directly in a folder, without classes, or in a folder for each class.</summary>
internal static class ClassFolders
{
    /// <summary>Reads them at the size that a network takes.</summary>
    /// <param name="model">The network.</param>
    /// <param name="folder">
    /// The folder; folders in it are of classes if no stimulus is directly in it. Of the stimuli of a report or of an
    /// experiment, which are in folders of conditions, the natural ones are taken.
    /// </param>
    /// <param name="classNames">Names of the network's classes, in the order of the indices; null if not known.</param>
    /// <returns>
    /// In the order of their names; if there are classes, one of each class before a second of any, called
    /// CLASS-NAME.
    /// </returns>
    /// <exception cref="MetamerException">
    /// There is no such folder or no stimulus in it, or a folder is of no class that is known.
    /// </exception>
    public static IReadOnlyList<Stimulus> Load(StagedModel model, string folder, IReadOnlyList<string>? classNames)
    {
        string[] classes = FoldersIn(folder);
        string natural = Path.Combine(folder, Transfer.Natural);
        return classes.Length == 0 || model.Kind.IsIn(folder) ? model.Kind.LoadFolder(folder, model.InputShape)
            : FoldersIn(natural).Length > 0 ? Load(model, natural, classNames)
            : FromClasses(model, classes, classNames);
    }

    private static IReadOnlyList<Stimulus> FromClasses(
        StagedModel model,
        string[] classes,
        IReadOnlyList<string>? classNames
    )
    {
        string[] found = [.. classes.Select(path => Path.GetFileName(path).Normalize())];
        IReadOnlyList<string> names = Known(model, found, classNames);
        return
        [
            .. classes
                .SelectMany(
                    (path, i) =>
                        model
                            .Kind.LoadFolder(path, model.InputShape)
                            .Select(
                                (stimulus, place) =>
                                    (
                                        Place: place,
                                        Stimulus: stimulus with
                                        {
                                            Name = $"{found[i]}-{stimulus.Name}",
                                            Label = found[i],
                                            ClassIndex = names.Index().First(name => name.Item == found[i]).Index,
                                        }
                                    )
                            )
                )
                .OrderBy(entry => entry.Place)
                .Select(entry => entry.Stimulus),
        ];
    }

    private static string[] FoldersIn(string folder) =>
        Directory.Exists(folder)
            ?
            [
                .. Directory
                    .GetDirectories(folder)
                    .Where(path => !FileName.IsSystems(Path.GetFileName(path)))
                    .Order(StringComparer.Ordinal),
            ]
            : [];

    private static IReadOnlyList<string> Known(StagedModel model, string[] found, IReadOnlyList<string>? classNames)
    {
        IReadOnlyList<string> known =
            classNames
            ?? throw new MetamerException(
                $"The names of the classes of {model.Label} are not known, so that the folders "
                    + $"{string.Join(", ", found)} cannot be matched with them. Set model.Card = model.Card with "
                    + "{ ClassNames = … } (`report` has --classes), or put the stimuli directly into one folder, "
                    + "without classes."
            );
        if (found.Where(name => known.Count(other => other == name) > 1).ToArray() is { Length: > 0 } doubtful)
        {
            string places = string.Join(
                " and ",
                known.Index().Where(name => name.Item == doubtful[0]).Select(name => name.Index)
            );
            throw new MetamerException(
                $"The folder '{doubtful[0]}' could be any of the classes {places} of {model.Label}, which have the "
                    + "same name. Give its classes different names (model.Card.ClassNames; `report` has "
                    + "--classes), and the folder the name of the one that is meant."
            );
        }

        return found.Except(known).ToArray() is { Length: > 0 } unknown
            ? throw new MetamerException(
                $"There are folders of classes that {model.Label} does not have: {string.Join(", ", unknown)}. Its "
                    + $"classes are: {string.Join(", ", known)}"
                    + (
                        model.Card.ClassNames is null
                            ? " (it does not name them, and they were taken for those of the usual task with such "
                                + "inputs; `report` takes them by --classes)."
                            : "."
                    )
            )
            : known;
    }
}
