using System.Buffers.Binary;
using System.Globalization;
using System.Text;

namespace Fuzz;

/// <summary>Damages bytes in one to four ways, drawn from a seed: the same seed gives the same bytes.</summary>
internal static class Mutator
{
    private const int Longest = 1 << 20;

    private static readonly long[] Odd =
    [
        0,
        1,
        -1,
        127,
        128,
        255,
        256,
        65_535,
        1_000_000,
        int.MaxValue,
        int.MinValue,
        uint.MaxValue,
        long.MaxValue,
        long.MinValue,
    ];

    private static readonly string[] Texts =
    [
        "null",
        "[null]",
        "{}",
        "[]",
        "-1",
        "1e999",
        "99999999999999999999",
        "true",
        "\"\"",
        "\"../../x\"",
        "NaN",
        new string('[', 2000),
        "\"" + new string('x', 100_000) + "\"",
    ];

    public static byte[] Mutate(byte[] whole, byte[] other, Random random)
    {
        List<byte> bytes = [.. whole];
        for (int left = 1 + random.Next(4); left > 0 && bytes.Count > 0; left--)
        {
            Once(bytes, other, random);
        }

        return [.. bytes.Take(Longest)];
    }

    private static void Once(List<byte> bytes, byte[] other, Random random)
    {
        int at = random.Next(bytes.Count);
        int length = Math.Min(bytes.Count - at, 1 + (int)Math.Pow(bytes.Count, random.NextDouble()));
        switch (random.Next(10))
        {
            case 0:
                bytes[at] ^= (byte)(1 << random.Next(8));
                break;
            case 1:
                bytes[at] = (byte)random.Next(256);
                break;
            case 2:
                bytes.RemoveRange(at, bytes.Count - at);
                break;
            case 3:
                bytes.RemoveRange(at, length);
                break;
            case 4:
                bytes.InsertRange(random.Next(bytes.Count), bytes.GetRange(at, length));
                break;
            case 5: // a piece of another file
                int from = random.Next(other.Length);
                bytes.InsertRange(at, other.Skip(from).Take(1 + random.Next(256)));
                break;
            case 6 or 7: // another number of two, four or eight bytes
                byte[] number = new byte[8];
                long odd = Odd[random.Next(Odd.Length)];
                if (random.Next(4) == 0)
                {
                    BinaryPrimitives.WriteInt64BigEndian(number, odd);
                }
                else
                {
                    BinaryPrimitives.WriteInt64LittleEndian(number, odd);
                }

                int width = Math.Min(2 << random.Next(3), bytes.Count - at);
                for (int i = 0; i < width; i++)
                {
                    bytes[at + i] = number[i];
                }

                break;
            default: // another value in a text
                (int start, int end) = Token(bytes, at);
                bytes.RemoveRange(start, end - start);
                string text =
                    random.Next(3) == 0
                        ? Odd[random.Next(Odd.Length)].ToString(CultureInfo.InvariantCulture)
                        : Texts[random.Next(Texts.Length)];
                bytes.InsertRange(start, Encoding.UTF8.GetBytes(text));
                break;
        }
    }

    /// <summary>The value of a JSON or CSV text around a place.</summary>
    private static (int Start, int End) Token(List<byte> bytes, int at)
    {
        const string Separators = ",:[]{}\n";
        int start = at;
        while (start > 0 && at - start < 64 && !Separators.Contains((char)bytes[start - 1]))
        {
            start--;
        }

        int end = at;
        while (end < bytes.Count && end - at < 64 && !Separators.Contains((char)bytes[end]))
        {
            end++;
        }

        return (start, end);
    }
}
