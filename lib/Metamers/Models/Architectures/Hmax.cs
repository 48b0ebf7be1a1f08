using Metamers.Models.Architectures.Blocks;
using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace Metamers.Models.Architectures;

/// <summary>
/// HMAX (Riesenhuber and Poggio 1999; Serre, Oliva and Poggio 2007), with the parameter names of the port that the
/// paper used (after wmvanvliet/pytorch_hmax): hand-designed simple and complex cells, 400 patches of each of eight
/// sizes, and a linear readout of 1000 classes. It takes grey pictures of 250 × 250 with values from 0 to 255. Stages:
/// input_after_preproc (1, 250, 250), s1_out (64, 250, 250), c1_out_no_reshape (50,572), s2_out_reshape_to_list, c2_out
/// (8, 400), final (classes). c1 and s2 are lists in the paper's code, of eight scales and of eight patch sizes; here
/// they are their items, each flattened and concatenated. No stage ends in a ReLU.
/// </summary>
internal sealed class Hmax : StagedModel
{
    private const int Side = 250;
    private const int Orientations = 4;
    private const int Patches = 400; // of each size

    private static readonly int[] PoolSizes = [8, 10, 12, 14, 16, 18, 20, 22];
    private static readonly int[] PatchSizes = [2, 4, 6, 8, 10, 12, 14, 16];

    private readonly ModuleList<HmaxS1> s1_units = [];
    private readonly ModuleList<HmaxS2> s2_units = [];
    private readonly Linear fc;

    /// <summary>Builds a network with random patches and readout (from torch's seed).</summary>
    /// <param name="classes">Number of classes, at least 2.</param>
    /// <exception cref="ArgumentOutOfRangeException">Fewer than two classes.</exception>
    public Hmax(int classes = 1000)
        : base("HMAX", Greys, 1, Side, Side)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(classes, 2);
        for (int i = 0; i < 2 * PoolSizes.Length; i++)
        {
            s1_units.Add(new HmaxS1(7 + 2 * i, 4 - 0.05 * i));
        }

        foreach (int size in PatchSizes)
        {
            s2_units.Add(new HmaxS2(size, Patches));
        }

        fc = nn.Linear(PatchSizes.Length * Patches, classes);
        RegisterComponents();

        AddStage("s1_out", x => cat([.. s1_units.Select(unit => unit.call(x))], 1));
        AddStage("c1_out_no_reshape", x => Flat(Scales().Select(scale => Pool(x, scale))));
        AddStage(
            "s2_out_reshape_to_list",
            x => Flat(PatchSizes.SelectMany((_, patch) => Scales().Select(scale => s2_units[patch].call(C1(x, scale)))))
        );
        AddStage("c2_out", Largest);
        AddStage("final", x => fc.call(x.flatten(1)));
    }

    /// <summary>Grey pictures with values from 0 to 255, used as they are.</summary>
    public static InputNormalization Greys { get; } = new(0, 255, [0], [1]);

    private static IEnumerable<int> Scales() => Enumerable.Range(0, PoolSizes.Length);

    /// <summary>
    /// Complex cells of a scale: the maximum over two neighbouring sizes of simple cells, then over a neighbourhood.
    /// (N, 64, 250, 250) → (N, 4, n, n).
    /// </summary>
    private static Tensor Pool(Tensor s1, int scale)
    {
        using DisposeScope scope = NewDisposeScope();
        Tensor first = s1.narrow(1, 2 * scale * Orientations, Orientations);
        Tensor second = s1.narrow(1, (2 * scale + 1) * Orientations, Orientations);
        long size = PoolSizes[scale];
        return nn
            .functional.max_pool2d(first.maximum(second), [size, size], [size / 2, size / 2], [size / 2, size / 2])
            .MoveToOuterDisposeScope();
    }

    private static int PooledSide(int scale) => Side / (PoolSizes[scale] / 2) + 1;

    /// <summary>The complex cells of a scale from the flattened stage: (N, 4, n, n).</summary>
    private static Tensor C1(Tensor flat, int scale)
    {
        int side = PooledSide(scale);
        int start = Enumerable.Range(0, scale).Sum(s => Orientations * PooledSide(s) * PooledSide(s));
        return flat.narrow(1, start, Orientations * side * side).reshape(-1, Orientations, side, side);
    }

    /// <summary>The best match of each patch over all positions and scales: (N, 8, patches).</summary>
    private Tensor Largest(Tensor flat)
    {
        using DisposeScope scope = NewDisposeScope();
        List<Tensor> all = [];
        long start = 0;
        foreach (int patch in PatchSizes)
        {
            List<Tensor> scales = [];
            foreach (int scale in Scales())
            {
                long places = (long)Math.Pow(PooledSide(scale) + 1 - patch % 2, 2);
                scales.Add(flat.narrow(1, start, Patches * places).reshape(-1, Patches, places).amax([2]));
                start += Patches * places;
            }

            all.Add(stack(scales, 1).amax([1]));
        }

        return stack(all, 1).MoveToOuterDisposeScope();
    }

    private static Tensor Flat(IEnumerable<Tensor> items)
    {
        using DisposeScope scope = NewDisposeScope();
        return cat([.. items.Select(item => item.flatten(1))], 1).MoveToOuterDisposeScope();
    }
}
