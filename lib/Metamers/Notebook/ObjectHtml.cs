using System.Diagnostics.CodeAnalysis;
using System.Net;
using System.Runtime.CompilerServices;
using Metamers.Claims;
using Metamers.Evaluation.Rivals;
using Metamers.Evaluation.Sensitivity;
using Metamers.Models;
using Metamers.Plotting.Reports;
using Metamers.Plotting.Sounds;
using Metamers.Reports;
using Metamers.Runtime;
using Metamers.Stimuli;
using Metamers.Synthesis;
using Microsoft.Data.Analysis;

namespace Metamers.Notebook;

/// <summary>
/// The HTML of the objects whose <c>ToHtml()</c> does not draw by itself. Every host shows them by that method:
/// Microsoft's kernel through <see cref="Formatters"/>, others because they look for it.
/// </summary>
internal static class ObjectHtml
{
    public static string Draw(object value) =>
        value switch
        {
            ImageStimulus picture => Illustrations.ToIllustration(picture).ToHtml(),
            SoundStimulus sound => SoundFigure.Draw(sound).ToHtml(),
            Metamer metamer => Illustrations.ToIllustration(metamer).ToHtml(),
            Eigendistortions found => Illustrations.ToIllustration(found).ToHtml(),
            PrincipalDistortions found => Illustrations.ToIllustration(found).ToHtml(),
            ControversialStimulus found => Illustrations.ToIllustration(found).ToHtml(),
            MadCompetition found => Illustrations.ToIllustration(found).ToHtml(),
            StagedModel model => ObjectTables.ToTable(model).ToHtml(),
            MetamerVerdict verdict => ObjectTables.ToTable(verdict).ToHtml(),
            ClaimList claims => ClaimTables.ToTable(claims).ToHtml(),
            ModelReport report => ReportPage.Cell(ReportText.Of(report)),
            Leaderboard leaderboard => ReportPage.Cell(LeaderboardText.Of(leaderboard)),
            DataFrame frame => ObjectTables.ToTable(frame).ToHtml(),
            _ => WebUtility.HtmlEncode(value.ToString() ?? ""),
        };

    [ModuleInitializer]
    [SuppressMessage("Usage", "CA2255", Justification = "It sets one delegate, which objects need without a session.")]
    internal static void Register() => Shown.DrawWith(Draw);
}
