using Metamers.Runtime;

namespace Metamers.Tests;

/// <summary>Compares a text with an approved one in the folder Approvals.</summary>
internal static class Approval
{
    private const string Approve = "METAMERS_APPROVE";

    /// <summary>Fails with the differing lines, or writes the text if METAMERS_APPROVE is 1.</summary>
    public static void Check(string file, string received)
    {
        string folder = Path.Combine(Checkout.Folder!, "tests", "Metamers.Tests", "Approvals");
        string path = Path.Combine(folder, file);
        if (Environment.GetEnvironmentVariable(Approve) == "1")
        {
            AtomicFile.WriteText(path, received);
            return;
        }

        string[] approved = File.Exists(path) ? File.ReadAllLines(path) : [];
        string[] lines = received.Split('\n')[..^1];
        if (!approved.SequenceEqual(lines))
        {
            string[] differences =
            [
                .. approved.Except(lines).Select(line => $"- {line}"),
                .. lines.Except(approved).Select(line => $"+ {line}"),
            ];
            Assert.Fail(
                $"{path} differs (- approved, + now; the order of lines counts "
                    + $"too):\n{string.Join('\n', differences)}\n"
                    + $"If the change is intended, run the test with {Approve}=1 and commit the file."
            );
        }
    }
}
