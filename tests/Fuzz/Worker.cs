using System.Globalization;
using Metamers.Runtime;
using TorchSharp;
using static TorchSharp.torch;

namespace Fuzz;

/// <summary>Tries some cases of one reader, and tells before and after each what it does.</summary>
internal static class Worker
{
    private const int LongestMessage = 11_000;

    public static void Run(string name, long seed, long first, long last)
    {
        Reader reader = Readers.All[name];
        string folder = Directory.CreateTempSubdirectory("metamers-fuzz-").FullName;
        try
        {
            if (first == 0 && reader.ReadsWhole)
            {
                foreach (string whole in reader.Files)
                {
                    reader.Read(reader.IsFolder ? Path.GetDirectoryName(whole)! : whole);
                }
            }

            for (long i = first; i < last; i++)
            {
                Console.WriteLine($"start {i.ToString(CultureInfo.InvariantCulture)}");
                Console.WriteLine($"end {Outcome(reader, Case(reader, seed, i, folder))}");
            }
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    /// <summary>Writes the damaged file of a case and returns what the reader is given.</summary>
    public static string Case(Reader reader, long seed, long index, string folder)
    {
        Random random = new((int)(seed * 1_000_003 + index));
        string whole = reader.Files[random.Next(reader.Files.Count)];
        string other = reader.Files[random.Next(reader.Files.Count)];
        byte[] damaged = Mutator.Mutate(File.ReadAllBytes(whole), File.ReadAllBytes(other), random);
        if (!reader.IsFolder)
        {
            string path = Path.Combine(folder, Path.GetFileName(whole));
            File.WriteAllBytes(path, damaged);
            return path;
        }

        string copy = Directory.CreateDirectory(Path.Combine(folder, "folder")).FullName;
        foreach (string file in Directory.GetFiles(Path.GetDirectoryName(whole)!))
        {
            File.Copy(file, Path.Combine(copy, Path.GetFileName(file)), overwrite: true);
        }

        File.WriteAllBytes(Path.Combine(copy, Path.GetFileName(whole)), damaged);
        return copy;
    }

    private static string Outcome(Reader reader, string path)
    {
        try
        {
            using DisposeScope scope = NewDisposeScope();
            reader.Read(path);
            return "read";
        }
        catch (MetamerException error)
        {
            return error.Message.Length > LongestMessage
                ? $"long message of {error.Message.Length} characters"
                : "refused";
        }
        catch (Exception error)
        {
            return $"{error.GetType().Name}: {error.Message} {error.StackTrace}".ReplaceLineEndings(" ");
        }
    }
}
