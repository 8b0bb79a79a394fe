using Minsheng.Workflow.Activities.Design;
using Minsheng.Workflow.Activities.Facts;
using Minsheng.Workflow.Host.Tests.Stores;
using Minsheng.Workflow.Host.Tests.Web;
using Minsheng.Workflow.Runtime.Definitions;
using Minsheng.Workflow.Runtime.Queries;
using Minsheng.Workflow.Web.Account;
using Minsheng.Workflow.Web.Components.Pages.Design;

namespace Minsheng.Workflow.Host.Tests.Design;

/// <summary>Acts that a browser sends once the line is back: done to the step they were meant for, once and in order.</summary>
public sealed class DesignActTests(TwoCounties counties) : IClassFixture<TwoCounties>
{
    private const string Window = "window";

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    private DesignDesk Desk => counties.Get<DesignDesk>();

    /// <summary>The page as it is opened, or opened anew: the clock that would keep the draft stands still.</summary>
    private async Task<DesignSession> OpenAsync(string id)
    {
        var open = (await Desk.OpenAsync(TwoCounties.Here, id, TwoCounties.Clerk, Ct)).ShouldNotBeNull();
        var me = new SignedIn(new PersonFact(TwoCounties.Clerk, "工作人员", "", ""), TwoCounties.Here, "县", []);
        var session = new DesignSession(open, DesignPicks.None, me, Desk, counties.Get<DesignNews>(), new ManualClock(DateTimeOffset.UnixEpoch), work => work());
        session.Acts.Begin(Window, open.Windows.GetValueOrDefault(Window));
        return session;
    }

    private async Task<DesignSession> DrawAsync(string id)
    {
        await counties.PublishAsync(Flows.Sequence(id, Flows.Line("a", "甲"), Flows.Line("b", "乙"), Flows.Line("c", "丙")));
        return await OpenAsync(id);
    }

    private static DesignAct On(string line, string kind) => new(kind) { Line = line };

    private static string Read(DesignSession session) => string.Join(' ', session.Outline.Outline.Lines.Select(line => line.Address.Path));

    [Fact]
    public async Task An_act_finds_its_line_wherever_an_earlier_one_has_put_it()
    {
        await using var session = await DrawAsync("acts-find");

        // Whoever is cut off still sees the line where it was.
        session.Take(1, On("b", "in"));
        session.Take(2, On("b", "rename") with { Text = "改过的" });
        session.Take(3, On("b", "out"));
        session.Take(4, On("b", "down"));

        var line = session.Outline.Known("b").ShouldNotBeNull();
        (line.Address.Path, line.Title).ShouldBe(("b", "改过的"));
        Read(session).ShouldEndWith("c b");
    }

    [Fact]
    public async Task An_act_on_a_line_that_is_gone_takes_nothing_else_with_it_and_says_so()
    {
        await using var session = await DrawAsync("acts-gone");
        session.Take(1, On("b", "in"));
        var inside = session.Outline.Known("b")!.Address;
        session.Take(2, On(inside.Path, "remove"));
        var left = Read(session);

        session.Take(3, On(inside.Path, "remove"));

        Read(session).ShouldBe(left);
        (session.IsRefusal, session.Said).ShouldBe((true, "这一步已经不在方案里，没有改动"));
    }

    [Fact]
    public async Task What_is_cut_and_pasted_is_never_in_neither_place()
    {
        await using var session = await DrawAsync("acts-carried");

        session.Take(1, On("a", "carry") with { From = "a" });
        session.IsRefusal.ShouldBeTrue();
        Read(session).ShouldBe("a b c");

        session.Take(2, On("c", "carry") with { From = "a" });
        Read(session).ShouldStartWith("b c ");
        session.Outline.Outline.Lines.Count.ShouldBe(3);
        session.Take(3, new DesignAct("undo") { Line = "c" });
        Read(session).ShouldBe("a b c");
    }

    [Fact]
    public async Task What_the_server_lost_with_its_process_is_put_in_once_more_and_the_rest_is_not()
    {
        DesignAct[] acts = [On("c", "up"), On("a", "rename") with { Text = "一" }, On("c", "up"), On("b", "rename") with { Text = "二" }];
        await using (var before = await DrawAsync("acts-killed"))
        {
            before.Take(1, acts[0]);
            before.Take(2, acts[1]);
            (await before.SaveAsync()).ShouldBeTrue();
        }

        await using var after = await OpenAsync("acts-killed");
        for (var number = 1; number <= acts.Length; number++) after.Take(number, acts[number - 1]);

        Read(after).ShouldBe("c a b");
        after.Outline.Known("b")!.Title.ShouldBe("二");
        after.Acts.Taken.ShouldBe(4);
    }
}
