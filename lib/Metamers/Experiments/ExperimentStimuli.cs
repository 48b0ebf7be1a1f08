using Metamers.Evaluation.Sensitivity;
using Metamers.Runtime;
using Metamers.Stimuli;
using Metamers.Synthesis;
using Metamers.Tables;
using Microsoft.Data.Analysis;
using static TorchSharp.torch;

namespace Metamers.Experiments;

/// <summary>Stimuli of an experiment from a folder, a table, or metamers with their verdicts.</summary>
/// <example>
/// <code>
/// var pictures = Photographs.Take(2);
/// ExperimentStimuli.FromStimuli(pictures, ExperimentDesign.Practice, folder, picture => picture.Label ?? "cat")
/// </code>
/// </example>
public static class ExperimentStimuli
{
    private static readonly string[] Columns = ["stimulus", "category", "condition", "file", "accepted"];

    /// <summary>
    /// Files in folders by condition and category: <c>natural/cat/tom.png</c>, <c>NETWORK/STAGE/cat/tom.png</c>,
    /// <c>practice/cat/kim.png</c>. The file's name without extension is the stimulus; a metamer has the name of its
    /// reference.
    /// </summary>
    /// <param name="folder">
    /// The folder; hidden files and folders and those of the system (<c>Thumbs.db</c>, <c>desktop.ini</c>) are ignored.
    /// </param>
    /// <exception cref="MetamerException">
    /// There is no such folder, it has no files, a file is not in such a subfolder, or a link leads nowhere.
    /// </exception>
    public static IReadOnlyList<ExperimentStimulus> FromFolder(string folder)
    {
        string[] files = Directory.Exists(folder)
            ?
            [
                .. Directory
                    .GetFiles(folder, "*", SearchOption.AllDirectories)
                    .Where(file => !FileName.Below(folder, file).Any(FileName.IsSystems))
                    .Order(StringComparer.Ordinal),
            ]
            : throw new MetamerException(
                $"There is no folder {Path.GetFullPath(folder)}. Check the name and, if it is "
                    + "relative, the working directory."
            );
        return files.Length == 0
            ? throw new MetamerException(
                $"The folder {Path.GetFullPath(folder)} is empty. Put stimuli into it as natural/CATEGORY/NAME.png "
                    + "and NETWORK/STAGE/CATEGORY/NAME.png."
            )
            :
            [
                .. files.Select(file =>
                    Path.GetRelativePath(folder, FileName.RequireTarget(file))
                        .Normalize()
                        .Split(Path.DirectorySeparatorChar)
                        is [.. { Length: > 0 } condition, string category, string name]
                        ? new ExperimentStimulus(
                            FileName.Shown(name),
                            category,
                            string.Join('/', condition),
                            Path.GetFullPath(file)
                        )
                        : throw new MetamerException(
                            $"{file} is not in a folder of a condition and one of a category. Move it to one, such as "
                                + $"natural/CATEGORY/{Path.GetFileName(file)}."
                        )
                ),
            ];
    }

    /// <summary>Rows of a table.</summary>
    /// <param name="table">
    /// Columns stimulus, category, condition, file, and, if some metamers do not count, accepted (true or false).
    /// </param>
    /// <exception cref="MetamerException">A column or a value is missing.</exception>
    public static IReadOnlyList<ExperimentStimulus> FromDataFrame(DataFrame table)
    {
        string[] found = [.. table.Columns.Select(column => column.Name)];
        if (Columns[..4].FirstOrDefault(column => !found.Contains(column)) is { } missing)
        {
            throw new MetamerException(
                $"The table has no column '{missing}'; it has {string.Join(", ", found)}. It "
                    + $"needs {string.Join(", ", Columns[..4])}, and may have {Columns[4]}."
            );
        }

        return
        [
            .. Enumerable
                .Range(0, (int)table.Rows.Count)
                .Select(i =>
                {
                    object Value(string column) =>
                        table[column][i]
                        ?? throw new MetamerException(
                            $"The table has no {column} in row {i} (from 0). Fill it in, or leave the row out."
                        );
                    return new ExperimentStimulus(
                        $"{Value("stimulus")}",
                        $"{Value("category")}",
                        $"{Value("condition")}",
                        $"{Value("file")}",
                        !found.Contains("accepted") || Truth(Value("accepted"), i)
                    );
                }),
        ];
    }

    private static bool Truth(object value, int row) =>
        CsvRow.TruthOf($"{value}")
        ?? throw new MetamerException(
            $"The table has the value '{value}' in accepted, row {row} (from 0); it may be true or false, 1 or 0."
        );

