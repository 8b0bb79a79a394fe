using System.Text.Json.Nodes;
using Minsheng.Workflow.Activities.Ballots;
using Minsheng.Workflow.Activities.Calendars;
using Minsheng.Workflow.Activities.Design;
using Minsheng.Workflow.Activities.Facts;
using Minsheng.Workflow.Tests.Rehearsal;

namespace Minsheng.Workflow.Tests.Design;

/// <summary>What the designer says about the figures of a vote while they are filled in.</summary>
public sealed class BallotHelpTests
{
    internal static readonly DesignPlace Place = new("柞水县", JurisdictionLevel.County, new Dates(TimeZoneInfo.CreateCustomTimeZone("UTC+8", TimeSpan.FromHours(8), null, null), WorkingCalendar.Shipped),
        new DateTimeOffset(2026, 11, 22, 1, 0, 0, TimeSpan.Zero), Year: 2027, Deputies: 193, Members: 29);

    private static (ProcedureDesign Design, StepAddress At) Vote(string inputs, string ways = "")
    {
        var design = ProcedureDesign.Open($$$"""
            {"definitionId":"v","name":"票决","inputs":[{"type":"Int32","name":"seats","displayName":"应选项目数","defaultValue":10}],
             "root":{"id":"root","type":"Elsa.Flowchart","activities":[
              {"id":"vote","type":"Minsheng.Ballot","metadata":{"displayText":"票决"},{{{inputs}}}},
              {"id":"notice","type":"Minsheng.Announce","metadata":{"displayText":"公告"}}],
              "connections":[{{{ways}}}]}}
            """);
        return (design, new StepAddress("", "vote"));
    }

    private static string Is(string name, string value) => $$$"""
        "{{{name}}}":{"typeName":"String","expression":{"type":"Literal","value":{{{value}}}}}
        """;

    private static BallotHelp Of(params (string Name, string Value)[] inputs)
    {
        var (design, at) = Vote(string.Join(',', inputs.Select(input => Is(input.Name, input.Value))));
        return BallotHelp.Of(design, at, Place);
    }

    [Fact]
    public void Twenty_to_thirty_per_cent_of_ten_seats_are_twelve_to_thirteen_candidates()
    {
        var help = Of(("seats", "10"), ("ratioMin", "\"20%\""), ("ratioMax", "\"30%\""));

        help.Band.ShouldBe("应选 10 项，候选须 12 至 13 项");
        help.IsImpossible.ShouldBeFalse();
        help.Sums.ShouldBe(["10 席 × 20% → 候选 12", "10 席 × 30% → 候选 13"]);
    }

    [Fact]
    public void Twenty_per_cent_without_an_upper_end_is_a_least_number_by_either_base()
    {
        Of(("seats", "10"), ("ratioMin", "\"20%\"")).Band.ShouldBe("应选 10 项，候选不少于 12 项");

        var byCandidates = Of(("seats", "10"), ("ratioMin", "\"20%\""), ("base", "\"Candidates\""));
        byCandidates.Band.ShouldBe("应选 10 项，候选不少于 13 项");
        byCandidates.Sums.ShouldBe(["10 席，差额占候选的 20% → 候选 13"]);
    }

    [Fact]
    public void Twelve_for_ten_is_exactly_twenty_per_cent() =>
        Of(("seats", "10"), ("ratioMin", "\"20%\""), ("ratioMax", "\"20%\"")).Band.ShouldBe("应选 10 项，候选须正好 12 项");

    [Fact]
    public void Where_no_number_fits_the_band_it_says_so_and_what_would_come_closest()
    {
        var help = Of(("seats", "3"), ("ratioMin", "\"20%\""), ("ratioMax", "\"30%\""));

        help.IsImpossible.ShouldBeTrue();
        help.Band.ShouldBe("应选 3 个时，没有一个候选项目数能使差额比例落在 20% 至 30% 之间；建议候选 4 个，差额比例为 33.3%。");
    }

    [Fact]
    public void Seats_may_come_from_a_setting_of_the_year_or_from_an_expression()
    {
        var (design, at) = Vote("""
            "seats":{"typeName":"Int32","expression":{"type":"Input","value":{"name":"seats"}}}
            """);
        BallotHelp.Of(design, at, Place).Band.ShouldBe("应选 10 项，候选不少于 12 项");

        design.SetInput(at, "seats", InputValue.OfScript(null, "getSeats() / 2", typeof(int)));
        BallotHelp.Of(design, at, Place).Band.ShouldBe("应选 5 项，候选不少于 6 项");
    }

    [Fact]
    public void The_majority_is_told_in_figures_for_the_roll_of_the_place_and_for_any_number_tried()
    {
        var help = Of(("seats", "10"));

        help.HeadCount.ShouldBe(193);
        help.Majority(193).ShouldBe("代表 193 人，过半数须 97 票；到会 129 人才能开会。");
        help.Majority(327).ShouldBe("代表 327 人，过半数须 164 票；到会 218 人才能开会。");
        help.Sources.ShouldContain("全体的过半数：地方组织法第二十五条");
        Of(("seats", "10"), ("majorityBase", "\"Present\"")).Majority(314).ShouldStartWith("代表 314 人全部到会时，过半数须 158 票");
        Of(("seats", "10"), ("majorityBase", "\"None\"")).Majority(193).ShouldStartWith("不要求过半数");
        var committee = Of(("seats", "10"), ("votingBody", "\"StandingCommittee\""));
        committee.Majority(committee.HeadCount).ShouldBe("组成人员 29 人，过半数须 15 票；到会 15 人才能开会。");
    }

    [Fact]
    public void Every_end_of_the_vote_is_told_with_where_it_leads_and_an_open_one_stands_out()
    {
        var (design, at) = Vote(Is("seats", "10"), """
            {"source":{"activity":"vote","port":"Adopted"},"target":{"activity":"notice","port":"In"}},{"source":{"activity":"vote","port":"Shortfall"},"target":{"activity":"vote","port":"In"}}
            """);

        BallotEnd.Of(design, at, Place).Select(end => (end.Name, end.Leads, end.IsOpen)).ShouldBe(
        [
            ("选出 10 项", "公告", false),
            ("出现同票", "同票项再投一次，再同票由主席团决定", false),
            ("选不足", "重新票决缺额", false),
            ("作废", "没有下一步", true),
        ]);

        design.Connect("", "vote", "Void", "vote");
        BallotEnd.Of(design, at, Place)[^1].ShouldBe(new BallotEnd("作废", "重新投票", false));
        design.SetInput(at, "shortfall", InputValue.OfConstant(null, JsonValue.Create("AcceptFewer"), typeof(ShortfallPolicy)));
        BallotEnd.Of(design, at, Place)[2].Leads.ShouldBe("不再补足，公告");
    }

    [Fact]
    public void The_shipped_vote_of_Zhashui_says_twelve_for_ten()
    {
        var design = ProcedureDesign.Open(File.ReadAllText(Path.Combine(Shipped.Folder(), "zhashui-three-reviews.json")));

        BallotHelp.Of(design, new StepAddress("", "ballot"), Place).Sums.ShouldBe(["10 席 × 20% → 候选 12"]);
        BallotEnd.Of(design, new StepAddress("", "ballot"), Place).ShouldNotContain(end => end.IsOpen);
    }
}
