using Metamers.Reports.Making;

namespace Metamers.Tests.Reports;

public sealed class TimeLeftTests
{
    [Fact]
    public void What_an_earlier_run_did_is_no_work_of_this_one()
    {
        TimeLeft left = new();
        Assert.Null(left.After("checks", 0, Seconds(0)));
        Assert.Null(left.After("layer4", 0.8, Seconds(10))); // the stages before were kept
        Assert.Null(left.After("layer4", 0.805, Seconds(15)));
        Assert.Equal(185, left.After("layer4", 0.815, Seconds(25))!.Value.TotalSeconds, 6); // a thousandth a second
        Assert.Equal(100, left.After("judges", 0.9, Seconds(26))!.Value.TotalSeconds, 6); // some were kept
    }

    [Fact]
    public void A_moment_tells_nothing_of_the_pace()
    {
        TimeLeft left = new();
        left.After("nulls", 0.01, Seconds(0));
        Assert.Null(left.After("nulls", 0.05, Seconds(1)));
    }

    private static TimeSpan Seconds(double seconds) => TimeSpan.FromSeconds(seconds);
}
