using System.Buffers.Binary;
using System.Text.RegularExpressions;
using Metamers.Statistics;
using Workbook.Notebooks;

namespace Notebook.Tests.Sentences;

/// <summary>The sounds of the players that a cell has saved.</summary>
internal static partial class SavedSounds
{
    private const int Header = 44; // of a WAV file of 16 bits without further parts

    /// <summary>Linear correlation of the waveforms of two sounds of a cell, counted from 0.</summary>
    public static double Correlation(string notebook, string cell, int one, int other)
    {
        string html = string.Concat(
            SentenceTexts
                .Notebook(notebook)
                .Cells.Single(found => found.Id == cell)
                .Outputs.Select(output => NotebookCell.JoinLines(output["data"]?["text/html"]))
        );
        double[][] sounds = [.. Wave().Matches(html).Select(match => Samples(match.Groups["wave"].Value))];
        return CorrelationTest.Pearson(sounds[one], sounds[other]).Coefficient;
    }

    private static double[] Samples(string base64)
    {
        byte[] wave = Convert.FromBase64String(base64);
        return
        [
            .. Enumerable
                .Range(0, (wave.Length - Header) / 2)
                .Select(i => (double)BinaryPrimitives.ReadInt16LittleEndian(wave.AsSpan(Header + 2 * i))),
        ];
    }

    [GeneratedRegex("data:audio/wav;base64,(?<wave>[A-Za-z0-9+/=]+)")]
    private static partial Regex Wave();
}
