using Metamers.Plotting.Static;
using SkiaSharp;

namespace Metamers.Tests.Plotting.Static;

public class TypefaceTests
{
    [Theory]
    [InlineData("two short words", "two short|words")]
    [InlineData("cochcnnsmall-digit-cochleagram-l2-seed0", "cochcnnsmall-|digit-|cochleagram-|l2-seed0")]
    [InlineData("McDermottSimoncelli", "McDermott|Simoncelli")]
    [InlineData("indivisibleandverylong", "indivisibleandverylong")]
    [InlineData("", "")]
    public void A_word_that_is_too_wide_is_broken_at_its_parts(string text, string lines)
    {
        string[] found = [.. Typeface.Wrap(text, 13, bold: true, width: 95)];
        Assert.Equal(lines.Split('|', StringSplitOptions.RemoveEmptyEntries), found);
        using SKFont font = Typeface.Font(13, bold: true);
        Assert.All(found.Where(line => line != text), line => Assert.InRange(font.MeasureText(line), 1, 95));
    }
}
