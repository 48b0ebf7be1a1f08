using Metamers.Runtime;

namespace Metamers.Experiments;

/// <summary>Checks the stimuli of an experiment.</summary>
internal static class ExperimentStimulusValidation
{
    /// <summary>Throws if no design can be drawn from the stimuli.</summary>
    /// <exception cref="MetamerException">The message says what was found and what to do.</exception>
    public static void Check(IReadOnlyList<ExperimentStimulus> stimuli, IReadOnlyList<string> choices)
    {
        ExperimentStimulus[] main = [.. stimuli.Where(version => !ExperimentDesign.Others.Contains(version.Condition))];
        if (!main.Any(version => version.Condition != ExperimentDesign.Natural && version.Accepted))
        {
            throw new MetamerException(
                $"None of {stimuli.Count} stimuli is an accepted metamer, so every trial would be natural. "
                    + "Give metamers that the success criterion accepts; more synthesis steps give more of them."
            );
        }

        if (
            stimuli
                .GroupBy(version => (version.Stimulus, version.Condition))
                .FirstOrDefault(group => group.Count() > 1) is
            { } twice
        )
        {
            throw new MetamerException(
                $"The stimulus '{twice.Key.Stimulus}' occurs {twice.Count()} times in the condition "
                    + $"'{twice.Key.Condition}'. "
                    + "Each stimulus has one version per condition; leave out the others or name them differently."
            );
        }

        foreach (IGrouping<string, ExperimentStimulus> versions in stimuli.GroupBy(version => version.Stimulus))
        {
            CheckVersions(versions.Key, [.. versions]);
        }

        HashSet<string> categories = [.. main.Select(version => version.Category)];
        if (stimuli.FirstOrDefault(version => !choices.Contains(version.Category)) is { } unknown)
        {
            throw new MetamerException(
                $"The category '{unknown.Category}' is not one of the choices {string.Join(", ", choices)}. Add it to "
                    + "the choices, or leave its stimuli out."
            );
        }

        if (categories.Count < choices.Count)
        {
            throw new MetamerException(
                $"The stimuli have {categories.Count} categories, but there are {choices.Count} choices: "
                    + $"nothing shows {string.Join(", ", choices.Except(categories))}. Add stimuli of these, or "
                    + "offer fewer choices."
            );
        }
    }

    /// <summary>Throws if two stimuli are identical: a participant would get the same stimulus twice.</summary>
    /// <exception cref="MetamerException">The message names both.</exception>
    public static void CheckContent(IReadOnlyList<ExperimentStimulus> stimuli, StimulusFiles files)
    {
        if (
            stimuli
                .GroupBy(version => files.Content[version.File])
                .FirstOrDefault(same => same.Select(version => version.Stimulus).Distinct().Count() > 1) is
            { } equal
        )
        {
            string[] names = [.. equal.Select(version => version.Stimulus).Distinct()];
            throw new MetamerException(
                $"The stimuli '{names[0]}' and '{names[1]}' have the same file content, so a participant would get "
                    + "it twice. Leave one out."
            );
        }
    }

    private static void CheckVersions(string stimulus, ExperimentStimulus[] versions)
    {
        string[] others =
        [
            .. versions
                .Select(version => version.Condition)
                .Where(condition => ExperimentDesign.Others.Contains(condition)),
        ];
        if (others.Length > 0 && versions.Length > 1)
        {
            throw new MetamerException(
                $"The stimulus '{stimulus}' is used for {others[0]} and for "
                    + $"'{versions.First(version => version.Condition != others[0]).Condition}'. "
                    + "Each participant gets a stimulus once; give practice, screening and catch trials stimuli of "
                    + "their own."
            );
        }

        if (others.Length == 0 && versions.All(version => version.Condition != ExperimentDesign.Natural))
        {
            throw new MetamerException(
                $"The stimulus '{stimulus}' has no natural version. Give one of condition "
                    + $"'{ExperimentDesign.Natural}': "
                    + "it is shown in the natural condition and wherever an accepted metamer is missing."
            );
        }

        if (versions.Select(version => version.Category).Distinct().Count() > 1)
        {
            throw new MetamerException(
                $"The versions of '{stimulus}' have the "
                    + $"categories {string.Join(", ", versions.Select(version => version.Category).Distinct())}. "
                    + "A metamer has the category of its reference; give all versions one."
            );
        }
    }
}
