namespace Metamers.Stimuli.Data;

/// <summary>The progress of a download.</summary>
/// <param name="File">The file being downloaded.</param>
/// <param name="Received">Bytes received so far.</param>
public readonly record struct DownloadProgress(DataFile File, long Received)
{
    /// <summary>Share received, 0 to 1.</summary>
    public double Fraction => (double)Received / File.Bytes;
}
