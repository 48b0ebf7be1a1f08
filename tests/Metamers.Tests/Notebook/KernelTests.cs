using Metamers.Notebook;
using Metamers.Plotting;
using Metamers.Plotting.Interactive;
using Metamers.Synthesis;
using Microsoft.DotNet.Interactive;
using Microsoft.DotNet.Interactive.Commands;
using Microsoft.DotNet.Interactive.CSharp;
using Microsoft.DotNet.Interactive.Events;
using Microsoft.DotNet.Interactive.Formatting;

namespace Metamers.Tests.Notebook;

/// <summary>The outputs that cells leave in a notebook, in the kernel itself.</summary>
[Collection("formatters")]
public sealed class KernelTests : IDisposable
{
    private readonly CompositeKernel kernel = new() { new CSharpKernel().UseKernelHelpers() };

    public KernelTests() => Formatters.Register();

    public void Dispose() => kernel.Dispose();

    [Fact]
    public async Task A_cell_that_ends_in_a_figure_gives_html_png_and_text_in_one_output()
    {
        IReadOnlyList<KernelEvent> events = await Run(
            """
            LossCurves.Draw([new LossCurve("layer1", [[new LossReport(0, 1), new LossReport(100, 0.01)]])], 50)
            """
        );
        ReturnValueProduced output = Assert.Single(events.OfType<ReturnValueProduced>());
        Assert.Equal(["text/html", "image/png", "text/plain"], output.FormattedValues.Select(value => value.MimeType));
        string html = output.FormattedValues.First().Value;
        Assert.Contains("data:image/png;base64,", html);
        Assert.Contains("Plotly.newPlot", html);
        Assert.True(html.Length < 100_000, "plotly.js must not be in an output");
        using SkiaSharp.SKBitmap bitmap = SkiaSharp.SKBitmap.Decode(
            Convert.FromBase64String(output.FormattedValues.ElementAt(1).Value)
        );
        Assert.Equal(1520, bitmap.Width);
        Assert.StartsWith("Loss during synthesis.", output.FormattedValues.Last().Value);
    }

    [Fact]
    public async Task Display_gives_the_same_three_forms()
    {
        IReadOnlyList<KernelEvent> events = await Run(
            """new Figure("t", new Axis("x"), new Axis("y"), []).Display();"""
        );
        DisplayedValueProduced output = Assert.Single(events.OfType<DisplayedValueProduced>());
        Assert.Equal(["text/html", "image/png", "text/plain"], output.FormattedValues.Select(value => value.MimeType));
    }

    [Fact]
    public async Task A_readers_own_chart_of_the_columns_of_a_data_frame_is_drawn_by_the_embedded_script()
    {
        FormattedValue[] output = await Chart(
            """
            DataFrame table = new(
                new DoubleDataFrameColumn("score", [0.1, 0.2, 0.4]),
                new DoubleDataFrameColumn("recognition", [0.9, 0.5, 0.3]));
            Chart.Point<double, double, string>(
                table["score"].Cast<double>(), table["recognition"].Cast<double>(), Name: "networks")
                .WithXAxisStyle<double, double, string>(TitleText: "Score")
                .WithYAxisStyle<double, double, string>(TitleText: "Recognition")
            """
        );
        Assert.Contains("\"x\":[0.1,0.2,0.4],\"y\":[0.9,0.5,0.3]", output[0].Value);
        Assert.StartsWith("A chart. Recognition against Score. Shown: networks. Interactive", output[1].Value);
    }

    [Fact]
    public async Task A_figure_that_is_restyled_with_plotly_is_drawn_by_the_embedded_script()
    {
        FormattedValue[] output = await Chart(
            """
            GenericChart chart = new Metamers.Plotting.Figure(
                "Old title", new("x"), new("y"), [new("a", [0, 1], [2, 3])])
                { Note = "What is drawn" }.ToPlotly();
            Plotly.NET.Chart.withTitle("Another title", null).Invoke(chart).WithSize(Width: 500, Height: 300)
            """
        );
        Assert.Contains("Another title", output[0].Value);
        Assert.DoesNotContain("Old title", output[0].Value);
        Assert.Contains("What is drawn", output[0].Value);
        Assert.Contains("\"width\":500", output[0].Value);
        Assert.StartsWith("Another title. y against x. Shown: a. ", output[1].Value);
    }

    [Fact]
    public async Task A_chart_of_bars_is_words_until_it_is_drawn()
    {
        FormattedValue[] output = await Chart(
            """
            Chart.Column<double, string, string>(
                [1.0, 2.0], Keys: new Optional<IEnumerable<string>>(["a", "b"], true), Name: "counts")
            """
        );
        Assert.Contains("<p>A chart. Shown: counts.", output[0].Value);
        Assert.DoesNotContain("<img", output[0].Value);
    }

