using Metamers.Evaluation.Sensitivity;
using Metamers.Models.Cochleagrams;
using Metamers.Plotting.Sounds;
using Metamers.Stimuli;

namespace Metamers.Plotting.Pictures;

/// <summary>Stimuli with distortions added: a row for each, beginning with the stimulus as it is.</summary>
internal static class DistortionGrid
{
    private const int SoundWidth = 188;
    private const int SoundHeight = 64;

    /// <summary>Draws the rows.</summary>
    /// <param name="title">The title.</param>
    /// <param name="columns">What the distortions are.</param>
    /// <param name="rows">Headings, and a distortion with the beginning of its caption for each column.</param>
    /// <param name="meaning">What the captions begin with, for the note.</param>
    public static PictureGrid Draw(
        string title,
        IReadOnlyList<string> columns,
        IReadOnlyList<(string Heading, IReadOnlyList<(Distortion Distortion, string Caption)> Distortions)> rows,
        string meaning = ""
    )
    {
        Stimulus first = rows[0].Distortions[0].Distortion.Reference;
        using Cochleagram? cochleagram = first.Kind.SamplingRate is { } rate
            ? new(
                new CochleagramOptions
                {
                    SamplingRate = rate,
                    Samples = (int)first.Values.shape[0],
                    HighLimit = Math.Min(10_000, rate / 2.0),
                }
            )
            : null;
        return new(
            title,
            ["reference", .. columns],
            [
                .. rows.Select(row => new PictureRow(
                    row.Heading,
                    [
                        Show(row.Distortions[0].Distortion.Reference, "", cochleagram),
                        .. row.Distortions.Select(shown => Distorted(shown.Distortion, shown.Caption, cochleagram)),
                    ]
                )),
            ],
            $"{meaning}Every distortion is added with {Lengths(rows)} and clipped to the range of the stimulus; ℓ: the "
                + "share of the length that is left. "
                + rows.Select(row => row.Distortions[0].Distortion.Reference).Distinct().Attribution()
        );
    }

    private static string Lengths(
        IEnumerable<(string Heading, IReadOnlyList<(Distortion Distortion, string Caption)> Distortions)> rows
    )
    {
        string[] lengths =
        [
            .. rows.SelectMany(row => row.Distortions)
                .Select(shown => NumberText.Format(shown.Distortion.ShownLength, 2))
                .Distinct(),
        ];
        return lengths.Length == 1 ? $"an L2 length of {lengths[0]}" : "its own L2 length";
    }

    private static GridPicture Distorted(Distortion distortion, string caption, Cochleagram? cochleagram)
    {
        DistortedStimulus distorted = distortion.AddTo(distortion.ShownLength);
        string left = $"ℓ {NumberText.Format(distorted.Length / distorted.Wanted, 2)}";
        return Show(distorted.Stimulus, caption.Length == 0 ? left : $"{caption}, {left}", cochleagram);
    }

    private static GridPicture Show(Stimulus stimulus, string caption, Cochleagram? cochleagram) =>
        stimulus is SoundStimulus sound && cochleagram is not null
            ? GridPicture.From(SoundGrid.HeatOf(sound.Samples, cochleagram.Apply), SoundWidth, SoundHeight) with
            {
                Caption = caption,
                Sound = SoundPlayer.From(sound),
            }
            : GridPicture.From(stimulus.Values, caption);
}
