using System.Diagnostics;
using Metamers.Runtime;
using Microsoft.DotNet.Interactive;
using Microsoft.DotNet.Interactive.Commands;
using Microsoft.DotNet.Interactive.CSharp;
using Microsoft.DotNet.Interactive.Events;

namespace Workbook.Notebooks;

/// <summary>
/// Runs a notebook from its first to its last cell in a fresh kernel inside this process, with the notebook's folder as
/// working directory, as in Jupyter. One notebook at a time, since a process has only one working directory.
/// </summary>
public static class NotebookRunner
{
    /// <summary>
    /// The time a cancelled cell gets to save its results; the kernel does not report when it is done.
    /// </summary>
    private static readonly TimeSpan Grace = TimeSpan.FromSeconds(2);

    /// <summary>Runs all code cells up to the first one that fails.</summary>
    /// <param name="path">The .ipynb file; it is not changed.</param>
    /// <param name="options">Budget, device and data folder.</param>
    /// <param name="progress">Called on the running thread when a cell starts and when it ends.</param>
    /// <param name="cancellation">Stops the run; the cell sees it as <c>session.Cancellation</c>.</param>
    /// <returns>
    /// The notebook with its outputs; a failing cell is reported in <see cref="NotebookRun.Failure"/>, not thrown.
    /// </returns>
    /// <exception cref="MetamerException">
    /// The file is not a notebook, or the library has not been built where <c>setup.dib</c> looks for it.
    /// </exception>
    /// <exception cref="OperationCanceledException">The run was cancelled.</exception>
    public static async Task<NotebookRun> RunAsync(
        string path,
        NotebookRunOptions? options = null,
        Action<CellProgress>? progress = null,
        CancellationToken cancellation = default
    )
    {
        NotebookFile notebook = NotebookFile.Load(path);
        return await RunAsync(notebook, options ?? new NotebookRunOptions(), progress, cancellation);
    }

    /// <summary>The same for a notebook that was read: its cells get the outputs.</summary>
    internal static async Task<NotebookRun> RunAsync(
        NotebookFile notebook,
        NotebookRunOptions options,
        Action<CellProgress>? progress = null,
        CancellationToken cancellation = default
    )
    {
        options.Apply();
        string before = Environment.CurrentDirectory;
        Environment.CurrentDirectory = options.WorkingFolder ?? Path.GetDirectoryName(notebook.Path)!;
        TextWriter console = Console.Out;
        try
        {
            using CompositeKernel kernel = new() { new CSharpKernel().UseKernelHelpers().UseImportMagicCommand() };
            kernel.DefaultKernelName = "csharp";
            return await RunCells(kernel, notebook, options, progress, cancellation);
        }
        finally
        {
            Console.SetOut(console);
            Environment.CurrentDirectory = before;
        }
    }

    private static async Task<NotebookRun> RunCells(
        CompositeKernel kernel,
        NotebookFile notebook,
        NotebookRunOptions options,
        Action<CellProgress>? progress,
        CancellationToken cancellation
    )
    {
        List<NotebookCell> cells = [.. notebook.Cells.Where(cell => cell.IsCode && cell.Lines.Count > 0)];
        double total = 0;
        CellFailure? first = null;
        for (int i = 0; i < cells.Count; i++)
        {
            if (options.Cells?.Contains(cells[i]) == false)
            {
                continue;
            }

            progress?.Invoke(new CellProgress(i + 1, cells.Count, cells[i], null));
            long start = Stopwatch.GetTimestamp();
            CellFailure? failure = await RunCell(kernel, cells[i], i + 1, cancellation);
            double seconds = Stopwatch.GetElapsedTime(start).TotalSeconds;
            total += seconds;
            progress?.Invoke(new CellProgress(i + 1, cells.Count, cells[i], seconds));
            first ??= failure;
            if (failure is not null && !options.KeepsGoing)
            {
                break;
            }
        }

        return new NotebookRun(notebook, total, first);
    }

    private static async Task<CellFailure?> RunCell(
        CompositeKernel kernel,
        NotebookCell cell,
        int number,
        CancellationToken cancellation
    )
    {
        cancellation.ThrowIfCancellationRequested();
        CellOutputs outputs = new(number);
        ErrorProduced? inImport = null;
        using IDisposable listening = kernel.KernelEvents.Subscribe(shown =>
        {
            // Only this event reports a failing cell of an imported file; the import itself succeeds.
            inImport ??= shown as ErrorProduced;
            outputs.Add(shown);
        });

        Task<KernelCommandResult> running = kernel.SendAsync(new SubmitCode(cell.Source, cell.Language));
        if (await Task.WhenAny(running, Task.Delay(Timeout.Infinite, cancellation)) != running)
        {
            await kernel.SendAsync(new Cancel(), CancellationToken.None);
            await Task.Delay(Grace, CancellationToken.None);
            cancellation.ThrowIfCancellationRequested();
        }

        CommandFailed? failed = (await running).Events.OfType<CommandFailed>().LastOrDefault();
        CellFailure? failure =
            failed is not null ? WithWarnings(Failure(failed, number, cell), outputs)
            : inImport is not null
                ? new CellFailure(
                    number,
                    cell.Source,
                    "ImportError",
                    outputs.Warnings + inImport.Message,
                    inImport.Message
                )
            : null;
        if (failure is not null)
        {
            outputs.AddError(failure.Name, failure.Message, failure.Trace);
        }

        cell.SetOutputs(number, outputs.Outputs);
        return failure;
    }

    /// <summary>The setup cell writes its reason before another error follows from it.</summary>
    private static CellFailure WithWarnings(CellFailure failure, CellOutputs outputs) =>
        failure.Source.StartsWith("#!import", StringComparison.Ordinal)
            ? failure with
            {
                Message = outputs.Warnings + failure.Message,
            }
            : failure;

    private static CellFailure Failure(CommandFailed failed, int number, NotebookCell cell) =>
        failed.Exception switch
        {
            null or CodeSubmissionCompilationErrorException => new CellFailure(
                number,
                cell.Source,
                "CompilationError",
                failed.Message,
                failed.Message
            ),
            MetamerException error => new CellFailure(
                number,
                cell.Source,
                nameof(MetamerException),
                error.Message,
                failed.Message
            ),
            Exception error => new CellFailure(
                number,
                cell.Source,
                error.GetType().Name,
                error.Message,
                failed.Message
            ),
        };
}
