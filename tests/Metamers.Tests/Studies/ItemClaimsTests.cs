using Metamers.Runtime;
using Metamers.Studies;

namespace Metamers.Tests.Studies;

public sealed class ItemClaimsTests : IDisposable
{
    private static readonly TimeSpan Lease = TimeSpan.FromSeconds(0.8);

    private readonly TemporaryFolder temporary = new();

    public void Dispose() => temporary.Dispose();

    [Fact]
    public void Of_many_who_ask_at_once_one_gets_it()
    {
        ItemClaims claims = new(temporary["claims"], TimeSpan.FromMinutes(1));
        for (int round = 0; round < 20; round++)
        {
            ItemClaim?[] got = new ItemClaim?[8];
            Parallel.For(
                0,
                got.Length,
                new ParallelOptions { MaxDegreeOfParallelism = got.Length },
                i => got[i] = claims.TryTake($"item-{round}")
            );
            using ItemClaim only = Assert.Single(got.OfType<ItemClaim>());
        }
    }

    [Fact]
    public void What_is_given_back_can_be_taken_at_once_and_what_is_done_stays_taken()
    {
        ItemClaims claims = new(temporary["claims"], TimeSpan.FromMinutes(1));
        using (ItemClaim first = claims.TryTake("item")!)
        {
            first.Report(7);
            Assert.Null(claims.TryTake("item"));
        }

        Assert.Null(claims.Look("item"));
        using (ItemClaim second = claims.TryTake("item")!)
        {
            second.Complete();
        }

        Assert.Null(claims.TryTake("item"));
        Assert.True(claims.Look("item")!.Value.Live);
        Assert.InRange(claims.Look("item")!.Value.Record.Seconds!.Value, 0, 60);
        Assert.Equal(
            (Environment.MachineName, Environment.ProcessId),
            (claims.Look("item")!.Value.Record.Machine, claims.Look("item")!.Value.Record.Process)
        );
    }

    [Fact]
    public void A_claim_without_a_sign_of_life_is_taken_over_after_the_lease_and_one_with_is_not()
    {
        ItemClaims claims = new(temporary["claims"], Lease);
        using ItemClaim alive = claims.TryTake("alive")!;
        temporary.Write("claims/dead/1", []); // as left by a worker that is killed immediately afterwards
        Assert.Null(claims.TryTake("dead"));
        Thread.Sleep(2 * Lease);
        using ItemClaim? taken = claims.TryTake("dead");
        Assert.NotNull(taken);
        Assert.Null(claims.TryTake("dead"));
        Assert.Null(claims.TryTake("alive"));
        Assert.Equal(["1", "2"], Directory.GetFiles(temporary["claims/dead"]).Select(Path.GetFileName).Order());
    }

    [Fact]
    public void A_claim_is_watched_for_a_lease_whatever_its_time_and_taken_at_once_from_a_process_that_is_gone()
    {
        ItemClaims claims = new(temporary["claims"], Lease);
        temporary.Write("claims/old/1", []);
        File.SetLastWriteTimeUtc(temporary["claims/old/1"], DateTime.UtcNow.AddDays(-9)); // by a clock that is wrong
        Assert.Null(claims.TryTake("old"));
        Thread.Sleep(Lease / 2);
        File.SetLastWriteTimeUtc(temporary["claims/old/1"], DateTime.UtcNow.AddDays(-8)); // it lives
        Assert.Null(claims.TryTake("old"));
        Thread.Sleep(Lease * 0.7);
        Assert.Null(claims.TryTake("old"));
        Thread.Sleep(Lease);
        using ItemClaim? taken = claims.TryTake("old");
        Assert.NotNull(taken);

        using System.Diagnostics.Process gone = System.Diagnostics.Process.Start("true");
        gone.WaitForExit();
        temporary.Write("claims/killed/1", []);
        new ClaimRecord("here", gone.Id, DateTimeOffset.Now, 3, null, Remains.Host).Write(temporary["claims/killed/1"]);
        temporary.Write("claims/elsewhere/1", []);
        new ClaimRecord("there", gone.Id, DateTimeOffset.Now, 3, null, "0").Write(temporary["claims/elsewhere/1"]);
        using ItemClaim? next = claims.TryTake("killed");
        Assert.NotNull(next);
        Assert.Null(claims.TryTake("elsewhere"));
    }

    [Fact]
    public void Who_was_taken_for_dead_learns_it_and_takes_nothing_back()
    {
        ItemClaims claims = new(temporary["claims"], Lease);
        ItemClaim slow = claims.TryTake("item")!;
        temporary.Write("claims/item/2", []);
        Assert.True(slow.Lost.WaitHandle.WaitOne(20 * Lease));
        slow.Dispose();
        Assert.Equal(["1", "2"], Directory.GetFiles(temporary["claims/item"]).Select(Path.GetFileName).Order());
    }
}
