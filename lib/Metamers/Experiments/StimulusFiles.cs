using System.Security.Cryptography;
using Metamers.Runtime;
using Metamers.Stimuli;
using Metamers.Stimuli.Images;
using Metamers.Stimuli.Sounds;

namespace Metamers.Experiments;

/// <summary>The files of an experiment: all pictures, or all sounds of one rate.</summary>
/// <param name="Kind">Whether they are pictures or sounds.</param>
/// <param name="Content">Sixteen hexadecimal digits of the SHA-256 of each file.</param>
internal sealed record StimulusFiles(StimulusKind Kind, IReadOnlyDictionary<string, string> Content)
{
    /// <summary>Reads the files.</summary>
    /// <exception cref="MetamerException">
    /// A file is missing or of another kind or cannot be decoded, there are both pictures and sounds, pictures of
    /// several sizes, or sounds with several rates.
    /// </exception>
    public static StimulusFiles Read(IEnumerable<string> files)
    {
        Dictionary<string, string> content = [];
        (string File, int? Rate, (int Width, int Height)? Size)? first = null;
        foreach (string file in files.Distinct())
        {
            if (!File.Exists(file))
            {
                throw new MetamerException(
                    $"There is no file {file}, which the stimuli name. Write the stimuli first, or name them by "
                        + "their full paths."
                );
            }

            byte[] bytes = File.ReadAllBytes(file);
            int? rate = Rate(file, bytes);
            (string File, int? Rate, (int Width, int Height)? Size) own = (
                file,
                rate,
                rate is null ? ImageDecoder.Size(file) : null
            );
            first ??= own;
            if (own.Rate is null != first.Value.Rate is null)
            {
                throw new MetamerException(
                    $"{first.Value.File} and {file} are a picture and a sound. An experiment has either pictures or "
                        + "sounds; make two experiments."
                );
            }

            if (own.Rate != first.Value.Rate)
            {
                throw new MetamerException(
                    $"{first.Value.File} has {first.Value.Rate} samples per second and {file} has {own.Rate}. A "
                        + "difference in rate is audible and gives conditions away; "
                        + "bring all sounds to one rate, as SoundFile.Load does."
                );
            }

            if (own.Size is var (width, height) && own.Size != first.Value.Size)
            {
                throw new MetamerException(
                    $"{first.Value.File} has {first.Value.Size?.Width} × {first.Value.Size?.Height} pixels and {file} "
                        + $"has {width} × {height}. A difference in size gives conditions away; bring all pictures "
                        + "to one size, as ImageFile.Load does."
                );
            }

            content[file] = Convert.ToHexStringLower(SHA256.HashData(bytes))[..16];
        }

        return new(StimulusKind.From(first?.Rate), content);
    }

    /// <summary>Samples per second; null for a picture.</summary>
    private static int? Rate(string file, byte[] bytes)
    {
        string extension = Path.GetExtension(file).ToLowerInvariant();
        try
        {
            return SoundFile.Extensions.Contains(extension) ? WaveHeader.Read(bytes).Format.SampleRate
                : ImageFile.Extensions.Contains(extension) ? null
                : throw new MetamerException(
                    $"{file} is not a stimulus; pictures end in {string.Join(", ", ImageFile.Extensions)}, sounds "
                        + $"in {string.Join(", ", SoundFile.Extensions)}. Convert it."
                );
        }
        catch (InvalidDataException error)
        {
            throw new MetamerException($"The sound {file} {error.Message}.", error);
        }
    }
}
