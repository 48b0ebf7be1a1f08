using System.IO.Compression;
using System.Text;
using System.Text.RegularExpressions;
using Metamers.Plotting.Interactive;

namespace Metamers.Tests.Plotting.Interactive;

public class PlotlyScriptTests
{
    [Fact]
    public void The_script_holds_the_whole_of_plotly_packed_to_less_than_half()
    {
        string packed = Regex.Match(PlotlyScript.Html, "atob\\(\"([^\"]*)\"\\)").Groups[1].Value;
        using GZipStream gzip = new(new MemoryStream(Convert.FromBase64String(packed)), CompressionMode.Decompress);
        using StreamReader reader = new(gzip, Encoding.UTF8);
        string library = reader.ReadToEnd();
        Assert.StartsWith("/**\n* plotly.js v", library.Replace("\r", ""));
        Assert.Contains("MIT license", library[..300]); // its licence travels with it
        Assert.InRange(PlotlyScript.Html.Length, 500_000, library.Length / 2);
    }

    [Fact]
    public void The_script_loads_nothing_from_elsewhere()
    {
        string around = Regex.Replace(PlotlyScript.Html, "atob\\(\"([^\"]*)\"\\)", "");
        Assert.DoesNotContain("http", around);
        Assert.DoesNotContain("src", around);
    }

    [Fact]
    public void The_script_is_recognised_so_that_it_is_not_saved()
    {
        Assert.True(PlotlyScript.IsIn(PlotlyScript.Html));
        Assert.True(PlotlyScript.IsIn(PlotlyScript.Live));
        Assert.False(PlotlyScript.IsIn("<div>another output</div>"));
    }
}
