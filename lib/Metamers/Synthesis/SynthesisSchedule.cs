using System.Collections;
using System.Globalization;
using System.Runtime.CompilerServices;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Metamers.Synthesis;

/// <summary>The segments of a synthesis, in order: <c>Segments = [new(100, 1), new(1300, 1.5)]</c>.</summary>
/// <example>
/// <code>
/// SynthesisSchedule segments = [new(100, 1), new(100, 0.5)];
/// segments.TotalSteps
/// </code>
/// </example>
[CollectionBuilder(typeof(SynthesisSchedule), nameof(From))]
[JsonConverter(typeof(Converter))]
public sealed class SynthesisSchedule : IReadOnlyList<SynthesisSegment>, IEquatable<SynthesisSchedule>
{
    private readonly SynthesisSegment[] segments;

    private SynthesisSchedule(SynthesisSegment[] segments) => this.segments = segments;

    /// <inheritdoc/>
    public int Count => segments.Length;

    /// <summary>Steps of all segments, of which each evaluates the network once.</summary>
    public int TotalSteps => (int)Math.Min(int.MaxValue, Sum);

    /// <summary>Steps of all segments, also if there are too many.</summary>
    internal long Sum => segments.Sum(segment => (long)segment.Steps);

    /// <summary>The steps at which the second and later segments begin.</summary>
    internal IEnumerable<int> Boundaries
    {
        get
        {
            int step = 0;
            foreach (SynthesisSegment segment in segments.SkipLast(1))
            {
                yield return step += segment.Steps;
            }
        }
    }

    /// <summary>One segment.</summary>
    /// <param name="index">From 0.</param>
    public SynthesisSegment this[int index] => segments[index];

    /// <summary>A schedule of these segments; a collection expression calls this.</summary>
    /// <param name="segments">The segments in order.</param>
    public static SynthesisSchedule From(params ReadOnlySpan<SynthesisSegment> segments) => new([.. segments]);

    /// <summary>
    /// The published schedule: repetitions without momentum, each with half the step of the one before.
    /// </summary>
    internal static SynthesisSchedule Published(int repetitions, int steps, double length) =>
        new([.. Enumerable.Range(0, repetitions).Select(i => new SynthesisSegment(steps, length * Math.Pow(0.5, i)))]);

    /// <summary>The segment that a step belongs to, and the segment's first step.</summary>
    /// <param name="step">From 0; the last segment for every step after the schedule.</param>
    internal (int Index, int First) At(int step)
    {
        int first = 0;
        for (int index = 0; ; index++)
        {
            if (index == segments.Length - 1 || step < first + segments[index].Steps)
            {
                return (index, first);
            }

            first += segments[index].Steps;
        }
    }

    /// <inheritdoc/>
    public IEnumerator<SynthesisSegment> GetEnumerator() => ((IEnumerable<SynthesisSegment>)segments).GetEnumerator();

    /// <inheritdoc/>
    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    /// <summary>Whether both have equal segments in the same order.</summary>
    /// <param name="other">Another schedule.</param>
    public bool Equals(SynthesisSchedule? other) => other is not null && segments.SequenceEqual(other.segments);

    /// <inheritdoc/>
    public override bool Equals(object? obj) => Equals(obj as SynthesisSchedule);

    /// <inheritdoc/>
    public override int GetHashCode() =>
        segments
            .Aggregate(
                new HashCode(),
                static (hash, segment) =>
                {
                    hash.Add(segment);
                    return hash;
                }
            )
            .ToHashCode();

    /// <summary>The segments in words; a run of segments that only halve the step is named once.</summary>
    /// <returns>For example "100 of length 1, 8 × 100 of length 0.15 to 0.00117 with momentum 0.95".</returns>
    public override string ToString()
    {
        List<string> parts = [];
        for (int first = 0; first < segments.Length; )
        {
            int end = first + 1;
            while (end < segments.Length && segments[end] == Halved(segments[end - 1]))
            {
                end++;
            }

            parts.Add(Words(segments[first], segments[end - 1], end - first));
            first = end;
        }

        return string.Join(", ", parts);
    }

    private static SynthesisSegment Halved(SynthesisSegment segment) =>
        segment with
        {
            StepLength = segment.StepLength / 2,
        };

    private static string Words(SynthesisSegment first, SynthesisSegment last, int count)
    {
        string times = count == 1 ? "" : $"{count} × ";
        string lengths = string.Create(
            CultureInfo.InvariantCulture,
            $"{first.StepLength:G3}{(count == 1 ? "" : FormattableString.Invariant($" to {last.StepLength:G3}"))}"
        );
        string how = first.Optimizer switch
        {
            SynthesisOptimizer.Adam => $"of Adam at rate {lengths}",
            SynthesisOptimizer.Lbfgs => $"of L-BFGS, the first of length {lengths}"
                + (first.History is { } history ? $", with a history of {history}" : ""),
            _ => $"of length {lengths}",
        };
        string momentum =
            first.Momentum == 0
                ? ""
                : string.Create(CultureInfo.InvariantCulture, $" with momentum {first.Momentum:G3}");
        return $"{times}{first.Steps} {how}{momentum}";
    }

    /// <summary>A schedule is saved as the list of its segments.</summary>
    private sealed class Converter : JsonConverter<SynthesisSchedule>
    {
        public override SynthesisSchedule Read(ref Utf8JsonReader reader, Type type, JsonSerializerOptions options) =>
            new(JsonSerializer.Deserialize<SynthesisSegment[]>(ref reader, options)!);

        public override void Write(Utf8JsonWriter writer, SynthesisSchedule value, JsonSerializerOptions options) =>
            JsonSerializer.Serialize(writer, value.segments, options);
    }
}
