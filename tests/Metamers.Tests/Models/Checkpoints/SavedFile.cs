namespace Metamers.Tests.Models.Checkpoints;

/// <summary>Files like those of <c>torch.save</c>: state dicts in entries of a training checkpoint.</summary>
internal static class SavedFile
{
    /// <summary>Writes a file; every tensor has one value throughout.</summary>
    /// <param name="path">The file.</param>
    /// <param name="shapes">
    /// The tensors of each state dict; scalars, which are batch norm's counters, are left out.
    /// </param>
    /// <param name="parts">
    /// The keys that lead to each state dict, joined by dots, and the value of its tensors, 0 to 255; null for an entry
    /// that holds none.
    /// </param>
    public static void Write(
        string path,
        IReadOnlyDictionary<string, long[]> shapes,
        params (string Keys, int? Value)[] parts
    )
    {
        PickleBytes pickle = new();
        pickle.Raw("}(").Text("epoch").Integer(7);
        foreach ((string keys, int? value) in parts)
        {
            string[] names = keys.Split('.');
            foreach (string key in names)
            {
                pickle.Text(key).Raw("}(");
            }

            foreach (
                (string name, long[] shape) in shapes.Where(tensor => value is not null && tensor.Value.Length > 0)
            )
            {
                pickle.Text(name).Tensor(shape, [.. shape.Select(_ => 0L)], value!.Value, 256, "torch FloatStorage");
            }

            pickle.Raw(string.Concat(names.Select(_ => "u")));
        }

        byte[] storage = new byte[256 * sizeof(float)];
        Buffer.BlockCopy(Enumerable.Range(0, 256).Select(i => (float)i).ToArray(), 0, storage, 0, storage.Length);
        File.WriteAllBytes(path, PickleBytes.Zip(pickle.Raw("u.").Content, storage));
    }
}
