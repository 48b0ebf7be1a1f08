using System.Text;

namespace Metamers.Stimuli.Images;

/// <summary>
/// Recognises by its first bytes what kind of file was given as a picture, if it is none that is read.
/// </summary>
internal static class PictureSignature
{
    private static readonly (int At, string Bytes, string What)[] Known =
    [
        (0, "II*\0", "is a TIFF file (or a camera's raw file)"),
        (0, "MM\0*", "is a TIFF file (or a camera's raw file)"),
        (4, "ftyphei", "is a HEIC file, as phones save them"),
        (4, "ftyphev", "is a HEIC file, as phones save them"),
        (4, "ftypmif1", "is a HEIC file, as phones save them"),
        (4, "ftypavi", "is an AVIF file"),
        (4, "jP  ", "is a JPEG 2000 file"),
        (4, "JXL ", "is a JPEG XL file"),
        (0, "\u00ff\u000a", "is a JPEG XL file"),
        (0, "8BPS", "is a Photoshop file"),
        (0, "v/1\u0001", "is an OpenEXR file"),
        (0, "gimp xcf", "is a GIMP file"),
        (0, "%PDF", "is a PDF document"),
        (128, "DICM", "is a DICOM file"),
        .. "123456".Select(kind => (0, $"P{kind}\n", "is a PNM file")),
        .. "123456".Select(kind => (0, $"P{kind} ", "is a PNM file")),
    ];

    private static readonly (int At, string Bytes, string Problem)[] Others =
    [
        (0, "version https://git-lfs", "is a Git LFS pointer in place of the file: run git lfs pull"),
        (0, "PK\u0003\u0004", "is a ZIP archive. Unpack it"),
        (0, "\u0093NUMPY", "is a NumPy array. Save it as a picture, for example with Pillow's Image.fromarray"),
        (0, "MATLAB 5.0", "is a MATLAB file. Save its picture with imwrite"),
    ];

    /// <summary>
    /// What the file is and what to do, as the rest of a sentence that begins with "the picture"; null if it is not
    /// known.
    /// </summary>
    /// <param name="head">The first bytes of the file.</param>
    /// <param name="readable">Which files can be read.</param>
    public static string? Problem(ReadOnlySpan<byte> head, string readable)
    {
        string text = Encoding.Latin1.GetString(head);
        bool Is(int at, string bytes) =>
            text.Length >= at + bytes.Length && string.CompareOrdinal(text, at, bytes, 0, bytes.Length) == 0;
        if (Others.FirstOrDefault(known => Is(known.At, known.Bytes)).Problem is { } other)
        {
            return other;
        }

        string? what =
            Known.FirstOrDefault(known => Is(known.At, known.Bytes)).What
            ?? (text.Contains("<svg", StringComparison.Ordinal) ? "is an SVG drawing" : null);
        return what is null ? null : $"{what}; {readable}. Convert it to PNG";
    }
}
