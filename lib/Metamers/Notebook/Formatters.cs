using Metamers.Claims;
using Metamers.Evaluation.Rivals;
using Metamers.Evaluation.Sensitivity;
using Metamers.Models;
using Metamers.Plotting;
using Metamers.Plotting.Interactive;
using Metamers.Plotting.Reports;
using Metamers.Plotting.Sounds;
using Metamers.Reports;
using Metamers.Statistics;
using Metamers.Stimuli;
using Metamers.Synthesis;
using Microsoft.Data.Analysis;
using Microsoft.DotNet.Interactive.Formatting;
using Plotly.NET;
using TorchSharp;

namespace Metamers.Notebook;

/// <summary>
/// How Microsoft's kernel shows the library's objects: by their <c>ToHtml()</c>, as other hosts do, and as plain text;
/// pictures and figures also have a PNG, for readers and converters that do not show HTML.
/// </summary>
internal static class Formatters
{
    private const string Html = "text/html";
    private const string Png = "image/png";
    private const string Plain = "text/plain";

    /// <summary>Registers the formatters with the notebook's kernel. Calling it again changes nothing.</summary>
    public static void Register()
    {
        RegisterIllustration<Illustration>(illustration => illustration.ToHtml(), illustration => illustration);
        RegisterIllustration<ImageStimulus>(picture => picture.ToHtml(), Illustrations.ToIllustration);
        RegisterIllustration<SoundStimulus>(sound => sound.ToHtml(), SoundFigure.Draw);
        RegisterIllustration<Metamer>(metamer => metamer.ToHtml(), Illustrations.ToIllustration);
        RegisterIllustration<Eigendistortions>(found => found.ToHtml(), Illustrations.ToIllustration);
        RegisterIllustration<PrincipalDistortions>(found => found.ToHtml(), Illustrations.ToIllustration);
        RegisterIllustration<ControversialStimulus>(found => found.ToHtml(), Illustrations.ToIllustration);
        RegisterIllustration<MadCompetition>(found => found.ToHtml(), Illustrations.ToIllustration);
        // Plotly.NET's own formatters ask a CDN for plotly.js, or expect it loaded before the chart.
        Register<GenericChart>(PlotlyHtml.Render, PlotlyHtml.Describe);
        Register<SoundPlayer>(player => player.ToHtml(), player => player.Description);
        Register<torch.Tensor>(tensor => TensorSummary.Html(tensor), tensor => TensorSummary.Text(tensor));
        RegisterTable<IEnumerable<Stage>>(ObjectTables.ToTable);
        Register<StagedModel>(model => model.ToHtml(), model => ObjectTables.ToTable(model).ToString());
        RegisterTable<DataFrame>(ObjectTables.ToTable);
        Register<MetamerVerdict>(verdict => verdict.ToHtml(), verdict => ObjectTables.ToTable(verdict).ToString());
        RegisterTable<IEnumerable<MetamerVerdict>>(ObjectTables.ToTable);
        Register<ClaimList>(claims => claims.ToHtml(), claims => ClaimTables.ToTable(claims).ToString());
        Register<Estimate>(estimate => estimate.ToHtml(), estimate => estimate.ToString());
        Register<ModelReport>(report => report.ToHtml(), report => report.ToString());
        Register<Leaderboard>(leaderboard => leaderboard.ToHtml(), leaderboard => leaderboard.ToMarkdown());
        Register<ExerciseResult>(result => result.ToHtml(), result => result.ToString());
        Register<ProgressView>(view => view.ToHtml(), view => view.ToString());
    }

    private static void RegisterIllustration<T>(Func<T, string> html, Func<T, Illustration> illustrate)
    {
        Register<T>(html, value => illustrate(value).Description, Html, Png, Plain);
        Formatter.Register<T>(value => Convert.ToBase64String(illustrate(value).ToPreviewPng()), Png);
    }

    private static void RegisterTable<T>(Func<T, Table> table) =>
        Register<T>(value => table(value).ToHtml(), value => table(value).ToString());

    private static void Register<T>(Func<T, string> html, Func<T, string> text, params string[] preferred)
    {
        Formatter.Register<T>(html, Html);
        Formatter.Register<T>(text, Plain);
        Formatter.SetPreferredMimeTypesFor(typeof(T), preferred is [] ? [Html, Plain] : preferred);
    }
}
