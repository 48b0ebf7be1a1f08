using System.Globalization;
using Metamers.Runtime;
using Metamers.Synthesis;

namespace Metamers.Plotting.Pictures;

/// <summary>
/// Metamers of the same references at one stage by several schedules, side by side, with their losses: equal losses are
/// not equal pictures.
/// </summary>
/// <example>
/// <code>
/// var quick = MetamerOptions.Quick with { StepsPerRepetition = 1 };
/// var synthesizer = new MetamerSynthesizer(ModelZoo.Load("vgg8-standard-seed0"), quick);
/// var metamers = synthesizer.Synthesize(Photographs.Take(2), "conv_relu_0_1");
/// ScheduleGrid.Draw([("eight steps", metamers), ("the same again", metamers)])
/// </code>
/// </example>
public static class ScheduleGrid
{
    /// <summary>Draws a row for each reference, and a column for each schedule.</summary>
    /// <param name="schedules">Names of schedules, each with its metamers of one stage, of the same pictures.</param>
    /// <exception cref="MetamerException">
    /// There are no metamers, they are sounds or of several stages, or a schedule lacks a reference.
    /// </exception>
    public static PictureGrid Draw(params IReadOnlyList<(string Name, MetamerSet Metamers)> schedules)
    {
        MetamerSet all = new(schedules.SelectMany(schedule => schedule.Metamers));
        if (all.Stages.Count != 1 || all[0].Reference.Kind.IsSound)
        {
            throw new MetamerException(
                $"{all.Count} metamers of {all.Stages.Count} stages; give metamers of pictures at one stage, as "
                    + "(\"fast\", metamers.At(\"layer3\"))."
            );
        }

        bool asked = all.Any(metamer => metamer.Options.Objective is not null);
        return new(
            $"Metamers at {all.Stages[0]} by {(asked ? "objective" : "schedule")}",
            ["natural", .. schedules.Select(schedule => schedule.Name)],
            [
                .. all.References.Select(reference => new PictureRow(
                    reference.Label ?? reference.Name,
                    [
                        GridPicture.From(reference.Values),
                        .. schedules.Select(schedule => Made(schedule.Metamers.Of(reference)[0])),
                    ]
                )),
            ],
            $"Under each metamer: {(asked ? "the loss of its match at the stage" : "its loss")}. " + schedules.Named()
        );
    }

    private static GridPicture Made(Metamer metamer) =>
        GridPicture.From(metamer.Values, LossOf(metamer).ToString("G2", CultureInfo.InvariantCulture));

    /// <summary>The losses of objectives are sums of different terms; what can be compared is the match.</summary>
    private static double LossOf(Metamer metamer) =>
        metamer.Options.Objective is null ? metamer.FinalLoss : metamer.ResidualLoss;
}
