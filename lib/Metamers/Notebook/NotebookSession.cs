using System.Reflection;
using System.Runtime.Loader;
using Metamers.Plotting.Interactive;
using Metamers.Runtime;
using Microsoft.DotNet.Interactive;
using TorchSharp;

namespace Metamers.Notebook;

/// <summary>
/// The budget and device of a notebook. <c>notebooks/setup.dib</c> calls <see cref="Start"/> once per kernel.
/// </summary>
public sealed class NotebookSession
{
    /// <summary>The environment variable that sets the budget: quick (when unset) or paper.</summary>
    public const string BudgetVariable = "METAMERS_BUDGET";

    private static NotebookSession? current;

    private NotebookSession(Budget budget, torch.Device device, int threads)
    {
        Budget = budget;
        Device = device;
        Threads = threads;
    }

    /// <summary>The session of this kernel.</summary>
    /// <exception cref="MetamerException">The notebook has not been set up.</exception>
    public static NotebookSession Current =>
        current
        ?? throw new MetamerException("The notebook is not set up. Run its first code cell, `#!import setup.dib`.");

    /// <summary>How much computation this notebook may use.</summary>
    public Budget Budget { get; }

    /// <summary>The device of networks and stimuli.</summary>
    public torch.Device Device { get; }

    /// <summary>Threads of one operation on the CPU.</summary>
    public int Threads { get; }

    /// <summary>
    /// Prepares the kernel: loads the native library, sets threads, device and budget, registers the formatters of
    /// pictures and figures, and has numbers written with a decimal point in every language. Calling it again reads the
    /// environment again.
    /// </summary>
    /// <param name="budget">
    /// If null, the value of the environment variable METAMERS_BUDGET, otherwise <see cref="Budget.Quick"/>.
    /// </param>
    /// <param name="device">If null, the value of METAMERS_DEVICE, otherwise cpu.</param>
    /// <returns>The session, also available as <see cref="Current"/>; it is printed as one line.</returns>
    /// <exception cref="MetamerException">
    /// The native library does not load, or a variable has an unknown value.
    /// </exception>
    public static NotebookSession Start(Budget? budget = null, string? device = null)
    {
        InvariantText.UseEverywhere();
        try
        {
            current = Ready(budget, device);
            return current;
        }
        catch (MetamerException error)
        {
            // The kernel does not report an exception in an imported cell, such as the setup: it must be told to fail.
            KernelInvocationContext.Current?.Fail(KernelInvocationContext.Current.Command, error, error.Message);
            throw;
        }
    }

    /// <summary>
    /// Cancelled when the running cell is interrupted (by the stop button, or by Ctrl-C during a run); pass it to long
    /// work such as synthesis.
    /// </summary>
    public CancellationToken Cancellation =>
        KernelInvocationContext.Current?.CancellationToken ?? CancellationToken.None;

    /// <summary>Selects the value for this session's budget: <c>session.Choose(quick: 4, paper: 40)</c>.</summary>
    /// <param name="quick">The value for <see cref="Budget.Quick"/>.</param>
    /// <param name="paper">The value for <see cref="Budget.Paper"/>.</param>
    public T Choose<T>(T quick, T paper) => Budget == Budget.Paper ? paper : quick;

    /// <summary>The budget with this name; null or empty is quick.</summary>
    /// <param name="name">quick or paper, in upper or lower case.</param>
    /// <exception cref="MetamerException">Another name.</exception>
    public static Budget ParseBudget(string? name) =>
        name?.Trim().ToLowerInvariant() switch
        {
            null or "" or "quick" => Budget.Quick,
            "paper" => Budget.Paper,
            _ => throw new MetamerException(
                $"There is no budget \"{name}\". Budgets are quick (minutes) and paper (hours); set {BudgetVariable} "
                    + "or --budget to one of them."
            ),
        };

    /// <summary>Version, device, threads and budget in one line.</summary>
    public override string ToString() =>
        $"Metamers {typeof(NotebookSession).Assembly.GetName().Version?.ToString(3)}, libtorch {torch.__version__}, "
        + $"device {Device.ToString()}, {Threads} {(Threads == 1 ? "thread" : "threads")}, budget {Budget}";

    private static NotebookSession Ready(Budget? budget, string? device)
    {
        if (current is null)
        {
            AssemblyLoadContext.Default.Resolving += ResolveLoaded;
        }

        int threads = NativeTorch.UseAllCores();
        Formatters.Register();
        KernelInvocationContext.Current?.DisplayAs(PlotlyScript.Live, "text/html");
        return new NotebookSession(
            budget ?? ParseBudget(Environment.GetEnvironmentVariable(BudgetVariable)),
            ComputeDevice.Choose(device),
            threads
        );
    }

    /// <summary>
    /// Plotly.NET asks for a newer FSharp.Core than the one in the notebook kernel, but works with the kernel's copy.
    /// Returns the copy already loaded, or the one next to this library.
    /// </summary>
    private static Assembly? ResolveLoaded(AssemblyLoadContext context, AssemblyName wanted)
    {
        if (wanted.Name != "FSharp.Core")
        {
            return null;
        }

        string beside = Path.Combine(
            Path.GetDirectoryName(typeof(NotebookSession).Assembly.Location)!,
            "FSharp.Core.dll"
        );
        return AppDomain.CurrentDomain.GetAssemblies().FirstOrDefault(loaded => loaded.GetName().Name == "FSharp.Core")
            ?? (File.Exists(beside) ? context.LoadFromAssemblyPath(beside) : null);
    }
}
