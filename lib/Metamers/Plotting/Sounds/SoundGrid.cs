using System.Globalization;
using Metamers.Plotting.Pictures;
using Metamers.Synthesis;
using TorchSharp;

namespace Metamers.Plotting.Sounds;

/// <summary>Each sound and its metamers, stage by stage: a cochleagram, a player, and what the network says.</summary>
public static class SoundGrid
{
    private const int PictureHeight = 64;

    /// <summary>
    /// Draws a row for each reference and a column for each stage, the natural sound first. A row's colours share one
    /// scale.
    /// </summary>
    /// <param name="metamers">
    /// Judged metamers of one network that hears; rows and columns in the order in which they first come.
    /// </param>
    /// <param name="cochleagram">
    /// From (1, samples) to a tensor whose last two dimensions are channels, low frequencies first, and frames; such as
    /// a cochleagram's Apply, or the activations of the network's first stage.
    /// </param>
    /// <param name="classNames">Names of the network's classes.</param>
    /// <param name="title">The title.</param>
    /// <param name="note">Added to the note, as the sounds' source.</param>
    /// <exception cref="ArgumentException">There are none, or one was not judged.</exception>
    /// <exception cref="Runtime.MetamerException">A metamer is a picture.</exception>
    public static PictureGrid Of(
        IReadOnlyList<Metamer> metamers,
        Func<torch.Tensor, torch.Tensor> cochleagram,
        IReadOnlyList<string> classNames,
        string title = "Metamers by stage",
        string? note = null
    ) => Draw(GridRows.OfReferences(metamers), cochleagram, classNames, title, note);

    /// <summary>
    /// Draws the metamers of several networks of one sound: a row for each network and a column for each stage.
    /// </summary>
    /// <param name="networks">Name of each network and its judged metamers of the sound.</param>
    /// <param name="cochleagram">As in <see cref="Of"/>.</param>
    /// <param name="classNames">Names of the networks' classes.</param>
    /// <param name="title">The title; the sound's name if null.</param>
    /// <param name="note">Added to the note, as the sound's source.</param>
    /// <exception cref="ArgumentException">
    /// There are no metamers, one was not judged, or they are of different sounds.
    /// </exception>
    public static PictureGrid OfNetworks(
        IReadOnlyList<(string Name, IReadOnlyList<Metamer> Metamers)> networks,
        Func<torch.Tensor, torch.Tensor> cochleagram,
        IReadOnlyList<string> classNames,
        string? title = null,
        string? note = null
    )
    {
        GridRows rows = GridRows.OfNetworks(networks);
        return Draw(
            rows,
            cochleagram,
            classNames,
            title ?? $"Metamers of {rows.Rows[0].Metamers[0].ReferenceName}",
            note
        );
    }

    private static PictureGrid Draw(
        GridRows rows,
        Func<torch.Tensor, torch.Tensor> cochleagram,
        IReadOnlyList<string> classNames,
        string title,
        string? note
    )
    {
        int width = Math.Min(188, PictureGrid.RoomFor(rows.Stages.Count + 1));
        HashSet<SoundPlayer> heard = [];
        PictureRow[] drawn =
        [
            .. rows.Rows.Select(row => Row(row.Heading, row.Metamers, rows.Stages, cochleagram, classNames, width)),
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
            "Cochleagrams, frequency against time, with what the network hears. ✓: the same as in the natural sound; "
                + "✗: another class. "
                + string.Create(
                        CultureInfo.InvariantCulture,
                        $"All are played at an RMS of {SoundSafety.Rms} or less; the pointer shows how far that is "
                            + $"from the level they have.{shared} {note}"
                    )
                    .Trim()
        );
    }

    private static int Players(PictureRow row) => row.Pictures.Count(picture => picture?.Sound is not null);

    /// <summary>
    /// A sound that a row above has too, as the natural one of several networks, is kept once: sounds are most of a
    /// notebook's bytes.
    /// </summary>
    private static GridPicture? Once(GridPicture? picture, HashSet<SoundPlayer> heard) =>
        picture?.Sound is { } sound && !heard.Add(sound) ? picture with { Sound = null } : picture;

    private static PictureRow Row(
        string heading,
        IReadOnlyList<Metamer> metamers,
        IReadOnlyList<string> stages,
        Func<torch.Tensor, torch.Tensor> cochleagram,
        IReadOnlyList<string> classNames,
        int width
    )
    {
        Metamer first = metamers[0];
        HeatMap natural = HeatOf(first.Reference, cochleagram);
        GridPicture reference = GridPicture.From(natural, width, PictureHeight) with
        {
            Caption = classNames[first.Judgement!.PredictedReference],
            Sound = SoundPlayer.FromReference(first),
        };
        return new(
            heading,
            [
                reference,
                .. stages.Select(stage =>
                    metamers.FirstOrDefault(metamer => metamer.Stage == stage) is { } metamer ? Made(metamer) : null
                ),
            ]
        );

        GridPicture Made(Metamer metamer) =>
            GridPicture.From(
                HeatOf(metamer.Values, cochleagram) with
                {
                    High = natural.High,
                },
                width,
                PictureHeight
            ) with
            {
                Caption = classNames[metamer.Judgement!.PredictedMetamer],
                Correct = metamer.Judgement.DecisionKept,
                Sound = SoundPlayer.From(metamer),
                Hover = FormattableString.Invariant($"loss {metamer.FinalLoss:G3} after {metamer.StepsDone} steps"),
            };
    }

    /// <summary>A sound's cochleagram as a heat map without axes.</summary>
    internal static HeatMap HeatOf(torch.Tensor samples, Func<torch.Tensor, torch.Tensor> cochleagram)
    {
        using DisposeScope scope = torch.NewDisposeScope();
        using IDisposable noGradient = torch.no_grad();
        float[,] values = CochleagramFigure.Values(cochleagram(samples.unsqueeze(0)));
        return new(values, 0, values.GetLength(1), 0, values.GetLength(0), "");
    }
}
