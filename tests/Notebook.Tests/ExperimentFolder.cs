using Metamers.Experiments;
using Metamers.Stimuli.Sounds;
using SkiaSharp;
using TorchSharp;
using static TorchSharp.torch;

namespace Notebook.Tests;

/// <summary>A small experiment on disk: stimuli, design and page.</summary>
internal sealed class ExperimentFolder : IDisposable
{
    public static readonly string[] Words = ["cat", "dog", "ship", "truck"];

    private readonly TemporaryFolder folder = new();

    public ExperimentFolder(bool sounds, int each, int checks)
    {
        string stimuli = Directory.CreateDirectory(System.IO.Path.Combine(folder.Path, "stimuli")).FullName;
        ExperimentStimulus[] all =
        [
            .. from word in Words
            from condition in new[]
            {
                ExperimentDesign.Natural,
                "net/late",
                ExperimentDesign.Practice,
                ExperimentDesign.Screening,
                ExperimentDesign.Catch,
            }
            from i in Enumerable.Range(0, condition is ExperimentDesign.Natural or "net/late" ? each : checks)
            let stimulus = condition is ExperimentDesign.Natural or "net/late" ? $"{word}{i}" : $"{word}{i}{condition}"
            select new ExperimentStimulus(
                stimulus,
                word,
                condition,
                System.IO.Path.Combine(stimuli, $"{word}{i}{condition.Replace('/', '_')}{(sounds ? ".wav" : ".png")}")
            ),
        ];
        foreach ((int i, ExperimentStimulus version) in all.Index())
        {
            File.WriteAllBytes(version.File, sounds ? Sound(i) : Picture(i, 32));
        }

        Design = ExperimentDesign.Create(all, new() { Choices = Words, Participants = 2 });
        Icons = Words
            .Index()
            .ToDictionary(word => word.Item, word => System.IO.Path.Combine(stimuli, $"icon{word.Index}.png"));
        foreach ((int i, string icon) in Icons.Values.Index())
        {
            File.WriteAllBytes(icon, Picture(10 * i, 64));
        }

        Page = new(
            Design,
            "You take part in a study of how people recognise pictures and sounds.\n\nDo you <b>agree</b>?",
            "Thank you.\n\nThe stimuli were made by a network."
        )
        {
            BreakEvery = 8,
        };
    }

    public ExperimentDesign Design { get; }

    public ExperimentPage Page { get; init; }

    public IReadOnlyDictionary<string, string> Icons { get; }

    /// <summary>The folders of the page and of the answers.</summary>
    public string this[string name] => System.IO.Path.Combine(folder.Path, name);

    /// <summary>The address of a participant's session, as a double click opens it.</summary>
    public string Write(ExperimentPage page, int participant)
    {
        page.Write(this["page"]);
        return new Uri(this["page/index.html"]).AbsoluteUri + $"?participant={participant}";
    }

    public void Dispose() => folder.Dispose();

    private static byte[] Picture(int i, int size)
    {
        using SKBitmap bitmap = new(size, size);
        using SKCanvas canvas = new(bitmap);
        canvas.Clear(SKColor.FromHsv(360f * i / 40 % 360, 60, 60));
        using SKPaint paint = new() { Color = SKColors.White };
        canvas.DrawCircle(size / 2f, size / 2f, size * (0.1f + i % 7 * 0.05f), paint);
        canvas.DrawRect(0, 0, 1 + i % 10, 1 + i / 10, paint);
        using SKData data = bitmap.Encode(SKEncodedImageFormat.Png, 100);
        return data.ToArray();
    }

    private static byte[] Sound(int i)
    {
        using DisposeScope scope = NewDisposeScope();
        return SoundFile.Encode((arange(4000) * (0.1 + 0.003 * i)).sin() * 0.5, 16000);
    }
}
