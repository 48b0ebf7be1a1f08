using System.Diagnostics.CodeAnalysis;

namespace Metamers.Tests;

/// <summary>
/// Skips a test and prints the reason, which the console's output of <c>dotnet test</c> leaves out for
/// <see cref="Assert.Skip"/> alone.
/// </summary>
internal static class Skip
{
    public static void When([DoesNotReturnIf(true)] bool condition, string reason)
    {
        if (condition)
        {
            Because(reason);
        }
    }

    public static void Unless([DoesNotReturnIf(false)] bool condition, string reason) => When(!condition, reason);

    [DoesNotReturn]
    public static void Because(string reason)
    {
        TestContext.Current.SendDiagnosticMessage("{0} is skipped. {1}", TestName, reason);
        Assert.Skip(reason);
    }

    private static string TestName => TestContext.Current.Test?.TestDisplayName ?? "A test";
}
