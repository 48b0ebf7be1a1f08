using System.Diagnostics;

namespace Chaos;

/// <summary>
/// Where the work is done: for root a small disk of its own in memory, which can really be filled and made read-only;
/// otherwise a temporary folder, whose permissions can be taken away.
/// </summary>
internal sealed class Place : IDisposable
{
    private const int Mebibytes = 48;

    private readonly Lock one = new();

    public Place()
    {
        Folder = Directory.CreateTempSubdirectory("metamers-chaos-").FullName;
        IsDisk =
            Environment.IsPrivilegedProcess
            && Command("mount", "-t", "tmpfs", "-o", $"size={Mebibytes}m", "tmpfs", Folder);
    }

    public string Folder { get; }

    /// <summary>Whether it is a disk of its own.</summary>
    public bool IsDisk { get; }

    /// <summary>How many times the disk was full or could not be written so far, those under way included.</summary>
    public int Failures => Volatile.Read(ref failures);

    private int failures;

    /// <summary>Fills the disk for some time.</summary>
    public bool Fill(TimeSpan time)
    {
        string ballast = Path.Combine(Folder, "ballast");
        return During(
            time,
            () =>
            {
                try
                {
                    using FileStream file = new(
                        ballast,
                        FileMode.Create,
                        FileAccess.Write,
                        FileShare.None,
                        bufferSize: 0
                    );
                    byte[] piece = new byte[4096];
                    while (true)
                    {
                        file.Write(piece);
                    }
                }
                catch (IOException) { }

                return true;
            },
            () => File.Delete(ballast)
        );
    }

    /// <summary>Makes everything read-only for some time, if no file is just being written.</summary>
    public bool Close(TimeSpan time) =>
        IsDisk
            ? During(
                time,
                () => Enumerable.Range(0, 50).Any(_ => Command("mount", "-o", "remount,ro", Folder)),
                () => Command("mount", "-o", "remount,rw", Folder)
            )
            : During(time, () => Command("chmod", "-R", "a-w", Folder), () => Command("chmod", "-R", "u+w", Folder));

    /// <summary>Gives some of the files the time of a clock that is days off.</summary>
    public void Touch(string folder, Random random)
    {
        foreach (
            string file in Directory.GetFiles(folder, "*", SearchOption.AllDirectories).Where(_ => random.Next(3) == 0)
        )
        {
            try
            {
                File.SetLastWriteTimeUtc(file, DateTime.UtcNow.AddDays(20 * random.NextDouble() - 10));
            }
            catch (Exception error) when (error is IOException or UnauthorizedAccessException) { } // removed, or closed
        }
    }

    public void Dispose()
    {
        if (IsDisk)
        {
            Command("umount", "-l", Folder);
        }

        Directory.Delete(Folder, recursive: true);
    }

    private bool During(TimeSpan time, Func<bool> begin, Action end)
    {
        lock (one)
        {
            Interlocked.Increment(ref failures);
            bool done = false;
            try
            {
                done = begin();
                Thread.Sleep(done ? time : TimeSpan.Zero);
            }
            finally
            {
                end();
            }

            return done;
        }
    }

    private static bool Command(string name, params string[] arguments)
    {
        using Process process = Process.Start(
            new ProcessStartInfo(name, arguments) { RedirectStandardError = true, RedirectStandardOutput = true }
        )!;
        process.WaitForExit();
        return process.ExitCode == 0;
    }
}
