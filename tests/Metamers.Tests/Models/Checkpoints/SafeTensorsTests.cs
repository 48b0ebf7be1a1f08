using System.Text;
using Metamers.Models.Checkpoints;
using Metamers.Runtime;
using TorchSharp;
using static TorchSharp.torch;

namespace Metamers.Tests.Models.Checkpoints;

public class SafeTensorsTests
{
    public static TheoryData<ScalarType> Types =>
        [
            ScalarType.Float64,
            ScalarType.Float32,
            ScalarType.Float16,
            ScalarType.BFloat16,
            ScalarType.Int64,
            ScalarType.Int32,
            ScalarType.Int16,
            ScalarType.Int8,
            ScalarType.Byte,
            ScalarType.Bool,
        ];

    [Fact]
    public void The_values_begin_at_a_multiple_of_eight_bytes_whatever_the_names()
    {
        using DisposeScope scope = NewDisposeScope();
        using TemporaryFolder folder = new();
        Dictionary<string, Tensor> tensors = new() { ["a"] = ones(2) };
        for (int letters = 0; letters < 8; letters++)
        {
            string file = folder[$"{letters}.safetensors"];
            SafeTensors.Write(file, tensors, new Dictionary<string, string> { ["name"] = new string('x', letters) });
            byte[] bytes = System.IO.File.ReadAllBytes(file);
            long start = 8 + BitConverter.ToInt64(bytes);
            Assert.Equal(0, start % 8); // the format's own recommendation: mapped values are then aligned
            Assert.Equal(1, BitConverter.ToSingle(bytes, (int)start));
        }
    }

    [Theory]
    [MemberData(nameof(Types))]
    public void Every_type_shape_and_text_comes_back(ScalarType type)
    {
        using DisposeScope scope = NewDisposeScope();
        using TemporaryFolder folder = new();
        Tensor values = arange(6, dtype: ScalarType.Float32).view(2, 3).to(type);
        Dictionary<string, Tensor> tensors = new()
        {
            ["b.weight"] = values,
            ["a"] = values.t(),
            ["empty"] = empty([0, 3], type),
            ["scalar"] = values[1, 2],
        };
        Dictionary<string, string> metadata = new() { ["recipe"] = "{\"seed\": 1}\n", ["ä"] = "" };
        SafeTensors.Write(folder["a.safetensors"], tensors, metadata);
        (IReadOnlyDictionary<string, Tensor> read, IReadOnlyDictionary<string, string> text) = SafeTensors.Read(
            folder["a.safetensors"]
        );
        Assert.Equal(metadata, text);
        Assert.Equal(["a", "b.weight", "empty", "scalar"], read.Keys.Order());
        foreach ((string name, Tensor tensor) in tensors)
        {
            Assert.Equal(tensor.dtype, read[name].dtype);
            Assert.Equal(tensor.shape, read[name].shape);
            Assert.True(tensor.eq(read[name]).all().item<bool>());
        }

        using Checkpoint checkpoint = Checkpoint.Read(folder["a.safetensors"]);
        Assert.Equal(CheckpointFormat.SafeTensors, checkpoint.Format);
    }

