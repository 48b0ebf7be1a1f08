using Metamers.Evaluation;
using Metamers.Runtime;
using Metamers.Stimuli;
using Metamers.Synthesis;
using Microsoft.Data.Analysis;
using static TorchSharp.torch;

namespace Metamers.Experiments;

/// <summary>Stimuli of an experiment from a folder, a table, or metamers with their verdicts.</summary>
public static class ExperimentStimuli
{
    private static readonly string[] Columns = ["stimulus", "category", "condition", "file", "accepted"];

    /// <summary>
    /// Files in folders by condition and category: <c>natural/cat/tom.png</c>, <c>NETWORK/STAGE/cat/tom.png</c>,
    /// <c>practice/cat/kim.png</c>. The file's name without extension is the stimulus; a metamer bears the name of its
    /// reference.
    /// </summary>
    /// <param name="folder">Its hidden files are passed over.</param>
    /// <exception cref="MetamerException">There is no such folder, no file in it, or a file lies elsewhere.</exception>
    public static IReadOnlyList<ExperimentStimulus> FromFolder(string folder)
    {
        string[] files = Directory.Exists(folder)
            ?
            [
                .. Directory
                    .GetFiles(folder, "*", SearchOption.AllDirectories)
                    .Where(file => !Path.GetFileName(file).StartsWith('.'))
                    .Order(StringComparer.Ordinal),
            ]
            : throw new MetamerException(
                $"There is no folder {Path.GetFullPath(folder)}. Check the name, and the working directory of a "
                    + "relative one."
            );
        return files.Length == 0
            ? throw new MetamerException(
                $"The folder {Path.GetFullPath(folder)} is empty. Put stimuli into it as natural/CATEGORY/NAME.png "
                    + "and NETWORK/STAGE/CATEGORY/NAME.png."
            )
            :
            [
                .. files.Select(file =>
                    Path.GetRelativePath(folder, file).Split(Path.DirectorySeparatorChar)
                        is [.. { Length: > 0 } condition, string category, string name]
                        ? new ExperimentStimulus(
                            Path.GetFileNameWithoutExtension(name),
                            category,
                            string.Join('/', condition),
                            Path.GetFullPath(file)
                        )
                        : throw new MetamerException(
                            $"{file} does not lie in a folder of a condition and one of a category. Put it there, as "
                                + $"natural/CATEGORY/{Path.GetFileName(file)}."
                        )
                ),
            ];
    }

