using Metamers.Evaluation.Rivals;
using Metamers.Plotting.Pictures;
using Metamers.Stimuli;

namespace Metamers.Plotting;

/// <summary>The figures of stimuli about which networks disagree.</summary>
public static class RivalFigures
{
    /// <summary>Controversial pictures in one row, with the probabilities that both networks give.</summary>
    /// <param name="stimuli">At least one, pictures.</param>
    /// <param name="names">Names of the networks by their keys; the key if missing.</param>
    /// <exception cref="ArgumentException">There are none, or they are sounds.</exception>
    public static PictureGrid Grid(
        this IEnumerable<ControversialStimulus> stimuli,
        IReadOnlyDictionary<string, string>? names = null
    )
    {
        ControversialStimulus[] all = [.. stimuli];
        RequirePictures([.. all.Select(one => one.Stimulus)]);
        return new(
            "Two networks, two certainties",
            [.. all.Select(one => one.Stimulus.Label!)],
            [
                new(
                    "",
                    [
                        .. all.Select(one =>
                            GridPicture.From(
                                one.Stimulus.Values,
                                $"{NumberText.Fixed(one.FirstProbability, 2)} and "
                                    + $"{NumberText.Fixed(one.SecondProbability, 2)}"
                            )
                        ),
                    ]
                ),
            ],
            $"Under each picture: the probability that {GridRows.Heading(all[0].First.Label, names)} gives to "
                + $"the first class, and {GridRows.Heading(all[0].Second.Label, names)} to the second. "
                + $"Schedule: {all[0].Options.Describe()}."
        );
    }

    /// <summary>The reference, its noisy version and the four pictures of a competition, with both distances.</summary>
    /// <param name="competition">A competition about a picture.</param>
    /// <param name="names">Names of the networks by their keys; the key if missing.</param>
    /// <exception cref="ArgumentException">It is about a sound.</exception>
    public static PictureGrid Grid(this MadCompetition competition, IReadOnlyDictionary<string, string>? names = null)
    {
        RequirePictures([competition.Reference]);
        string first = GridRows.Heading(competition.First.Label, names);
        string second = GridRows.Heading(competition.Second.Label, names);
        return new(
            $"Maximum differentiation of {competition.Reference.Label ?? competition.Reference.Name}",
            ["reference", "noisy", "farthest", "nearest"],
            [
                Row($"{first} holds", competition.FirstHeldSecondMost, competition.FirstHeldSecondLeast),
                Row($"{second} holds", competition.SecondHeldFirstMost, competition.SecondHeldFirstLeast),
            ],
            $"Under each picture: its distance from the reference for {first} at {competition.FirstStage}, and for "
                + $"{second} at {competition.SecondStage}. In each row, one network finds the last three "
                + "pictures equally far, and for the other they are as far and as near as could be found. "
                + new[] { competition.Reference }.Attribution()
        );

        PictureRow Row(string heading, MadStimulus most, MadStimulus least) =>
            new(
                heading,
                [GridPicture.From(competition.Reference.Values), Show(competition.Start), Show(most), Show(least)]
            );
    }

    private static GridPicture Show(MadStimulus made) =>
        GridPicture.From(
            made.Stimulus.Values,
            $"{NumberText.Fixed(made.FirstDistance, 2)}, {NumberText.Fixed(made.SecondDistance, 2)}"
        );

    private static void RequirePictures(Stimulus[] stimuli)
    {
        if (stimuli.Length == 0 || stimuli[0].Kind.IsSound)
        {
            throw new ArgumentException(
                $"{stimuli.Length} {(stimuli.Length == 0 ? "stimuli" : "sounds")}: the grid shows pictures. Give at "
                    + "least one."
            );
        }
    }
}
