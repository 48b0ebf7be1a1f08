using Metamers.Tests;
using Microsoft.Playwright;

namespace Notebook.Tests;

/// <summary>A headless Chromium on this machine.</summary>
internal static class Browser
{
    /// <summary>
    /// The environment variable that names the program, as a command or a path; if it is set and the program is not
    /// found, tests fail; if it is not set, they are skipped.
    /// </summary>
    private const string Variable = "METAMERS_BROWSER";

    private static readonly string[] Names = ["chromium", "chromium-browser", "google-chrome"];

    // Sound without a click; no sandbox, which root may not use; no requests to any host.
    private static readonly string[] Arguments =
    [
        "--autoplay-policy=no-user-gesture-required",
        "--no-sandbox",
        "--disable-gpu",
        "--disable-quic",
        "--no-first-run",
        "--disable-background-networking",
        "--disable-component-update",
        "--disable-sync",
    ];

    /// <summary>The program; null if none is installed.</summary>
    /// <exception cref="FileNotFoundException">The one named by the environment variable does not exist.</exception>
    private static string? Find()
    {
        string? named = Environment.GetEnvironmentVariable(Variable);
        IEnumerable<string> candidates =
            from name in string.IsNullOrEmpty(named) ? Names : [named]
            from folder in (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator)
            select Path.Combine(folder, name);
        return candidates.FirstOrDefault(File.Exists)
            ?? (
                string.IsNullOrEmpty(named)
                    ? null
                    : throw new FileNotFoundException(
                        $"{Variable} names the browser '{named}', which is neither a file nor a program on the PATH. "
                            + "Install chromium, or unset it."
                    )
            );
    }

    /// <summary>
    /// Starts the browser, opens a page and runs an action on it. Without a browser the test is skipped.
    /// </summary>
    public static async Task<T> With<T>(Func<IPage, Task<T>> use)
    {
        string? program = Find();
        Skip.When(
            program is null,
            $"No Chromium is installed (Debian: apt-get install chromium), and {Variable} names no other."
        );
        using IPlaywright playwright = await Playwright.CreateAsync();
        await using IBrowser browser = await playwright.Chromium.LaunchAsync(
            new()
            {
                ExecutablePath = program,
                Headless = true,
                Args = Arguments,
            }
        );
        return await use(await browser.NewPageAsync());
    }
}
