using Google.Protobuf;
using Metamers.Models.Import;
using Metamers.Models.Import.Onnx.Files;
using Metamers.Models.Import.Onnx.Files.Schema;
using Metamers.Runtime;

namespace Metamers.Tests.Models.Import.Onnx;

/// <summary>Where an ONNX file may keep its weights: in its folder, by whatever links that is reached.</summary>
public sealed class ExternalDataTests
{
    [Fact]
    public void Links_that_lead_out_of_the_folder_one_by_one_are_not_followed()
    {
        using TemporaryFolder outside = new();
        outside.Write("secret.bin", new byte[16]);
        using TemporaryGraph file = new(OnnxErrorTests.External("first"));
        string Inside(string name) => Path.Combine(file.Folder, name);
        Directory.CreateSymbolicLink(Inside("second"), outside.Path);
        File.CreateSymbolicLink(Inside("first"), "second/secret.bin");
        File.CreateSymbolicLink(Inside("round"), "about");
        File.CreateSymbolicLink(Inside("about"), "round");
        Directory.CreateDirectory(Inside("deep"));
        File.CreateSymbolicLink(Inside("deep/up"), "../../");
        foreach (string place in new[] { "first", "second/secret.bin", "round", "deep/up", "deep/up/network.onnx" })
        {
            File.WriteAllBytes(file.Path, OnnxErrorTests.External(place).ToByteArray());
            string message = Assert.Throws<MetamerException>(() => new OnnxNetwork(file.Path)).Message;
            Assert.Contains("outside of its folder", message, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void Links_within_the_folder_and_to_it_are_followed()
    {
        using TemporaryGraph file = new(OnnxErrorTests.External("./first"));
        using TemporaryFolder elsewhere = new();
        File.WriteAllBytes(Path.Combine(file.Folder, "weights.bin"), new byte[16]);
        File.CreateSymbolicLink(Path.Combine(file.Folder, "second"), "./weights.bin");
        File.CreateSymbolicLink(Path.Combine(file.Folder, "first"), Path.Combine(file.Folder, "second"));
        Directory.CreateSymbolicLink(elsewhere["link"], file.Folder);
        using OnnxNetwork network = new(Path.Combine(elsewhere["link"], "network.onnx"));
        Assert.Equal([3, 4, 4], network.Stages[^1].Shape);
    }

    [Fact]
    public void A_network_in_the_root_folder_has_its_weights_there()
    {
        OnnxSource source = new("/network.onnx", 0);
        Assert.Equal(
            Path.GetFullPath("/weights.bin"),
            ExternalData.FilesOf(OnnxErrorTests.External("weights.bin"), source)["weights.bin"]
        );
    }

    [Fact]
    public void Sparse_weights_are_among_the_files_of_a_network()
    {
        using TemporaryFolder folder = new();
        ModelProto model = OnnxErrorTests.External("dense.bin");
        model.Graph.SparseInitializer.Add(new SparseTensorProto { Values = At("values"), Indices = At("places") });
        AttributeProto attribute = new()
        {
            Name = "sparse_value",
            SparseTensor = new() { Values = At("written") },
        };
        model.Graph.Node[0].Attribute.Add(attribute);
        OnnxSource source = new(folder["network.onnx"], 0);
        Assert.Equal(["dense.bin", "places", "values", "written"], ExternalData.FilesOf(model, source).Keys);

        static TensorProto At(string file) =>
            new()
            {
                DataLocation = TensorProto.Types.DataLocation.External,
                ExternalData =
                {
                    new StringStringEntryProto { Key = "location", Value = file },
                },
            };
    }
}
