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
        name = NameOf(name);
        NativeTorch.Load();
        return name == "cpu" ? torch.CPU : Cuda(IndexOf(name)!.Value);
    }

    /// <summary>The name of the device that is meant, which this machine need not have.</summary>
    /// <param name="name">As for <see cref="Choose"/>.</param>
    /// <exception cref="MetamerException">There is no such name.</exception>
    internal static string NameOf(string? name)
    {
        name = string.IsNullOrWhiteSpace(name) ? Environment.GetEnvironmentVariable(Variable) : name;
        name = string.IsNullOrWhiteSpace(name) ? "cpu" : name.Trim().ToLowerInvariant();
        return name == "cpu" || IndexOf(name) is not null
            ? name
            : throw new MetamerException(
                $"There is no device \"{name}\". Devices are cpu, cuda, or cuda:1 for the second card; name one with "
                    + $"--device or {Variable}."
            );
    }

    /// <summary>The number of a CUDA card in its name; null if the name is another.</summary>
    private static int? IndexOf(string name) =>
        name.Split(':') switch
        {
            ["cuda"] => 0,
            ["cuda", var number] when int.TryParse(number, out int index) && index >= 0 => index,
            _ => null,
        };

    private static torch.Device Cuda(int index)
    {
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
