using System.Globalization;

namespace Metamers.Runtime;

/// <summary>A duration as people write it.</summary>
public static class TimeText
{
    /// <summary>For example 45 s, 2 min 05 s, 3 h 12 min.</summary>
    /// <param name="time">0 or more.</param>
    public static string Format(TimeSpan time) =>
        time switch
        {
            { TotalSeconds: < 59.5 } => string.Create(CultureInfo.InvariantCulture, $"{time.TotalSeconds:0} s"),
            { TotalMinutes: < 60 } => $"{(int)time.TotalMinutes} min {time.Seconds:00} s",
            _ => $"{(int)time.TotalHours} h {time.Minutes:00} min",
        };
}
