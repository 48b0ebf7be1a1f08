using Metamers.Models.Checkpoints;
using static TorchSharp.torch;

namespace Metamers.Tests.Models.Checkpoints;

public sealed partial class CheckpointPartsTests
{
    [Fact]
    public void An_index_loads_its_files()
    {
        Dictionary<string, Tensor> all = Filled(6, name => name);
        string index = Index(all.Keys, name => name.StartsWith("bn", StringComparison.Ordinal) ? 1 : 2);
        SafeTensors.Write(
            folder["model-00001-of-00002.safetensors"],
            all.Where(weight => weight.Key.StartsWith("bn", StringComparison.Ordinal)).ToDictionary()
        );
        Assert.Contains(
            "names 2 files, of which 1 are not in its folder: model-00002-of-00002.safetensors. Download them into",
            Refused(index, new())
        );
        Assert.Contains(
            "model-00001-of-00002.safetensors is file 1 of 2 of a checkpoint: load its index",
            Refused(folder["model-00001-of-00002.safetensors"], new())
        );
        SafeTensors.Write(
            folder["model-00002-of-00002.safetensors"],
            all.Where(weight => !weight.Key.StartsWith("bn", StringComparison.Ordinal)).ToDictionary()
        );
        Assert.Equal($"Network: 8 tensors of {index}", Checkpoint.Load(network, index).ToString());
        AssertFilled(6);
        using Checkpoint read = Checkpoint.Read(index);
        Assert.Equal(all.Keys.Order(), read.Tensors.Keys.Order());

        Index([.. all.Keys, "more"], _ => 1);
        Assert.Contains("of different checkpoints: download them together", Refused(index, new()));
        File.WriteAllText(index, "{\"weight_map\": {\"a\": \"../model.safetensors\"}}");
        Assert.Contains("allowed are names of files in the folder of the index", Refused(index, new()));
        File.WriteAllText(index, "{\"weight_map\": {}}");
        Assert.Contains("names 0 files", Refused(index, new()));
    }

    [Theory]
    [InlineData("{\"a\":1,\"b\":2.50,\"c\":true}", "1", "2.50", "true")]
    [InlineData("{\"a\":null,\"b\":{\"x\":[1]},\"c\":\"text\"}", "", "{\"x\":[1]}", "text")]
    public void Metadata_that_are_no_texts_are_kept_as_JSON(string metadata, params string[] expected)
    {
        string header =
            $"{{\"__metadata__\":{metadata},\"w\":{{\"dtype\":\"U8\",\"shape\":[2],\"data_offsets\":[0,2]}}}}";
        folder.Write(
            "a.safetensors",
            [.. BitConverter.GetBytes((long)header.Length), .. System.Text.Encoding.ASCII.GetBytes(header), 5, 6]
        );
        (IReadOnlyDictionary<string, Tensor> tensors, IReadOnlyDictionary<string, string> texts) = SafeTensors.Read(
            folder["a.safetensors"]
        );
        Assert.Equal(expected, texts.Values);
        Assert.Equal([5, 6], tensors["w"].data<byte>().ToArray());
    }

    private string Index(IEnumerable<string> names, Func<string, int> shard)
    {
        string path = folder["model.safetensors.index.json"];
        File.WriteAllText(
            path,
            "{\"metadata\": {\"total_size\": 1}, \"weight_map\": {"
                + string.Join(
                    ", ",
                    names.Select(name => $"\"{name}\": \"model-0000{shard(name)}-of-00002.safetensors\"")
                )
                + "}}"
        );
        return path;
    }
}
