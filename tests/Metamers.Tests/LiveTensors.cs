using static TorchSharp.torch;

namespace Metamers.Tests;

/// <summary>Counts the tensors that are alive in the process.</summary>
internal static class LiveTensors
{
    /// <summary>Fails if an action leaves tensors behind.</summary>
    /// <remarks>
    /// The count covers the whole process: tensors that earlier tests left to the garbage collector must not disappear
    /// between two counts.
    /// </remarks>
    public static void AssertNoneLeftBy(Action action)
    {
        GC.Collect();
        GC.WaitForPendingFinalizers();
        GC.Collect();
        long before = Tensor.TotalCount;
        action();
        long after = Tensor.TotalCount;
        Assert.True(after <= before, $"{before} tensors before, {after} after.");
    }
}