    [Theory]
    [InlineData("{\"w\":{\"dtype\":\"F32\",\"shape\":[4],\"data_offsets\":[0,16]}}", 15, "claims bytes 0 to 16 of 15")]
    [InlineData(
        "{\"w\":{\"dtype\":\"F32\",\"shape\":[4],\"data_offsets\":[0,16]}}",
        17,
        "17 bytes of values, but its header describes 16"
    )]
    [InlineData(
        "{\"w\":{\"dtype\":\"F32\",\"shape\":[3],\"data_offsets\":[0,16]}}",
        16,
        "claims bytes [0, 16] for the shape [3]"
    )]
    [InlineData("{\"w\":{\"dtype\":\"F64\",\"shape\":[4],\"data_offsets\":[0,16]}}", 16, "for the shape [4] of F64")]
    [InlineData("{\"w\":{\"dtype\":\"F32\",\"shape\":[4],\"data_offsets\":[-16,0]}}", 16, "claims bytes [-16, 0]")]
    [InlineData("{\"w\":{\"dtype\":\"F32\",\"shape\":[4],\"data_offsets\":[16,0]}}", 16, "claims bytes [16, 0]")]
    [InlineData("{\"w\":{\"dtype\":\"F32\",\"shape\":[4],\"data_offsets\":[0]}}", 16, "claims bytes [0]")]
    [InlineData("{\"w\":{\"dtype\":\"F32\",\"shape\":[-4,-1],\"data_offsets\":[0,16]}}", 16, "for the shape [-4, -1]")]
    [InlineData(
        "{\"w\":{\"dtype\":\"F32\",\"shape\":[4294967296,4294967296],\"data_offsets\":[0,0]}}",
        0,
        "for the shape"
    )]
    [InlineData(
        "{\"w\":{\"dtype\":\"F32\",\"shape\":[0,9223372036854775807],\"data_offsets\":[0,0]}}",
        0,
        "for the shape"
    )]
    [InlineData(
        "{\"w\":{\"dtype\":\"F32\",\"shape\":[1000000000000],\"data_offsets\":[0,4000000000000]}}",
        16,
        "claims bytes 0 to 4000000000000 of 16"
    )]
    [InlineData(
        "{\"w\":{\"dtype\":\"F32\",\"shape\":[2],\"data_offsets\":[0,8]},"
            + "\"v\":{\"dtype\":\"F32\",\"shape\":[2],\"data_offsets\":[4,12]}}",
        12,
        "'v' claims bytes 4 to 12 of 12, but the previous tensor ends at 8"
    )]
    [InlineData(
        "{\"w\":{\"dtype\":\"F32\",\"shape\":[2],\"data_offsets\":[8,16]}}",
        16,
        "but the previous tensor ends at 0"
    )]
    [InlineData(
        "{\"w\":{\"dtype\":\"F8_E4M3\",\"shape\":[4],\"data_offsets\":[0,4]}}",
        4,
        "'w' has the type 'F8_E4M3'. Allowed: F64, F32"
    )]
    [InlineData(
        "{\"w\":{\"dtype\":\"F32\",\"shape\":[1],\"data_offsets\":[0,4]},"
            + "\"w\":{\"dtype\":\"F32\",\"shape\":[1],\"data_offsets\":[0,4]}}",
        4,
        "uplicate"
    )]
    [InlineData("{\"w\":{\"shape\":[4],\"data_offsets\":[0,16]}}", 16, "not the JSON of a safetensors file")]
    [InlineData(
        "{\"w\":{\"dtype\":3,\"shape\":[4],\"data_offsets\":[0,16]}}",
        16,
        "not the JSON of a safetensors file"
    )]
    [InlineData(
        "{\"w\":{\"dtype\":\"F32\",\"shape\":[1.5],\"data_offsets\":[0,6]}}",
        6,
        "not the JSON of a safetensors file"
    )]
    [InlineData("{\"w\":[]}", 0, "not the JSON of a safetensors file")]
    [InlineData("{\"__metadata__\":[1]}", 0, "not the JSON of a safetensors file")]
    [InlineData("{\"w\":", 0, "not the JSON of a safetensors file")]
    public void Forged_headers_are_refused_with_their_fault(string header, int bytes, string reason)
    {
        using TemporaryFolder folder = new();
        string path = folder.Write("forged.safetensors", File(header, bytes));
        Assert.Contains(reason, Assert.Throws<MetamerException>(() => SafeTensors.Read(path)).Message);
        MetamerException error = Assert.Throws<MetamerException>(() => Checkpoint.Read(path));
        Assert.Contains(reason, error.Message);
        Assert.Contains(path, error.Message);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(1000)]
    [InlineData(long.MaxValue)]
    [InlineData(-1)]
    public void A_false_header_length_is_refused(long length)
    {
        using TemporaryFolder folder = new();
        byte[] file = File("{\"w\":{\"dtype\":\"F32\",\"shape\":[4],\"data_offsets\":[0,16]}}", 16);
        BitConverter.TryWriteBytes(file, length);
        string path = folder.Write("forged.safetensors", file);
        Assert.Contains(
            $"its header would be {length} bytes long",
            Assert.Throws<MetamerException>(() => SafeTensors.Read(path)).Message
        );
    }

    [Fact]
    public void A_header_of_deep_nesting_or_of_many_dimensions_is_refused()
    {
        using TemporaryFolder folder = new();
        string deep = folder.Write(
            "deep.safetensors",
            File("{\"w\":" + new string('[', 100_000) + new string(']', 100_000) + "}", 0)
        );
        Assert.Contains("not the JSON", Assert.Throws<MetamerException>(() => SafeTensors.Read(deep)).Message);
        string ones = string.Join(",", Enumerable.Repeat("1", 65));
        string many = folder.Write(
            "many.safetensors",
            File($"{{\"w\":{{\"dtype\":\"F32\",\"shape\":[{ones}],\"data_offsets\":[0,4]}}}}", 4)
        );
        Assert.Contains("for the shape", Assert.Throws<MetamerException>(() => SafeTensors.Read(many)).Message);
    }

    [Fact]
    public void A_file_cut_off_anywhere_is_refused()
    {
        using TemporaryFolder folder = new();
        byte[] whole = File("{\"w\":{\"dtype\":\"F32\",\"shape\":[4],\"data_offsets\":[0,16]}}", 16);
        for (int length = 0; length < whole.Length; length++)
        {
            string path = folder.Write("cut.safetensors", whole[..length]);
            Assert.Throws<MetamerException>(() => SafeTensors.Read(path));
            Assert.Throws<MetamerException>(() => Checkpoint.Read(path));
        }
    }

    [Fact]
    public void A_type_that_the_format_lacks_is_named_and_nothing_is_written()
    {
        using DisposeScope scope = NewDisposeScope();
        using TemporaryFolder folder = new();
        Dictionary<string, Tensor> tensors = new() { ["w"] = zeros(2, dtype: ScalarType.ComplexFloat32) };
        MetamerException error = Assert.Throws<MetamerException>(() =>
            SafeTensors.Write(folder["a.safetensors"], tensors)
        );
        Assert.Contains("'w'", error.Message);
        Assert.Contains("ComplexFloat32", error.Message);
        Assert.Empty(Directory.GetFiles(folder.Path));
    }

    [Fact]
    public void A_missing_file_is_named() =>
        Assert.Contains(
            "does not exist",
            Assert.Throws<MetamerException>(() => SafeTensors.Read("no/such.safetensors")).Message
        );

    private static byte[] File(string header, int bytes) =>
        [
            .. BitConverter.GetBytes((long)Encoding.UTF8.GetByteCount(header)),
            .. Encoding.UTF8.GetBytes(header),
            .. new byte[bytes],
        ];
}
