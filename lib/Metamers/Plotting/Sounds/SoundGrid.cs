using System.Globalization;
using Metamers.Models.Cochleagrams;
using Metamers.Plotting.Pictures;
using Metamers.Synthesis;
using TorchSharp;

namespace Metamers.Plotting.Sounds;

/// <summary>Each sound and its metamers, stage by stage: a cochleagram, a player, and the network's decision.</summary>
internal static class SoundGrid
{
    private const int PictureHeight = 64;

    /// <summary>At which level sounds are played, for the note of a figure.</summary>
    public static string LevelNote { get; } =
        string.Create(
            CultureInfo.InvariantCulture,
            $"All are played at an RMS of {SoundSafety.Rms} or less; the pointer shows how far that is from the level "
                + $"they have."
        );

    /// <summary>Draws the rows. A row's colours share one scale.</summary>
    /// <exception cref="Runtime.MetamerException">A cochleagram cannot be made of sounds of this length.</exception>
    public static PictureGrid Draw(GridRows rows, string title, string note)
    {
        using Cochleagram cochleagram = new(OptionsFor(rows.Rows[0].Metamers[0]));
        int width = WidthFor(rows.Stages.Count + 1);
        HashSet<SoundPlayer> heard = [];
        PictureRow[] drawn =
        [
            .. rows.Rows.Select(row => Row(row.Heading, row.Metamers, rows.Stages, cochleagram.Apply, width)),
        ];
        PictureRow[] once =
        [
            .. drawn.Select(row => row with { Pictures = [.. row.Pictures.Select(picture => Once(picture, heard))] }),
        ];
        string shared = drawn.Sum(Players) > heard.Count ? " A sound without a player is the one above it." : "";
        return new PictureGrid(
            title,
            ["natural", .. rows.Stages],
            once,
            (
                rows.HaveDecisions
                    ? $"Cochleagrams, frequency against time, with what {rows.Decider} hears. ✓: the same class as "
                        + "for the natural sound; ✗: another class. "
                    : "Cochleagrams, frequency against time. "
            ) + $"{LevelNote}{shared} {note}".Trim()
        );
    }

    /// <summary>
    /// Metamers beside their references, one pair for each column of a grid and in colours of one scale, without
    /// captions.
    /// </summary>
    /// <param name="metamers">At least one; they need not have been compared with their references.</param>
    /// <exception cref="Runtime.MetamerException">A cochleagram cannot be made of sounds of this length.</exception>
    public static IReadOnlyList<(GridPicture Reference, GridPicture Made)> Pairs(IReadOnlyList<Metamer> metamers)
    {
        using Cochleagram cochleagram = new(OptionsFor(metamers[0]));
        int width = WidthFor(metamers.Count);
        return
        [
            .. metamers.Select(metamer =>
            {
                HeatMap natural = HeatOf(metamer.Reference.Values, cochleagram.Apply);
                return (Natural(metamer, natural, width), Made(metamer, natural, cochleagram.Apply, width));
            }),
        ];
    }

    private static int WidthFor(int columns) => Math.Min(188, PictureGrid.RoomFor(columns));

    /// <summary>The cochleagram of the network; for a network without one, the usual cochleagram.</summary>
    private static CochleagramOptions OptionsFor(Metamer metamer)
    {
        int rate = SoundPlayer.RateOf(metamer);
        return metamer.Model.FrontEnd
            ?? new CochleagramOptions
            {
                SamplingRate = rate,
                Samples = (int)metamer.Values.shape[0],
                HighLimit = Math.Min(10_000, rate / 2.0),
            };
    }

    private static int Players(PictureRow row) => row.Pictures.Count(picture => picture?.Sound is not null);

    /// <summary>
    /// A sound that a row above has too, such as the natural one of several networks, is stored once: sounds are most
    /// of a notebook's bytes.
    /// </summary>
    private static GridPicture? Once(GridPicture? picture, HashSet<SoundPlayer> heard) =>
        picture?.Sound is { } sound && !heard.Add(sound) ? picture with { Sound = null } : picture;

    private static PictureRow Row(
        string heading,
        MetamerSet metamers,
        IReadOnlyList<string> stages,
        Func<torch.Tensor, torch.Tensor> cochleagram,
        int width
    )
    {
        Metamer first = metamers[0];
        HeatMap natural = HeatOf(first.Reference.Values, cochleagram);
        return new(
            heading,
            [
                Natural(first, natural, width) with
                {
                    Caption = first.Compared.HasDecision ? first.Card.ClassName(first.Compared.PredictedReference) : "",
                },
                .. stages.Select(stage =>
                    metamers.FirstOrDefault(metamer => metamer.Stage == stage) is { } metamer ? Judged(metamer) : null
                ),
            ]
        );

        GridPicture Judged(Metamer metamer) =>
            Made(metamer, natural, cochleagram, width) with
            {
                Caption = metamer.Compared.HasDecision ? metamer.Card.ClassName(metamer.Compared.PredictedMetamer) : "",
                Correct = metamer.Compared.HasDecision ? metamer.Compared.DecisionKept : null,
            };
    }

    private static GridPicture Natural(Metamer metamer, HeatMap natural, int width) =>
        GridPicture.From(natural, width, PictureHeight) with
        {
            Sound = SoundPlayer.FromReference(metamer),
        };

    private static GridPicture Made(
        Metamer metamer,
        HeatMap natural,
        Func<torch.Tensor, torch.Tensor> cochleagram,
        int width
    ) =>
        GridPicture.From(HeatOf(metamer.Values, cochleagram) with { High = natural.High }, width, PictureHeight) with
        {
            Sound = SoundPlayer.From(metamer),
            Hover = FormattableString.Invariant($"loss {metamer.FinalLoss:G3} after {metamer.StepsDone} steps"),
        };

    /// <summary>A sound's cochleagram as a heat map without axes.</summary>
    internal static HeatMap HeatOf(torch.Tensor samples, Func<torch.Tensor, torch.Tensor> cochleagram)
    {
        using DisposeScope scope = torch.NewDisposeScope();
        using IDisposable noGradient = torch.no_grad();
        float[,] values = CochleagramFigure.Values(cochleagram(samples.unsqueeze(0)));
        return new(values, 0, values.GetLength(1), 0, values.GetLength(0), "");
    }
}
