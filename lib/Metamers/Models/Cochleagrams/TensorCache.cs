using TorchSharp;
using static TorchSharp.torch;

namespace Metamers.Models.Cochleagrams;

/// <summary>
/// Constants, made from their exact float64 values for the element type and device of the tensors they are used with.
/// </summary>
/// <typeparam name="TKey">Key of a constant.</typeparam>
/// <param name="make">Makes a constant in float64 or complex128 on the CPU.</param>
internal sealed class TensorCache<TKey>(Func<TKey, Tensor> make) : IDisposable
    where TKey : notnull
{
    private readonly Dictionary<(TKey Key, ScalarType Type, DeviceType Device, int Index), Tensor> known = [];

    /// <summary>
    /// The constant, in the element type and on the device of <paramref name="like"/>. Owned by the cache.
    /// </summary>
    public Tensor Get(TKey key, Tensor like)
    {
        var place = (key, like.dtype, like.device_type, like.device_index);
        lock (known)
        {
            if (!known.TryGetValue(place, out Tensor? value))
            {
                using DisposeScope scope = NewDisposeScope();
                using IDisposable noGradient = no_grad();
                known[place] = value = make(key).to(like.dtype, like.device).DetachFromDisposeScope();
            }

            return value;
        }
    }

    public void Dispose()
    {
        foreach (Tensor value in known.Values)
        {
            value.Dispose();
        }

        known.Clear();
    }
}
