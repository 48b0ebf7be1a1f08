using Metamers.Evaluation.Sensitivity;
using Metamers.Plotting.Charts;
using Metamers.Plotting.Pictures;

namespace Metamers.Plotting;

/// <summary>The figures of distortions that networks notice.</summary>
public static class DistortionFigures
{
    /// <summary>Stimuli with the most and the least noticeable distortion: a row for each network and stage.</summary>
    /// <param name="distortions">At least one.</param>
    /// <param name="names">Names of the networks by their keys; the key if missing.</param>
    /// <exception cref="ArgumentException">There are none.</exception>
    public static PictureGrid Grid(
        this IEnumerable<Eigendistortions> distortions,
        IReadOnlyDictionary<string, string>? names = null
    )
    {
        Eigendistortions[] all = [.. distortions];
        RequireSome(all.Length);
        return DistortionGrid.Draw(
            "What networks notice most and least",
            ["most noticeable", "least noticeable"],
            [
                .. all.Select(found =>
                    (
                        $"{GridRows.Heading(found.Network, names)}, {found.Stage}",
                        (IReadOnlyList<(Distortion, string)>)
                            [
                                (found.Most.Distortion, Caption(found.Most)),
                                (found.Least.Distortion, Caption(found.Least)),
                            ]
                    )
                ),
            ],
            all.All(found => found.Most.Converged && found.Least.Converged)
                ? "λ: eigenvalue. "
                : "λ: eigenvalue; *: its search has not converged. "
        );
    }

    /// <summary>Stimuli with both principal distortions: a row for each.</summary>
    /// <param name="distortions">At least one.</param>
    /// <exception cref="ArgumentException">There are none.</exception>
    public static PictureGrid Grid(this IEnumerable<PrincipalDistortions> distortions)
    {
        PrincipalDistortions[] all = [.. distortions];
        RequireSome(all.Length);
        return DistortionGrid.Draw(
            $"The distortions about which {all[0].Networks.Count} "
                + (all[0].AreOfOneNetwork ? $"stages of {all[0].Networks[0]} disagree most" : "networks disagree most"),
            ["first", "second"],
            [
                .. all.Select(found =>
                    (
                        found.Reference.Label ?? found.Reference.Name,
                        (IReadOnlyList<(Distortion, string)>)[(found.First, ""), (found.Second, "")]
                    )
                ),
            ]
        );
    }

    /// <summary>The log ratio of each network, for one or several stimuli.</summary>
    /// <param name="distortions">At least one, of the same networks in the same order.</param>
    /// <param name="names">Names of the networks by their keys; the key if missing.</param>
    /// <exception cref="ArgumentException">There are none, or they are of different networks.</exception>
    public static Figure LogRatios(
        this IEnumerable<PrincipalDistortions> distortions,
        IReadOnlyDictionary<string, string>? names = null
    ) => LogRatioChart.Draw([.. distortions], names);

    /// <summary>How the spread over the networks grew, step by step: a line for each stimulus.</summary>
    /// <param name="distortions">At least one.</param>
    /// <exception cref="ArgumentException">There are none.</exception>
    public static Figure SpreadCurves(this IEnumerable<PrincipalDistortions> distortions)
    {
        PrincipalDistortions[] all = [.. distortions];
        RequireSome(all.Length);
        return new(
            "How far apart the networks are",
            new("Step"),
            new("Standard deviation of the log ratios") { Minimum = 0 },
            [
                .. all.Select(
                    (found, style) =>
                        new Series(
                            found.Reference.Label ?? found.Reference.Name,
                            [.. found.SpreadByStep.Select((_, step) => (double)step)],
                            found.SpreadByStep
                        )
                        {
                            Style = style,
                        }
                ),
            ]
        )
        {
            Note = $"One line for each stimulus; {all[0].Networks.Count} networks or stages.",
        };
    }

    private static string Caption(Eigendistortion found) =>
        $"λ {NumberText.Format(found.Eigenvalue, 2)}{(found.Converged ? "" : "*")}";

    private static void RequireSome(int count)
    {
        if (count == 0)
        {
            throw new ArgumentException("There are no distortions to draw. Give at least one.");
        }
    }
}
