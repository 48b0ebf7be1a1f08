using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Metamers.Runtime;

/// <summary>
/// How libtorch gets its memory on Linux. A step of the synthesis allocates and frees hundreds of megabytes. By default
/// the C library gives them back to the system at once, and the next step pays for them again, page by page. So the C
/// library is told to keep them, and libtorch to ask for large tensors in huge pages; <c>tests/Benchmarks -- memory</c>
/// measures what that saves.
/// </summary>
internal static class NativeMemory
{
    /// <summary>The variable that libtorch reads when it first allocates: 1 for huge pages, 0 for small ones.</summary>
    public const string HugePages = "THP_MEM_ALLOC_ENABLE";

    /// <summary>How the C library's variables begin; where one is set, its memory is left alone.</summary>
    private const string Allocator = "MALLOC_";

    private const int MostKept = 1 << 30; // bytes that are free at the end of the heap
    private const int LeastMapped = 1 << 28; // larger blocks come from the system, and go back to it, one by one

    private delegate int SetVariable(
        [MarshalAs(UnmanagedType.LPUTF8Str)] string name,
        [MarshalAs(UnmanagedType.LPUTF8Str)] string value,
        int overwrite
    );

    private delegate int SetOption(int option, int value);

    /// <summary>
    /// Runs when this library is loaded, since libtorch reads the variable at its first allocation and never again.
    /// Elsewhere than on Linux it does nothing.
    /// </summary>
    [ModuleInitializer]
    [SuppressMessage("Usage", "CA2255", Justification = "Nothing else is sure to come before libtorch allocates.")]
    internal static void Prepare()
    {
        if (!OperatingSystem.IsLinux() || !NativeLibrary.TryLoad("libc.so.6", out nint library))
        {
            return;
        }

        if (NativeLibrary.TryGetExport(library, "setenv", out nint variable))
        {
            // Environment.SetEnvironmentVariable would change .NET's copy, which native code does not see.
            Marshal.GetDelegateForFunctionPointer<SetVariable>(variable)(HugePages, "1", overwrite: 0);
        }

        if (
            !Environment.GetEnvironmentVariables().Keys.Cast<string>().Any(IsOfAllocator)
            && NativeLibrary.TryGetExport(library, "mallopt", out nint option)
        )
        {
            SetOption set = Marshal.GetDelegateForFunctionPointer<SetOption>(option);
            set(-1, MostKept); // M_TRIM_THRESHOLD
            set(-3, LeastMapped); // M_MMAP_THRESHOLD
        }
    }

    private static bool IsOfAllocator(string variable) =>
        variable.StartsWith(Allocator, StringComparison.Ordinal) || variable == "GLIBC_TUNABLES";
}
