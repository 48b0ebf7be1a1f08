using System.Diagnostics;
using Metamers.Runtime;

namespace Metamers.Tests.Runtime;

public sealed class RemainsTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public void What_gone_processes_left_is_removed_and_what_lives_stays()
    {
        string path = folder["state.safetensors"];
        using Process gone = Process.Start("true");
        gone.WaitForExit();
        string living = Remains.NameFor(path);
        string[] parts = living.Split('.');
        string dead = string.Join('.', [.. parts[..^3], $"{gone.Id}", .. parts[^2..]]);
        string elsewhere = string.Join('.', [.. parts[..^4], "01234567", $"{gone.Id}", .. parts[^2..]]);
        string other = dead.Replace("state.safetensors", "state2.safetensors");
        string earlier = $"{path}.{Guid.NewGuid():N}.tmp";
        string[] all = [path, living, dead, elsewhere, other, earlier];
        Array.ForEach(all, file => File.WriteAllText(file, ""));

        Remains.Remove(path);
        Assert.Equal(all.Except([dead]).Order(), Directory.GetFiles(folder.Path).Order());

        Remains.Remove(path, file => file == elsewhere);
        Assert.Equal(all.Except([dead, elsewhere]).Order(), Directory.GetFiles(folder.Path).Order());
        Remains.Remove(folder["nowhere/file"]);
    }
}
