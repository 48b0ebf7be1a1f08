using Metamers.Experiments;
using Metamers.Stimuli.Sounds;
using static TorchSharp.torch;

namespace Metamers.Tests.Experiments;

/// <summary>Stimuli with their own files, each with different content.</summary>
internal static class ExperimentFiles
{
    /// <summary>Pictures: a number of them for each word in each condition.</summary>
    public static ExperimentStimulus[] Pictures(string folder, string[] words, int each, string[] conditions) =>
        Make(folder, words, each, conditions, ".png", (path, _) => WritePicture(path, Path.GetFileName(path)));

    /// <summary>A small picture whose colours follow from a text.</summary>
    public static void WritePicture(string path, string text, int side = 2)
    {
        byte[] digits = System.Security.Cryptography.SHA256.HashData(System.Text.Encoding.UTF8.GetBytes(text));
        float[] pixels = [.. Enumerable.Range(0, 3 * side * side).Select(i => digits[i % digits.Length] / 255f)];
        Metamers.Stimuli.Images.ImageFile.Save(path, tensor(pixels, [3, side, side]));
    }

    /// <summary>Sounds of 0.1 s: tones of different frequencies.</summary>
    public static ExperimentStimulus[] Sounds(
        string folder,
        string[] words,
        int each,
        string[] conditions,
        int samplingRate = 8000
    ) =>
        Make(
            folder,
            words,
            each,
            conditions,
            ".wav",
            (path, i) =>
                File.WriteAllBytes(
                    path,
                    SoundFile.Encode((arange(samplingRate / 10) * (0.1 + 0.01 * i)).sin() * 0.5, samplingRate)
                )
        );

    private static ExperimentStimulus[] Make(
        string folder,
        string[] words,
        int each,
        string[] conditions,
        string extension,
        Action<string, int> write
    )
    {
        ExperimentStimulus[] all =
        [
            .. from word in words
            from i in Enumerable.Range(0, each)
            from condition in conditions
            let stimulus = ExperimentDesign.Others.Contains(condition) ? $"{word}{i}{condition}" : $"{word}{i}"
            select new ExperimentStimulus(
                stimulus,
                word,
                condition,
                Path.Combine(folder, $"{word}{i}_{condition.Replace('/', '_')}{extension}")
            ),
        ];
        foreach ((int i, ExperimentStimulus version) in all.Index())
        {
            write(version.File, i);
        }

        return all;
    }
}
