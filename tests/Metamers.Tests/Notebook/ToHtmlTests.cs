using System.Reflection;
using Metamers.Claims;
using Metamers.Models;
using Metamers.Models.Architectures;
using Metamers.Notebook;
using Metamers.Plotting.Sounds;
using Metamers.Runtime;
using Metamers.Statistics;
using Metamers.Stimuli;
using Metamers.Synthesis;
using Metamers.Tables;
using Microsoft.DotNet.Interactive.Formatting;

namespace Metamers.Tests.Notebook;

/// <summary>
/// Objects show themselves by a public <c>ToHtml()</c>, in Microsoft's kernel and in hosts that look for it.
/// </summary>
[Collection("formatters")]
public class ToHtmlTests
{
    public ToHtmlTests() => Formatters.Register();

    [Fact]
    public void Every_type_of_the_library_with_a_formatter_has_a_public_ToHtml()
    {
        string source = File.ReadAllText(
            Path.Combine(ProjectFolder.Root, "lib", "Metamers", "Notebook", "Formatters.cs")
        );
        string[] names =
        [
            .. System
                .Text.RegularExpressions.Regex.Matches(
                    source,
                    @"\b(?:Register|RegisterIllustration|RegisterTable)<(\w+)>\("
                )
                .Select(match => match.Groups[1].Value)
                .Where(name => name != "T"),
        ];
        Assert.InRange(names.Length, 12, int.MaxValue);
        Type[] library = typeof(Formatters).Assembly.GetTypes();
        foreach (string name in names.Except(["GenericChart", "DataFrame"])) // of other libraries
        {
            Type type = library.Single(found => found.Name == name);
            MethodInfo? method = type.GetMethod("ToHtml", BindingFlags.Public | BindingFlags.Instance, []);
            Assert.True(method?.ReturnType == typeof(string), $"{type} has no public ToHtml() that returns a string.");
        }
    }

    [Fact]
    public void The_kernel_shows_what_ToHtml_gives()
    {
        using CifarResNet network = new(8);
        using Metamer metamer = Synthesis.MetamerExamples.Noise(1);
        ImageStimulus picture = (ImageStimulus)metamer.Reference;
        ClaimList claims = [new("here", "It is more", ClaimedRange.Above(0), new Estimate(1, 0.1, 0.8, 1.2))];
        MetamerVerdict verdict = new("a", "layer3", true, new(0.9, 0.9, 9), new(new(0.5, 0.5, 3), 100));
        (object Value, string Html)[] shown =
        [
            (network, network.ToHtml()),
            (metamer, metamer.ToHtml()),
            (picture, picture.ToHtml()),
            (Synthesis.SoundExamples.Tone(440), Synthesis.SoundExamples.Tone(440).ToHtml()),
            (claims, claims.ToHtml()),
            (claims[0].Found, claims[0].Found.ToHtml()),
            (verdict, verdict.ToHtml()),
            (
                SoundPlayer.From(Synthesis.SoundExamples.Tone(440)),
                SoundPlayer.From(Synthesis.SoundExamples.Tone(440)).ToHtml()
            ),
            (Exercise.Check("03.1", (double p) => 1), Exercise.Check("03.1", (double p) => 1).ToHtml()),
        ];
        Assert.All(shown, one => Assert.Equal(one.Html, one.Value.ToDisplayString("text/html")));
        Assert.Contains("agree with 1", claims.ToHtml());
        Assert.Contains("<table", network.ToHtml());
    }

    [Fact]
    public void A_table_of_results_shows_itself()
    {
        object frame = network().Stages.Select(stage => new { stage.Name, stage.Units }).ToDataFrame();
        string html = (string)frame.GetType().GetMethod("ToHtml", [])!.Invoke(frame, null)!;
        Assert.Contains("conv1_relu1", html);
        Assert.Equal(html, frame.ToDisplayString("text/html"));

        static StagedModel network() => new CifarResNet(8);
    }
}