    /// <summary>Stimuli that are not metamers, written as files: for practice, screening and catch trials.</summary>
    /// <param name="stimuli">Pictures or sounds.</param>
    /// <param name="condition">As <see cref="ExperimentDesign.Practice"/>.</param>
    /// <param name="folder">Where the PNG or WAV files are written.</param>
    /// <param name="category">The correct answer for a stimulus; its label if null.</param>
    /// <exception cref="MetamerException">A stimulus has no category, or a file cannot be written.</exception>
    public static IReadOnlyList<ExperimentStimulus> FromStimuli(
        IEnumerable<Stimulus> stimuli,
        string condition,
        string folder,
        Func<Stimulus, string?>? category = null
    ) => [.. stimuli.Select(stimulus => Write(stimulus, stimulus.Values, condition, true, folder, category))];

    /// <summary>Stimuli that were changed along a direction, written as files.</summary>
    /// <param name="distortions">One of each stimulus, whose name the file has.</param>
    /// <param name="times">Length of the change, in multiples of <see cref="Distortion.ShownLength"/>.</param>
    /// <param name="condition">Name of the condition.</param>
    /// <param name="folder">Where the PNG or WAV files are written.</param>
    /// <param name="category">The correct answer for a stimulus; its label if null.</param>
    /// <exception cref="MetamerException">
    /// The length is not finite, a stimulus has no category, or a file cannot be written.
    /// </exception>
    public static IReadOnlyList<ExperimentStimulus> FromDistortions(
        IEnumerable<Distortion> distortions,
        double times,
        string condition,
        string folder,
        Func<Stimulus, string?>? category = null
    ) =>
        [
            .. distortions.Select(found =>
                Write(
                    found.Reference,
                    found.AddTo(times * found.ShownLength).Stimulus.Values,
                    condition,
                    true,
                    folder,
                    category
                )
            ),
        ];

    /// <summary>Metamers, and the natural stimuli that they match, written as files.</summary>
    /// <param name="metamers">
    /// Of one or more stages and networks. Those that are not accepted (<see cref="Metamer.Accepted"/>) are marked.
    /// </param>
    /// <param name="folder">Where the PNG or WAV files are written.</param>
    /// <param name="category">The correct answer for a reference; its label if null.</param>
    /// <returns>The natural stimuli, each once, then the metamers, with the condition NETWORK/STAGE.</returns>
    /// <exception cref="MetamerException">
    /// A reference has no category or a name that cannot be that of a file, or a file cannot be written.
    /// </exception>
    public static IReadOnlyList<ExperimentStimulus> FromMetamers(
        MetamerSet metamers,
        string folder,
        Func<Stimulus, string?>? category = null
    ) => FromMetamers([.. metamers.Select(metamer => (metamer.Model.Label, metamer))], folder, category);

    /// <summary>
    /// The same for metamers that differ in more than network and stage, such as those of several schedules or priors.
    /// </summary>
    /// <param name="sets">
    /// Sets of metamers, each with a name; their conditions are NAME/STAGE. Together they may have a stimulus in a
    /// condition only once.
    /// </param>
    /// <param name="folder">Where the PNG or WAV files are written.</param>
    /// <param name="category">The correct answer for a reference; its label if null.</param>
    /// <exception cref="MetamerException">As there, or a name cannot be that of a folder.</exception>
    public static IReadOnlyList<ExperimentStimulus> FromMetamers(
        IEnumerable<(string Name, MetamerSet Metamers)> sets,
        string folder,
        Func<Stimulus, string?>? category = null
    ) =>
        FromMetamers(
            [.. sets.SelectMany(set => set.Metamers.Select(metamer => (set.Name, metamer)))],
            folder,
            category
        );

    private static IReadOnlyList<ExperimentStimulus> FromMetamers(
        (string Name, Metamer Metamer)[] named,
        string folder,
        Func<Stimulus, string?>? category
    ) =>
        [
            .. FromStimuli(
                new MetamerSet(named.Select(pair => pair.Metamer)).References,
                ExperimentDesign.Natural,
                folder,
                category
            ),
            .. named.Select(pair =>
                Write(
                    pair.Metamer.Reference,
                    pair.Metamer.Values,
                    $"{pair.Name}/{pair.Metamer.Stage}",
                    pair.Metamer.Accepted,
                    folder,
                    category
                )
            ),
        ];

    private static ExperimentStimulus Write(
        Stimulus stimulus,
        Tensor values,
        string condition,
        bool accepted,
        string folder,
        Func<Stimulus, string?>? category
    )
    {
        string named =
            (category is null ? stimulus.Label : category(stimulus))
            ?? throw new MetamerException(
                $"There is no category of '{stimulus.Name}': it has no label. Give it one (stimulus with {{ Label = "
                    + "\"cat\" }), or say what a right answer names (category: stimulus => …)."
            );
        string[] parts = [.. condition.Split('/').Select(part => FileName.Require(part, "A part of the condition"))];
        string name = FileName.Require(stimulus.Name, "The stimulus") + stimulus.Kind.Extension;
        string file = Path.Combine([folder, .. parts, name]);
        stimulus.Kind.Write(file, values);
        return new(stimulus.Name, named, condition, file, accepted);
    }
}
