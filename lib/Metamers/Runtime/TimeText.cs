namespace Metamers.Runtime;

/// <summary>A duration as people write it.</summary>
public static class TimeText
{
    /// <summary>For example 45 s, 2 min 05 s, 3 h 12 min.</summary>
    /// <param name="time">0 or more.</param>
    public static string Format(TimeSpan time) =>
        TimeSpan.FromSeconds(Math.Round(time.TotalSeconds)) switch
        {
            { TotalSeconds: < 60 } whole => $"{(int)whole.TotalSeconds} s",
            { TotalMinutes: < 60 } whole => $"{(int)whole.TotalMinutes} min {whole.Seconds:00} s",
            var whole => $"{(int)whole.TotalHours} h {whole.Minutes:00} min",
        };
}