    [Fact]
    public async Task Live_progress_updates_one_output_a_few_times_and_leaves_a_line_a_stage()
    {
        IReadOnlyList<KernelEvent> events = await Run(
            """
            var progress = new LiveProgress();
            foreach (var stage in new[] { "conv1_relu1", "layer1" })
            {
                for (int step = 0; step <= 1000; step++)
                {
                    double[] losses = [1.0 / (step + 1), 3.0 / (step + 1)];
                    TimeSpan left = TimeSpan.FromSeconds(4 - step / 250);
                    progress.Report(new SynthesisProgress(stage, step, 1000, losses, 250, left));
                }
            }
            """
        );
        DisplayedValueProduced first = Assert.Single(events.OfType<DisplayedValueProduced>());
        Assert.Contains("step 0 of 1,000, mean loss 2 (1 to 3), 250 steps/s, 4 s left", Text(first));
        DisplayedValueUpdated[] updates = [.. events.OfType<DisplayedValueUpdated>()];
        Assert.All(updates, update => Assert.Equal(first.ValueId, update.ValueId), throwIfEmpty: true);
        Assert.InRange(updates.Length, 2, 40);
        Assert.Matches(
            "^conv1_relu1: 1,000 steps, mean loss 0.002 \\(9.99·10⁻⁴ to 0.003\\), 250 steps/s, \\d+ s\nlayer1: 1,000 "
                + "steps, .*$",
            Text(updates[^1])
        );
        Assert.DoesNotContain("<progress", updates[^1].FormattedValues.First().Value);
    }

    [Fact]
    public void Progress_shows_a_bar_and_the_curve_of_the_loss()
    {
        SynthesisProgress now = new("layer<1>", 500, 1000, [0.25], 12.34, TimeSpan.FromSeconds(41));
        string html = new ProgressView(["conv1: done"], now, [1, 0.5, 0.25]).ToDisplayString("text/html");
        Assert.Contains("<div>conv1: done</div>", html);
        Assert.Contains("<progress max=\"1000\" value=\"500\">", html);
        Assert.Contains("layer&lt;1&gt;", html);
        Assert.Contains("loss 0.25, 12.3 steps/s, 41 s left", html);
        Assert.Contains("points=\"0,2 70,12 140,22\"", html);
    }

    [Fact]
    public void A_stage_that_was_stopped_early_says_where() =>
        Assert.Equal(
            "layer1: stopped at step 500 of 1,000, loss 0.25, 12.3 steps/s, 41 s",
            ProgressView.Summary(new("layer1", 500, 1000, [0.25], 12.34, TimeSpan.Zero), TimeSpan.FromSeconds(41))
        );

    private async Task<FormattedValue[]> Chart(string code)
    {
        string folder = Path.GetDirectoryName(typeof(Figure).Assembly.Location)!;
        string references = string.Concat(
            new[] { "DynamicObj", "FSharp.Core", "Plotly.NET", "Plotly.NET.CSharp", "Microsoft.Data.Analysis" }.Select(
                name => $"#r \"{Path.Combine(folder, name + ".dll")}\"\n"
            )
        );
        await Run(
            references
                + "using System.Linq; using Microsoft.Data.Analysis; using Plotly.NET.CSharp; "
                + "using GenericChart = Plotly.NET.GenericChart;"
        );
        IReadOnlyList<KernelEvent> events = await Run(code);
        ReturnValueProduced output = Assert.Single(events.OfType<ReturnValueProduced>());
        FormattedValue[] values = [.. output.FormattedValues];
        Assert.Equal(["text/html", "text/plain"], values.Select(value => value.MimeType));
        Assert.Contains(PlotlyScript.ReadyEvent, values[0].Value); // it waits for the page's plotly.js
        Assert.True(values[0].Value.Length < 100_000, "plotly.js must not be in an output");
        Assert.DoesNotContain("http", values[0].Value);
        return values;
    }

    private static string Text(DisplayEvent output) =>
        output.FormattedValues.Single(value => value.MimeType == "text/plain").Value;

    private async Task<IReadOnlyList<KernelEvent>> Run(string code)
    {
        await kernel.SendAsync(
            new SubmitCode(
                $"""
                #r "{typeof(Figure).Assembly.Location}"
                using Metamers.Plotting;
                using Metamers.Plotting.Charts;
                using Metamers.Notebook;
                using Metamers.Synthesis;
                """
            )
        );
        KernelCommandResult result = await kernel.SendAsync(new SubmitCode(code));
        Assert.Empty(result.Events.OfType<CommandFailed>().Select(failure => failure.Message));
        return result.Events;
    }
}
