using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Metamers.Models;
using Metamers.Synthesis;

namespace Metamers.Studies;

/// <summary>
/// One piece of work of a study: some stimuli that are optimised together at one stage of one network.
/// </summary>
/// <param name="Name">
/// Derived from everything that its metamers depend on: the weights, the stage, the schedule and the stimuli. Equal
/// names mean equal metamers, in any study.
/// </param>
/// <param name="Network">Key of the network.</param>
/// <param name="Stage">Name of the stage.</param>
/// <param name="Schedule">Name of the schedule.</param>
/// <param name="First">Index of the first stimulus among the study's.</param>
/// <param name="Count">Number of stimuli.</param>
public sealed record StudyItem(string Name, string Network, string Stage, string Schedule, int First, int Count)
{
    /// <summary>Increased when the same inputs would give other metamers.</summary>
    private const int Version = 1;

    internal static StudyItem Create(
        ModelIdentity network,
        string stage,
        string schedule,
        MetamerOptions options,
        IReadOnlyList<StudyStimulus> stimuli,
        int first,
        int count,
        IReadOnlyList<ModelIdentity>? others = null
    )
    {
        string content = JsonSerializer.Serialize(
            new
            {
                Version,
                network.Name,
                network.WeightsSha256,
                stage,
                options,
                stimuli = stimuli.Skip(first).Take(count),
            }
        );
        string named = string.Concat(
            (others ?? [])
                .Select(other => $"\n{other.Name} {other.WeightsSha256}{other.FrontEndText}")
                .Prepend(network.FrontEndText)
        );
        string hash = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(content + named)))[..16];
        return new($"{network.Key}-{stage}-{hash}", network.Key!, stage, schedule, first, count);
    }

    /// <summary>One line, for messages.</summary>
    public override string ToString() =>
        $"{Network} at {Stage}, schedule {Schedule}, stimuli {First} to {First + Count - 1}";
}
