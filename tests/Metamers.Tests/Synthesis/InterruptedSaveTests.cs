using System.Diagnostics;
using Metamers.Runtime;
using Metamers.Synthesis;

namespace Metamers.Tests.Synthesis;

/// <summary>
/// A save that is killed, and one that finds the disk full: real processes, killed and starved (Program.cs).
/// </summary>
public sealed class InterruptedSaveTests(ITestOutputHelper output) : IDisposable
{
    private readonly TemporaryFolder temporary = new();

    private string Folder => temporary["metamer"];

    public void Dispose() => temporary.Dispose();

    [Fact]
    public void Killed_at_any_moment_a_save_leaves_the_old_metamer_or_the_new()
    {
        using Metamer first = MetamerExamples.Noise(1);
        using Metamer second = MetamerExamples.Noise(2);
        Random random = new(7);
        for (int round = 0; round < 6; round++)
        {
            using (Process child = ChildProcess.Start("save-forever", Folder))
            {
                Assert.Equal("saving", child.StandardOutput.ReadLine());
                Thread.Sleep(random.Next(1, 60));
                child.Kill();
                child.WaitForExit();
            }

            IEnumerable<string?> left = Directory.GetFileSystemEntries(temporary.Path).Select(Path.GetFileName);
            output.WriteLine($"Left behind: {string.Join(", ", left)}");
            using Metamer loaded = Metamer.Load(Folder);
            Assert.True(loaded.Equals(first) || loaded.Equals(second), "Neither the old metamer nor the new.");
            Assert.Equal([Folder], Directory.GetFileSystemEntries(temporary.Path));
        }
    }

    [Fact]
    public void Killed_between_the_two_renames_the_old_metamer_comes_back()
    {
        using Metamer metamer = MetamerExamples.Noise(1);
        metamer.Save(Folder);
        Directory.Move(Folder, Folder + ".old.tmp");
        Directory.CreateDirectory(Folder + ".new.tmp");
        File.WriteAllText(Folder + ".lock.tmp", "");

        using Metamer loaded = Metamer.Load(Folder);

        Assert.Equal(metamer, loaded);
        Assert.Equal([Folder], Directory.GetFileSystemEntries(temporary.Path));
    }

    [Fact]
    public async Task A_write_under_way_is_left_alone_and_a_second_one_waits()
    {
        using Metamer metamer = MetamerExamples.Noise(1);
        metamer.Save(Folder);
        AtomicFolder.Write(
            Folder,
            place =>
            {
                File.WriteAllText(Path.Combine(place, "half"), "");
                using Metamer loaded = Metamer.Load(Folder);
                Assert.Equal(metamer, loaded);
                Assert.Contains(
                    "wait for the process that writes there",
                    Assert
                        .Throws<MetamerException>(() =>
                            AtomicFolder.Write(Folder, _ => { }, patience: TimeSpan.FromMilliseconds(50))
                        )
                        .Message
                );
                Assert.True(File.Exists(Path.Combine(place, "half")));
            }
        );

        using ManualResetEventSlim writing = new();
        Task first = Task.Run(() =>
            AtomicFolder.Write(
                Folder,
                place =>
                {
                    writing.Set();
                    Thread.Sleep(200);
                    File.WriteAllText(Path.Combine(place, "first"), "");
                }
            )
        );
        writing.Wait(TestContext.Current.CancellationToken);
        bool asked = false;
        AtomicFolder.Write(
            Folder,
            _ => Assert.Fail("It is done."),
            () => asked = File.Exists(temporary["metamer/first"])
        );
        Assert.True(asked);
        await first;
        Assert.Equal([Folder], Directory.GetFileSystemEntries(temporary.Path));
    }

    [Fact]
    public void A_save_that_fails_half_way_keeps_the_old_metamer()
    {
        using Metamer metamer = MetamerExamples.Noise(1);
        metamer.Save(Folder);

        Assert.Throws<InvalidOperationException>(() =>
            AtomicFolder.Write(
                Folder,
                place =>
                {
                    File.WriteAllText(Path.Combine(place, "half"), "");
                    throw new InvalidOperationException();
                }
            )
        );

        using Metamer loaded = Metamer.Load(Folder);
        Assert.Equal(metamer, loaded);
        Assert.Equal([Folder], Directory.GetFileSystemEntries(temporary.Path));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void A_disk_that_is_full_is_told_and_nothing_half_written_is_left(bool overOld)
    {
        Skip.When(
            OperatingSystem.IsWindows(),
            "Windows has no limit on the size of a process's files to stand for a full disk."
        );
        using Metamer metamer = MetamerExamples.Noise(1);
        if (overOld)
        {
            metamer.Save(Folder);
        }

        // The two pictures have about 9 kB each and fit; the exact values have 74 kB and do not.
        using Process child = ChildProcess.Start("save-starved", Folder, "32768");
        string message = child.StandardOutput.ReadToEnd();
        child.WaitForExit();
        output.WriteLine(message);

        Assert.Equal(3, child.ExitCode);
        Assert.Matches(
            "^Cannot write .*exact.safetensors: The file would be longer than this disk or a limit of the system "
                + "allows. Free some space or name another folder; nothing was changed.",
            message
        );
        Assert.Equal(overOld ? [Folder] : [], Directory.GetFileSystemEntries(temporary.Path));
        if (overOld)
        {
            using Metamer loaded = Metamer.Load(Folder);
            Assert.Equal(metamer, loaded);
        }
    }

    [Fact]
    public void A_device_without_space_is_told_by_its_own_words_and_nothing_is_left()
    {
        Skip.Unless(
            File.Exists("/dev/full"),
            "This system has no /dev/full, which answers every write with 'no space left'."
        );
        MetamerException error = Assert.Throws<MetamerException>(() =>
            AtomicFolder.Write(
                Folder,
                place =>
                {
                    AtomicFile.WriteText(Path.Combine(place, "fits.txt"), "fits");
                    AtomicFile.Write(
                        Path.Combine(place, "does_not.txt"),
                        stream =>
                        {
                            stream.WriteByte(1);
                            using FileStream full = new(
                                "/dev/full",
                                FileMode.Open,
                                FileAccess.Write,
                                FileShare.ReadWrite,
                                bufferSize: 0
                            );
                            full.Write(new byte[4096]);
                        }
                    );
                }
            )
        );

        Assert.Contains("No space left on device", error.Message);
        Assert.Empty(Directory.GetFileSystemEntries(temporary.Path));
    }
}
