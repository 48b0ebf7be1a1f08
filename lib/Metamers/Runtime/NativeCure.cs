using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Metamers.Runtime;

/// <summary>
/// Lets TorchSharp's native file load where the system's C++ library is too old for it (Debian 12, Ubuntu 22.04), in
/// programs whose build did not see to it, such as the output of <c>dotnet publish</c>. It does what
/// <c>lib/WeakenSymbolVersion.cs</c> does in a build: it marks the version GLIBCXX_3.4.32, of which nothing is called,
/// as optional, in the copy beside the program.
/// </summary>
internal static class NativeCure
{
    private const uint VersionNeeds = 0x6ffffffe; // SHT_GNU_verneed
    private const uint Glibcxx3432 = 0x0297f842; // the ELF hash of the version's name
    private const byte Weak = 2; // VER_FLG_WEAK

    /// <summary>
    /// Runs before anything else of this library, so before the first tensor, whichever call makes it.
    /// </summary>
#pragma warning disable CA2255 // A program may begin with any part of the library.
    [ModuleInitializer]
#pragma warning restore CA2255
    internal static void Apply()
    {
        if (!OperatingSystem.IsLinux())
        {
            return;
        }

        string folder = Path.GetDirectoryName(typeof(NativeCure).Assembly.Location) is { Length: > 0 } beside
            ? beside
            : AppContext.BaseDirectory;
        Apply(Path.Combine(folder, NativeTorch.FileName));
        Apply(Path.Combine(folder, "runtimes", "linux-x64", "native", NativeTorch.FileName));
    }

    /// <summary>
    /// Replaces a file that does not load by a changed copy; a link is replaced and not what it points to.
    /// </summary>
    /// <returns>Whether it was changed: not if it is missing, is whole already, loads, or cannot be written.</returns>
    internal static bool Apply(string file)
    {
        try
        {
            if (!File.Exists(file))
            {
                return false;
            }

            byte[] elf = File.ReadAllBytes(file);
            int flags = FindFlags(elf);
            if (flags < 0 || (elf[flags] & Weak) != 0 || NativeLibrary.TryLoad(file, out _))
            {
                return false;
            }

            elf[flags] |= Weak;
            AtomicFile.Write(file, stream => stream.Write(elf));
            return true;
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException or MetamerException)
        {
            return false; // NativeTorch.Load says what is wrong when a tensor is needed.
        }
    }

    /// <summary>
    /// Where the flags (<c>vna_flags</c>) of the version are in a 64-bit little-endian ELF file; −1 if nowhere.
    /// </summary>
    private static int FindFlags(ReadOnlySpan<byte> elf)
    {
        if (elf.Length < 64 || !elf.StartsWith("\u007fELF\u0002\u0001"u8))
        {
            return -1;
        }

        long sections = MemoryMarshal.Read<long>(elf[0x28..]);
        int size = MemoryMarshal.Read<ushort>(elf[0x3a..]);
        int count = MemoryMarshal.Read<ushort>(elf[0x3c..]);
        for (int i = 0; i < count; i++)
        {
            long header = sections + (long)i * size;
            if (header < 0 || header + 0x28 > elf.Length)
            {
                return -1;
            }

            ReadOnlySpan<byte> section = elf[(int)header..];
            long start = MemoryMarshal.Read<long>(section[0x18..]);
            long end = start + MemoryMarshal.Read<long>(section[0x20..]);
            if (MemoryMarshal.Read<uint>(section[4..]) != VersionNeeds || start < 0 || end > elf.Length)
            {
                continue;
            }

            for (int at = (int)start; at + 8 <= end; at += 4)
            {
                if (MemoryMarshal.Read<uint>(elf[at..]) == Glibcxx3432)
                {
                    return at + 4;
                }
            }
        }

        return -1;
    }
}