    /// <summary>Rows of a table.</summary>
    /// <param name="table">
    /// Columns stimulus, category, condition, file, and, if some metamers do not count, accepted (true or false).
    /// </param>
    /// <exception cref="MetamerException">A column is missing or a value is.</exception>
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
                        !found.Contains("accepted") || Value("accepted") is true
                    );
                }),
        ];
    }

    /// <summary>Stimuli that are no metamers, written as files: for practice, screening and catch trials.</summary>
    /// <param name="stimuli">Pictures or sounds.</param>
    /// <param name="condition">As <see cref="ExperimentDesign.Practice"/>.</param>
    /// <param name="categories">The category of each by its name.</param>
    /// <param name="folder">Where the PNG or WAV files are written.</param>
    /// <exception cref="MetamerException">A stimulus has no category, or a file cannot be written.</exception>
    public static IReadOnlyList<ExperimentStimulus> FromStimuli(
        IEnumerable<Stimulus> stimuli,
        string condition,
        IReadOnlyDictionary<string, string> categories,
        string folder
    ) =>
        [
            .. stimuli.Select(stimulus =>
                Write(
                    stimulus.Name,
                    stimulus.Values,
                    (stimulus as SoundStimulus)?.SamplingRate,
                    condition,
                    true,
                    categories,
                    folder
                )
            ),
        ];

    /// <summary>Metamers of one network, and the natural stimuli that they match, written as files.</summary>
    /// <param name="metamers">Of one or more stages.</param>
    /// <param name="verdicts">
    /// One for each metamer, and those that are not accepted are marked; null takes judged metamers whose decision is
    /// kept, and marks the others.
    /// </param>
    /// <param name="categories">The category of each reference by its name.</param>
    /// <param name="folder">Where the PNG or WAV files are written.</param>
    /// <returns>
    /// The natural stimuli, then the metamers. Of two networks with the same references take the natural ones once.
    /// </returns>
    /// <exception cref="MetamerException">
    /// A metamer has no verdict, a reference no category, or a file cannot be written.
    /// </exception>
    public static IReadOnlyList<ExperimentStimulus> FromMetamers(
        IReadOnlyList<Metamer> metamers,
        IReadOnlyList<MetamerVerdict>? verdicts,
        IReadOnlyDictionary<string, string> categories,
        string folder
    ) =>
        [
            .. metamers
                .DistinctBy(metamer => metamer.ReferenceName)
                .Select(metamer =>
                    Write(
                        metamer.ReferenceName,
                        metamer.Reference,
                        metamer.SamplingRate,
                        ExperimentDesign.Natural,
                        true,
                        categories,
                        folder
                    )
                ),
            .. metamers.Select(metamer =>
                Write(
                    metamer.ReferenceName,
                    metamer.Values,
                    metamer.SamplingRate,
                    Condition(metamer),
                    Accepted(metamer, verdicts),
                    categories,
                    folder
                )
            ),
        ];

    /// <summary>
    /// The metamers that lie anywhere in a folder as <see cref="MetamerStore"/> saved them, and the natural stimuli
    /// that they match.
    /// </summary>
    /// <param name="folder">Such as that of one network and schedule in a <see cref="MetamerCache"/>.</param>
    /// <param name="verdicts">
    /// One for each metamer; null takes those that were judged and whose decision is kept, and marks the others.
    /// </param>
    /// <param name="categories">The category of each reference by its name.</param>
    /// <returns>As <see cref="FromMetamers"/>; the files are those of the store.</returns>
    /// <exception cref="MetamerException">
    /// There is no metamer, one was changed, has no verdict, or its reference no category.
    /// </exception>
    public static IReadOnlyList<ExperimentStimulus> FromStore(
        string folder,
        IReadOnlyList<MetamerVerdict>? verdicts,
        IReadOnlyDictionary<string, string> categories
    )
    {
        string[] folders = Directory.Exists(folder)
            ?
            [
                .. Directory
                    .GetFiles(folder, "metamer.json", SearchOption.AllDirectories)
                    .Select(file => Path.GetDirectoryName(file)!)
                    .Order(StringComparer.Ordinal),
            ]
            : [];
        if (folders.Length == 0)
        {
            throw new MetamerException(
                $"There is no saved metamer in {Path.GetFullPath(folder)}. Name a folder that holds folders which "
                    + "Metamer.Save wrote."
            );
        }

        List<ExperimentStimulus> natural = [],
            made = [];
        foreach (string place in folders)
        {
            using Metamer metamer = MetamerStore.Load(place);
            string extension = PerceptibleCopy.ExtensionOf(metamer.SamplingRate),
                category = Category(metamer.ReferenceName, categories);
            natural.Add(
                new(
                    metamer.ReferenceName,
                    category,
                    ExperimentDesign.Natural,
                    Path.Combine(place, "reference" + extension)
                )
            );
            made.Add(
                new(
                    metamer.ReferenceName,
                    category,
                    Condition(metamer),
                    Path.Combine(place, "metamer" + extension),
                    Accepted(metamer, verdicts)
                )
            );
        }

        return [.. natural.DistinctBy(version => version.Stimulus), .. made];
    }

    private static ExperimentStimulus Write(
        string name,
        Tensor values,
        int? rate,
        string condition,
        bool accepted,
        IReadOnlyDictionary<string, string> categories,
        string folder
    )
    {
        string category = Category(name, categories),
            file = Path.Combine(folder, condition, name + PerceptibleCopy.ExtensionOf(rate));
        PerceptibleCopy.Save(file, values, rate);
        return new(name, category, condition, file, accepted);
    }

    private static string Condition(Metamer metamer) => $"{metamer.Model.Key ?? metamer.Model.Name}/{metamer.Stage}";

    private static bool Accepted(Metamer metamer, IReadOnlyList<MetamerVerdict>? verdicts) =>
        verdicts is null
            ? metamer.Judgement?.DecisionKept == true
            : (
                verdicts.FirstOrDefault(verdict =>
                    (verdict.Match.Stimulus, verdict.Match.MadeFor) == (metamer.ReferenceName, metamer.Stage)
                )
                ?? throw new MetamerException(
                    $"There is no verdict on {metamer.ReferenceName} at {metamer.Stage}. Give those that "
                        + "SuccessCriterion.Judge makes of the same metamers."
                )
            ).Accepted;

    private static string Category(string reference, IReadOnlyDictionary<string, string> categories) =>
        categories.TryGetValue(reference, out string? category)
            ? category
            : throw new MetamerException(
                $"There is no category of '{reference}'; given are those "
                    + $"of {string.Join(", ", categories.Keys.Take(5))}. Give one for each reference."
            );
}
