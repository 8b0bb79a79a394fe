using System.Text.Json.Nodes;
using Minsheng.Workflow.Activities.Rehearsal;
using Minsheng.Workflow.Engine.Definitions;

namespace Minsheng.Workflow.Tests.Rehearsal;

/// <summary>The shipped county procedure, its vote held by other bodies and other rules.</summary>
public sealed class BallotRehearsalTests
{
    private static RehearsalReport Play(JsonObject inputs, string answers = "{}")
    {
        var json = JsonNode.Parse(Shipped.Text("zhashui-three-reviews.json"))!.AsObject();
        var ballot = json["root"]!["activities"]!.AsArray().Single(step => step!["type"]!.ToString() == "Minsheng.Ballot")!.AsObject();
        ballot.Remove("voters");
        foreach (var (name, value) in inputs)
            ballot[name] = new JsonObject { ["typeName"] = "String", ["expression"] = new JsonObject { ["type"] = "Literal", ["value"] = value!.DeepClone() } };
        return Shipped.PlayToTheVote(answers, plan => plan with { Definition = new WorkflowDefinition(json) });
    }

    private static void IsPlayed(RehearsalReport report) => report.Events.ShouldNotContain(line => line.Kind == "refused" || line.Kind == "fault");

    [Fact]
    public void A_ranking_ballot_fills_all_seats()
    {
        var report = Play(new JsonObject { ["ballotType"] = "Rank" });

        IsPlayed(report);
        var ballot = report.Ballots.ShouldHaveSingleItem();
        (ballot.Outcome, ballot.Options[1]).ShouldBe(("Adopted", "名次和"));
        ballot.Rows.Where(row => row.Adopted).Max(row => row.Counts[1]).ShouldBeLessThan(ballot.Rows.Where(row => !row.Adopted).Min(row => row.Counts[1]));
        report.Items.Adopted.ShouldBe(10);
    }

    [Fact]
    public void A_ranking_ballot_ties_and_falls_short_when_told_to()
    {
        Play(new JsonObject { ["ballotType"] = "Rank" }, """{"ballot": [{"tie": 3}]}""").Ballots.Select(ballot => (ballot.Outcome, ballot.Seats, ballot.Rows.Count))
            .ShouldBe([("Tie", 10, 12), ("Adopted", 1, 3)]);
        Play(new JsonObject { ["ballotType"] = "Rank" }, """{"ballot": [{"shortfall": 2}]}""").Ballots.Select(ballot => (ballot.Outcome, ballot.Seats, ballot.Rows.Count))
            .ShouldBe([("Shortfall", 10, 12), ("Adopted", 2, 4)]);
    }

    [Fact]
    public void A_standing_committee_votes_by_its_own_roll()
    {
        var report = Play(new JsonObject { ["votingBody"] = "StandingCommittee", ["quorum"] = "过半数" }, """{"ballot": [{"present": 13}]}""");

        IsPlayed(report);
        var ballot = report.Ballots.ShouldHaveSingleItem();
        (ballot.Due, ballot.Present, ballot.ApprovalsNeeded, ballot.Outcome).ShouldBe((25, 13, 13, "Adopted"));
    }

    [Fact]
    public void A_street_council_picks_and_the_party_working_committee_confirms()
    {
        var report = Play(new JsonObject { ["votingBody"] = "StreetCouncil", ["confirmation"] = "PartyWorkCommittee" });

        IsPlayed(report);
        report.Ballots.ShouldHaveSingleItem().Due.ShouldBe(25);
        report.Events.ShouldContain(line => line.Text.Contains("街道党工委确认票选结果：确认 10 项，不予确认 0 项。"));
        report.Items.Adopted.ShouldBe(10);
    }

    [Fact]
    public void Recused_deputies_are_off_the_roll_and_seats_can_wait_for_the_next_session()
    {
        Play([], """{"ballot": [{"recused": 3}]}""").Ballots.ShouldHaveSingleItem().Due.ShouldBe(190);

        var report = Play(new JsonObject { ["shortfall"] = "NextSession" }, """{"ballot/Ballot": [{"shortfall": 2}], "ballot/NextSession": [{"values": {"meetingDate": "2026-05-20"}}]}""");
        IsPlayed(report);
        report.Ballots.Select(ballot => (ballot.At.Date >= new DateTime(2026, 5, 20), ballot.Seats)).ShouldBe([(false, 10), (true, 2)]);
    }
}
