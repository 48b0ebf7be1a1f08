using System.Globalization;
using Metamers.Runtime;

namespace Metamers.Studies;

/// <summary>
/// Who works at what: a folder for each piece of work, in it a numbered file for each worker that ever took it up. The
/// file with the highest number holds; it is made exclusively, so that of many only one gets it, and counts as
/// abandoned when it was not written for the time of a lease. Nothing is ever renamed or replaced, so that nobody can
/// take away a claim that he has not seen.
/// </summary>
/// <remarks>
/// Ages are differences of two times that the file system itself gives, so that the clocks of the machines need not
/// agree. Should a worker be taken for dead and yet live, a piece of work is done twice, with the same result.
/// </remarks>
/// <param name="folder">Where the claims lie.</param>
/// <param name="lease">Time without a sign of life after which a claim counts as abandoned.</param>
internal sealed class ItemClaims(string folder, TimeSpan lease)
{
    /// <summary>Time without a sign of life after which a claim counts as abandoned.</summary>
    public TimeSpan Lease => lease;

    /// <summary>Takes up a piece of work, or gives null where another works at it.</summary>
    /// <exception cref="MetamerException">The store cannot be written.</exception>
    public ItemClaim? TryTake(string item)
    {
        string place = Path.Combine(folder, item);
        try
        {
            Directory.CreateDirectory(place);
            int last = Last(place);
            if (last > 0 && IsLive(Numbered(place, last)))
            {
                return null;
            }

            string path = Numbered(place, last + 1);
            try
            {
                using FileStream mine = new(
                    path,
                    FileMode.CreateNew,
                    FileAccess.Write,
                    FileShare.ReadWrite | FileShare.Delete
                );
            }
            catch (IOException) when (File.Exists(path))
            {
                return null;
            }

            return new ItemClaim(path, Numbered(place, last + 2), lease);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new MetamerException(
                $"Cannot claim work in {place}: {error.Message} Free some space, or make the store writable.",
                error
            );
        }
    }

    /// <summary>
    /// What the last worker at a piece of work has written, and whether he still works; null where nobody ever did.
    /// </summary>
    public (ClaimRecord Record, bool Live)? Look(string item)
    {
        try
        {
            string place = Path.Combine(folder, item);
            int last = Directory.Exists(place) ? Last(place) : 0;
            return last == 0 ? null : (ClaimRecord.Read(Numbered(place, last)), IsLive(Numbered(place, last)));
        }
        catch (IOException) // whoever only looks shall not end because a file system does not answer for a moment
        {
            return null;
        }
    }

    private bool IsLive(string path) => Now() - File.GetLastWriteTimeUtc(path) < lease;

    /// <summary>The file system's time: that of a write now; this machine's for who may only read the store.</summary>
    private DateTime Now()
    {
        string clock = Path.Combine(folder, ".clock");
        try
        {
            using FileStream stream = new(
                clock,
                FileMode.OpenOrCreate,
                FileAccess.Write,
                FileShare.ReadWrite | FileShare.Delete,
                bufferSize: 0
            );
            stream.WriteByte(0);
        }
        catch (UnauthorizedAccessException)
        {
            return DateTime.UtcNow;
        }

        return File.GetLastWriteTimeUtc(clock);
    }

    private static int Last(string place) =>
        Directory
            .EnumerateFiles(place)
            .Select(path =>
                int.TryParse(Path.GetFileName(path), NumberStyles.None, CultureInfo.InvariantCulture, out int number)
                    ? number
                    : 0
            )
            .DefaultIfEmpty(0)
            .Max();

    private static string Numbered(string place, int number) =>
        Path.Combine(place, number.ToString(CultureInfo.InvariantCulture));
}
