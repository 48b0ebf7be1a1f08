using Metamers.Runtime;
using static TorchSharp.torch;

namespace Metamers.Models.Checkpoints;

/// <summary>Opens a storage's bytes, after checking that the file contains as many as the storage claims.</summary>
internal delegate (Stream Bytes, bool BigEndian) StorageOpener(StorageReference storage);

/// <summary>
/// Makes tensors from their descriptions. A storage is read once, when the first tensor needs it; tensors that share it
/// in the file share its memory. Shapes, strides and offsets are checked before anything is allocated.
/// </summary>
internal sealed class TensorBuilder(StorageOpener open, CheckpointSource source)
{
    private readonly Dictionary<string, Tensor> storages = [];
    private long budget = source.Budget;

    /// <summary>One tensor on the CPU, contiguous, without gradient.</summary>
    public Tensor Build(string name, TensorReference tensor)
    {
        StorageReference storage = tensor.View.Storage;
        name = CheckpointSource.Shown(name);
        if (storage.Type.Element is not ScalarType type)
        {
            throw source.Refused(
                storage.Type.IsQuantised
                    ? (
                        $"'{name}' is quantised ({storage.Type.Name}). Save the weights before quantisation, or "
                        + "dequantised as float32."
                    )
                    : $"'{name}' has the type {storage.Type.Name}, which TorchSharp does not have. Save it as float32."
            );
        }

        long count = Checked(name, tensor);
        if (count == 0)
        {
            return empty(tensor.Size, type);
        }

        Tensor view = Load(storage, type).as_strided(tensor.Size, tensor.Stride, tensor.View.Start + tensor.Offset);
        if (view.is_contiguous())
        {
            return view;
        }

        Spend((Int128)count * storage.Type.Bytes);
        return view.contiguous();
    }

    /// <summary>The number of values, if all of them are in the storage.</summary>
    private long Checked(string name, TensorReference tensor)
    {
        (StorageReference storage, long start, long length) = tensor.View;
        Int128 count = 1;
        Int128 last = tensor.Offset;
        Int128 dimensions = 1; // as count, but an empty dimension does not hide an absurd one next to it
        for (int i = 0; i < tensor.Size.Length; i++)
        {
            (long size, long stride) = (tensor.Size[i], tensor.Stride[i]);
            if (size < 0 || stride < 0)
            {
                throw Impossible();
            }

            count *= size;
            dimensions *= Math.Max(size, 1);
            last += (Int128)Math.Max(size - 1, 0) * stride;
            if (dimensions > long.MaxValue / 16 || last > long.MaxValue)
            {
                throw Impossible();
            }
        }

        bool viewed = start >= 0 && length >= 0 && (Int128)start + length <= storage.Count;
        return viewed && tensor.Offset >= 0 && (count == 0 || last < length) ? (long)count : throw Impossible();

        Exception Impossible() =>
            source.Damaged(
                $"'{name}' claims shape [{string.Join(", ", tensor.Size)}] with strides "
                    + $"[{string.Join(", ", tensor.Stride)}] "
                    + $"from value {tensor.Offset} of {length} values."
            );
    }

    private Tensor Load(StorageReference storage, ScalarType type)
    {
        if (storages.TryGetValue(storage.Key, out Tensor? loaded))
        {
            return loaded;
        }

        Spend((Int128)storage.Count * storage.Type.Bytes);
        (Stream bytes, bool bigEndian) = open(storage);
        using Stream opened = bytes;
        return storages[storage.Key] = TensorBytes.Read(
            bytes,
            [storage.Count],
            type,
            bigEndian ? storage.Type.NumberBytes : 1
        );
    }

    private void Spend(Int128 bytes)
    {
        if (bytes > budget)
        {
            throw source.Damaged($"its tensors claim {bytes} bytes, far more than the file can hold.");
        }

        budget -= (long)bytes;
    }
}
