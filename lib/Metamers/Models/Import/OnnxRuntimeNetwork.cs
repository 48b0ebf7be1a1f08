using Metamers.Models.Import.Onnx;
using Metamers.Runtime;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace Metamers.Models.Import;

/// <summary>
/// A network of an ONNX file that judges but is not judged: ONNX Runtime computes it, so it may use operators that <see
/// cref="OnnxNetwork"/> does not have, quantised ones among them. It has two stages, its input and its decision, and no
/// gradient: it takes part in transfer and in experiments, and no metamers can be made of it.
/// </summary>
/// <example>
/// <code>
/// var file = Path.Combine(ProjectFolder.Root, "tests", "Metamers.Tests", "Golden", "onnx", "small.onnx");
/// var judge = new OnnxRuntimeNetwork(file, new OnnxOptions { Name = "judge" });
/// judge.Stages
/// </code>
/// </example>
public sealed class OnnxRuntimeNetwork : StagedModel
{
    private readonly OnnxJudge judge;

    /// <summary>Opens a file.</summary>
    /// <param name="path">The file.</param>
    /// <param name="options">
    /// Input, name and output; if null, the defaults. Stages, names, a readout and a second file cannot be given.
    /// </param>
    /// <param name="cudaDevice">
    /// Number of the CUDA device; null for the CPU. A device needs the build property <c>TorchBackend=cuda</c>, which
    /// brings the package Microsoft.ML.OnnxRuntime.Gpu in place of Microsoft.ML.OnnxRuntime.
    /// </param>
    /// <exception cref="MetamerException">
    /// It is missing, ONNX Runtime does not take it, it has several inputs, or its output is not one value for each
    /// class.
    /// </exception>
    public OnnxRuntimeNetwork(string path, OnnxOptions? options = null, int? cudaDevice = null)
        : this(path, options ?? new OnnxOptions(), OnnxJudge.Open(path, options ?? new OnnxOptions(), cudaDevice)) { }

    private OnnxRuntimeNetwork(string path, OnnxOptions options, OnnxJudge judge)
        : base(options.Name ?? Path.GetFileNameWithoutExtension(path), options.Input, [.. judge.Adapter.InputShape])
    {
        this.judge = judge;
        SamplingRate = options.SamplingRate;
        ReadAs = options.ReadAs;
        AddStage(OnnxStages.Final, x => judge.Run(judge.Adapter.Apply(x)).to(x.dtype, x.device));
        register_buffer("file_sha256", tensor(judge.Hash));
        register_parameter("none", new Parameter(empty(0), requires_grad: false)); // tells type and device
        HasDecision = judge.HasDecision;
        eval();
    }

    private protected override bool HasGradient => false;

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            judge.Dispose();
        }

        base.Dispose(disposing);
    }
}
