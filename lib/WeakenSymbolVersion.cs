using System;
using System.IO;
using System.Text;
using Microsoft.Build.Framework;
using Microsoft.Build.Utilities;

/// <summary>
/// Build task: makes one needed symbol version of an ELF library optional, by setting VER_FLG_WEAK in its entry of
/// <c>.gnu.version_r</c>. TorchSharp's libLibTorchSharp.so requires GLIBCXX_3.4.32 (GCC 13), of which it uses only the
/// link-time marker <c>_ZSt21ios_base_library_initv</c>; Debian 12 and Ubuntu 22.04 have GCC 12 and refuse to load it.
/// The file is replaced by a patched copy (written next to it, then renamed), so a file in the package cache that it
/// links to is not changed.
/// </summary>
public sealed class WeakenSymbolVersion : Task
{
    private const uint GnuVersionNeeds = 0x6ffffffe; // SHT_GNU_verneed
    private const ushort Weak = 0x2; // VER_FLG_WEAK

    /// <summary>The 64-bit little-endian ELF library to patch in place.</summary>
    [Required]
    public string Library { get; set; } = "";

    /// <summary>The version whose absence is to be tolerated, e.g. GLIBCXX_3.4.32.</summary>
    [Required]
    public string Version { get; set; } = "";

    /// <inheritdoc/>
    public override bool Execute()
    {
        byte[] elf = File.ReadAllBytes(Library);
        if (elf.Length < 64 || elf[0] != 0x7f || elf[1] != 'E' || elf[4] != 2 || elf[5] != 1)
        {
            Log.LogError("{0} is not a 64-bit little-endian ELF library.", Library);
            return false;
        }

        long sections = BitConverter.ToInt64(elf, 0x28);
        int size = BitConverter.ToUInt16(elf, 0x3a);
        int count = BitConverter.ToUInt16(elf, 0x3c);
        for (int i = 0; i < count; i++)
        {
            int header = (int)sections + i * size;
            if (BitConverter.ToUInt32(elf, header + 4) != GnuVersionNeeds)
            {
                continue;
            }

            int strings = (int)
                BitConverter.ToInt64(elf, (int)sections + BitConverter.ToInt32(elf, header + 0x28) * size + 0x18);
            int flags = FindFlags(elf, (int)BitConverter.ToInt64(elf, header + 0x18), strings);
            if (flags >= 0)
            {
                Write(elf, flags);
            }
        }

        return true;
    }

    /// <summary>Offset of <c>vna_flags</c> of the wanted version, or −1.</summary>
    private int FindFlags(byte[] elf, int need, int strings)
    {
        for (; ; need += BitConverter.ToInt32(elf, need + 12))
        {
            int entry = need + BitConverter.ToInt32(elf, need + 8);
            for (int k = 0; k < BitConverter.ToUInt16(elf, need + 2); k++)
            {
                int name = strings + BitConverter.ToInt32(elf, entry + 8);
                if (Encoding.ASCII.GetString(elf, name, Array.IndexOf(elf, (byte)0, name) - name) == Version)
                {
                    return entry + 4;
                }

                entry += BitConverter.ToInt32(elf, entry + 12);
            }

            if (BitConverter.ToInt32(elf, need + 12) == 0)
            {
                return -1;
            }
        }
    }

    private void Write(byte[] elf, int flags)
    {
        if ((BitConverter.ToUInt16(elf, flags) & Weak) != 0)
        {
            return;
        }

        elf[flags] |= (byte)Weak;
        string temporary = Library + "." + Guid.NewGuid().ToString("N");
        File.WriteAllBytes(temporary, elf);
        File.Delete(Library);
        File.Move(temporary, Library);
        Log.LogMessage(MessageImportance.Normal, "{0}: {1} made optional.", Library, Version);
    }
}
