using static TorchSharp.torch;

namespace Metamers.Tests.Models.Import.Onnx;

/// <summary>A small network that PyTorch exported, and a stimulus for it.</summary>
internal static class OnnxExamples
{
    public static string Folder => Path.Combine(AppContext.BaseDirectory, "Golden", "onnx");

    public static string Small => Path.Combine(Folder, "small.onnx");

    public static Tensor Example => (arange(192, ScalarType.Float64).reshape(1, 3, 8, 8) * 37 % 100 / 100).to(float32);
}
