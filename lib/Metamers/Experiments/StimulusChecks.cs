using Metamers.Runtime;

namespace Metamers.Experiments;

/// <summary>What the stimuli of an experiment must keep to.</summary>
internal static class StimulusChecks
{
    /// <summary>Throws where no design can be drawn from the stimuli.</summary>
    /// <exception cref="MetamerException">The message says what was found and what to do.</exception>
    public static void Check(IReadOnlyList<ExperimentStimulus> stimuli, IReadOnlyList<string> choices)
    {
        if (!stimuli.Any(version => version.Condition != ExperimentDesign.Natural && version.Accepted))
        {
            throw new MetamerException($"None of {stimuli.Count} stimuli is an accepted metamer, so every trial would be natural. "
                + "Give metamers that the success criterion accepts; more steps make more of them.");
        }

        if (stimuli.GroupBy(version => (version.Stimulus, version.Condition)).FirstOrDefault(group => group.Count() > 1) is { } twice)
        {
            throw new MetamerException($"The stimulus '{twice.Key.Stimulus}' is there {twice.Count()} times in the condition '{twice.Key.Condition}'. "
                + "Each stimulus has one version a condition; leave out the others or name them differently.");
        }

        foreach (IGrouping<string, ExperimentStimulus> versions in stimuli.GroupBy(version => version.Stimulus))
        {
            if (versions.All(version => version.Condition != ExperimentDesign.Natural))
            {
                throw new MetamerException($"The stimulus '{versions.Key}' has no natural version. Give one of condition '{ExperimentDesign.Natural}': "
                    + "it is shown in the natural condition and wherever an accepted metamer is missing.");
            }

            if (versions.Select(version => version.Category).Distinct().Count() > 1)
            {
                throw new MetamerException($"The versions of '{versions.Key}' have the categories {string.Join(", ", versions.Select(version => version.Category).Distinct())}. "
                    + "A metamer has the category of its reference; give all versions one.");
            }
        }

        HashSet<string> categories = [.. stimuli.Select(version => version.Category)];
        if (categories.FirstOrDefault(category => !choices.Contains(category)) is { } unknown)
        {
            throw new MetamerException($"The category '{unknown}' is none of the choices {string.Join(", ", choices)}. Add it to the choices, or leave its stimuli out.");
        }

        if (categories.Count < choices.Count)
        {
            throw new MetamerException($"The stimuli have {categories.Count} categories, but there are {choices.Count} choices: "
                + $"nothing shows {string.Join(", ", choices.Except(categories))}. Add stimuli of these, or offer fewer choices.");
        }
    }
}
