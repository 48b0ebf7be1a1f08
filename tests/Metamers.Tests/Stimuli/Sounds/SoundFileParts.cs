using Metamers.Runtime;
using Metamers.Stimuli;
using Metamers.Stimuli.Sounds;

namespace Metamers.Tests.Stimuli.Sounds;

/// <summary>What the tests of sound files share.</summary>
internal static class SoundFileParts
{
    public const ushort Pcm = 1,
        Float = 3,
        Extensible = 0xFFFE;

    public static readonly (ushort Encoding, ushort Bits)[] Samples =
    [
        (Pcm, 8),
        (Pcm, 16),
        (Pcm, 24),
        (Pcm, 32),
        (Float, 32),
        (Float, 64),
    ];

    public static SoundStimulus Read(byte[] file, int rate) => SoundFile.Load(file, "sound.wav", rate, level: null);

    public static byte[] Sample(ushort encoding, ushort bits, double value) =>
        (encoding, bits) switch
        {
            (Float, 32) => BitConverter.GetBytes((float)value),
            (Float, 64) => BitConverter.GetBytes(value),
            (_, 8) => [(byte)(128 + Math.Min(127, Math.Round(value * 128)))],
            _ => BitConverter.GetBytes(
                (int)Math.Min(Math.Pow(2, bits - 1) - 1, Math.Round(value * Math.Pow(2, bits - 1)))
            )[..(bits / 8)],
        };

    public static byte[] ExtensibleFormat(ushort encoding, ushort channels, int rate, ushort bits) =>
        [
            .. WaveBytes.Format(Extensible, channels, rate, bits),
            22,
            0,
            (byte)bits,
            0,
            3,
            0,
            0,
            0,
            (byte)encoding,
            (byte)(encoding >> 8),
            0,
            0,
            0,
            0,
            0x10,
            0,
            0x80,
            0,
            0,
            0xAA,
            0,
            0x38,
            0x9B,
            0x71,
        ];

    public static string AssertRefused(byte[] file, params string[] parts)
    {
        string message = Message(() => SoundFile.Load(file, "folder/sound.wav", 16_000));
        Assert.Contains("The sound folder/sound.wav ", message);
        Assert.All(parts, part => Assert.Contains(part, message));
        return message;
    }

    public static string Message(Action action) => Assert.Throws<MetamerException>(action).Message;
}
