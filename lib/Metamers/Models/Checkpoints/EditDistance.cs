namespace Metamers.Models.Checkpoints;

/// <summary>Levenshtein distance: how many characters to insert, delete or replace.</summary>
internal static class EditDistance
{
    private const int LongestCompared = 100; // names of a state dict are shorter; a forged one may be megabytes

    /// <summary>The distance between the first 100 characters of two names.</summary>
    public static int Between(string a, string b)
    {
        a = a[..Math.Min(a.Length, LongestCompared)];
        b = b[..Math.Min(b.Length, LongestCompared)];
        int[] row = [.. Enumerable.Range(0, b.Length + 1)];
        for (int i = 1; i <= a.Length; i++)
        {
            int diagonal = row[0];
            row[0] = i;
            for (int j = 1; j <= b.Length; j++)
            {
                int replaced = diagonal + (a[i - 1] == b[j - 1] ? 0 : 1);
                diagonal = row[j];
                row[j] = Math.Min(replaced, 1 + Math.Min(row[j - 1], row[j]));
            }
        }

        return row[b.Length];
    }
}
