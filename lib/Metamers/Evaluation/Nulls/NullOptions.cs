using Metamers.Runtime;

namespace Metamers.Evaluation.Nulls;

/// <summary>How many unrelated stimuli a null distribution is made from.</summary>
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
    /// Number of stimuli in a block, drawn without repetition; at least 2. A block is one forward pass, so this bounds
    /// the memory.
    /// </summary>
    public int BlockSize { get; init; } = 32;

    /// <summary>
    /// Whether every pair of a block counts: 496 pairs of 32 stimuli, instead of 16. They are not independent, which
    /// the statement of confidence allows for; false uses each stimulus once, as published.
    /// </summary>
    public bool AllPairs { get; init; } = true;

    /// <summary>Seed for drawing the stimuli and for changing them.</summary>
    public long Seed { get; init; }

    /// <summary>Number of pairs in one block.</summary>
    public long PairsPerBlock => AllPairs ? (long)BlockSize * (BlockSize - 1) / 2 : BlockSize / 2;

    internal void Check() =>
        Rules.Check(
            "The null distribution cannot be made.",
            [(Blocks >= 1, $"blocks {Blocks}: at least 1"), (BlockSize >= 2, $"block size {BlockSize}: at least 2")]
        );
}
