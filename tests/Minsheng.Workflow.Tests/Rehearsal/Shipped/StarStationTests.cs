using Minsheng.Workflow.Activities.Rehearsal;

namespace Minsheng.Workflow.Tests.Rehearsal;

/// <summary>渭源“五星级家室站”: five standards, ninety points.</summary>
public sealed class StarStationTests
{
    private const string Id = "star-station";

    private const string Applications = """
        "apply": {"values": {"stations": [
            {"name": "会川镇人大代表之家", "kind": "人大代表之家", "place": "会川镇"},
            {"name": "上湾镇尖山村人大代表工作室", "kind": "人大代表工作室", "place": "上湾镇"}]} }
        """;

    private static RehearsalReport Play(string answers) => Year.Of(Id, new DateOnly(2026, 3, 2), $"{{{Applications}, {answers}}}");

    [Fact]
    public void A_station_with_ninety_points_is_five_star_one_with_eighty_nine_point_nine_is_not()
    {
        var report = Play("""
            "assess": {"scores": {"会川镇人大代表之家": 90.0, "上湾镇尖山村人大代表工作室": 89.9} },
            "confirm": {"values": {"stations": [{"name": "会川镇人大代表之家", "kind": "人大代表之家"}]} }
            """);

        report.ShouldBeFinishedWithoutRefusals();
        report.Order().ShouldBe(["year-plan", "apply", "assess", "feed-back", "confirm", "publish", "review-date", "yearly-review"]);
        report.Ratings.Select(rating => (rating.Title, rating.Rule, rating.Percent, rating.Outcome)).ShouldBe(
            [("会川镇人大代表之家", "R-STAR", 90.0m, "Satisfied"), ("上湾镇尖山村人大代表工作室", "R-STAR", 89.9m, "Unsatisfied")]);
        var list = report.Documents.ShouldHaveSingleItem().Body;
        list.ShouldContain("1. 会川镇人大代表之家（人大代表之家）");
        list.ShouldNotContain("尖山村");
    }

    [Fact]
    public void Where_all_reach_it_nobody_is_told_what_is_wanting()
    {
        var report = Play("""
            "assess": {"scores": {"会川镇人大代表之家": 96, "上湾镇尖山村人大代表工作室": 91.5} }
            """);

        report.ShouldBeFinishedWithoutRefusals();
        report.Order().ShouldNotContain("feed-back");
    }

    [Fact]
    public void The_plan_of_2024_is_the_default_and_the_review_comes_a_year_later()
    {
        var report = Play("\"feed-back\": {}");

        report.Tasks("year-plan").Single().Text.ShouldContain("人大代表之家 3 个、人大代表工作室 20 个、人大代表联络站 2 个");
        report.Day("yearly-review").ShouldStartWith("2027-03-");
    }

    [Fact]
    public void It_is_assessed_by_the_five_standards()
    {
        foreach (var standard in (string[])["设施完备、环境优美", "组织健全、管理到位", "制度完善、资料齐全", "活动经常、富有特色", "成效显著、群众满意"])
            Shipped.Text($"{Id}.json").ShouldContain($"\"{standard}\"");
    }
}
