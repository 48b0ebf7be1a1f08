using TorchSharp;

namespace Metamers.Runtime;

/// <summary>
/// The device that computes: <c>cpu</c>, or <c>cuda</c> (an NVIDIA GPU) with the CUDA packages of environment.md.
/// </summary>
public static class ComputeDevice
{
    /// <summary>The environment variable that names the device (cpu or cuda) if the program is not given one.</summary>
    public const string Variable = "METAMERS_DEVICE";

    /// <summary>The device with this name.</summary>
    /// <param name="name">
    /// <c>cpu</c>, <c>cuda</c> or <c>cuda:1</c>; if null or empty, the value of <see cref="Variable"/>, otherwise cpu.
    /// </param>
    /// <exception cref="MetamerException">
    /// Another name, or a CUDA device that does not exist; the message says what to do.
    /// </exception>
    public static torch.Device Choose(string? name = null)
    {
        name = string.IsNullOrWhiteSpace(name) ? Environment.GetEnvironmentVariable(Variable) : name;
        name = string.IsNullOrWhiteSpace(name) ? "cpu" : name.Trim().ToLowerInvariant();
        NativeTorch.Load();
        return name == "cpu" ? torch.CPU : Cuda(name);
    }

    private static torch.Device Cuda(string name)
    {
        int index = 0;
        string[] parts = name.Split(':');
        if (
            parts[0] != "cuda"
            || parts.Length > 2
            || (parts.Length == 2 && (!int.TryParse(parts[1], out index) || index < 0))
        )
        {
            throw new MetamerException(
                $"There is no device \"{name}\". Devices are cpu, cuda, or cuda:1 for the second card; name one with "
                    + $"--device or {Variable}."
            );
        }

        if (!TryCuda())
        {
            throw new MetamerException(
                "No CUDA device can be used. Build with the CUDA packages (`dotnet build -p:TorchBackend=cuda`, see "
                    + "environment.md), "
                    + "and check with `nvidia-smi` that the driver finds the card; or choose --device cpu."
            );
        }

        int count = torch.cuda.device_count();
        return index < count
            ? torch.device(DeviceType.CUDA, index)
            : throw new MetamerException(
                $"There is no device cuda:{index}: this machine has {count} CUDA card(s), counted from cuda:0."
            );
    }

    private static bool TryCuda()
    {
        try
        {
            return torch.TryInitializeDeviceType(DeviceType.CUDA);
        }
        catch (NotSupportedException)
        {
            return false;
        }
    }
}
