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
