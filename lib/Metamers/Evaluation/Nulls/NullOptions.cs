using Metamers.Runtime;

namespace Metamers.Evaluation.Nulls;

/// <summary>How many unrelated stimuli a null distribution is made of.</summary>
public sealed record NullOptions
{
    /// <summary>The paper's number of pairs, a million, each stimulus in one of them.</summary>
    public static NullOptions Paper { get; } =
        new()
        {
            Blocks = 1_000_000 / 32,
            BlockSize = 64,
            AllPairs = false,
        };

    /// <summary>A minute's work: 32 blocks of 32 stimuli, all their pairs.</summary>
    public static NullOptions Quick { get; } = new() { Blocks = 32 };

    /// <summary>Number of blocks, at least 1.</summary>
    public int Blocks { get; init; } = 256;

    /// <summary>
    /// Stimuli of a block, drawn without repetition; at least 2. Together in one forward pass, so that this bounds the
    /// memory.
    /// </summary>
    public int BlockSize { get; init; } = 32;

    /// <summary>
    /// Whether every pair of a block counts: 496 of 32 stimuli for the work of 16. They are not independent, which the
    /// statement of confidence allows for; false takes each stimulus once, as published.
    /// </summary>
    public bool AllPairs { get; init; } = true;

    /// <summary>Sets which stimuli are drawn and how they are changed.</summary>
    public long Seed { get; init; }

    /// <summary>Pairs of one block.</summary>
    public long PairsPerBlock => AllPairs ? (long)BlockSize * (BlockSize - 1) / 2 : BlockSize / 2;

    internal void Check() =>
        Rules.Check(
            "The null distribution cannot be made.",
            [(Blocks >= 1, $"blocks {Blocks}: at least 1"), (BlockSize >= 2, $"block size {BlockSize}: at least 2")]
        );
}
