using System.Text.Json;
using Minsheng.Workflow.Activities.Ballots;
using Minsheng.Workflow.Activities.Rehearsal;
using Minsheng.Workflow.Engine;
using Minsheng.Workflow.Runtime.Commits;

namespace Minsheng.Workflow.Runtime.Demo;

/// <summary>Holds votes and ratings at the box: two passphrases, sealed slips, closing and opening, as in the hall.</summary>
internal sealed class DemoBallots(DemoOffice office, DemoAnswers answers)
{
    /// <summary>Answer to a ballot that is to be found open: half have voted.</summary>
    public const string StaysOpen = "Open";

    public async Task HoldAsync(string ballotId, RehearsalAnswer? answer, Dice dice)
    {
        var (sheet, chair, scrutineer, roll) = await office.Commits.RunAsync(session => Read(session, ballotId), CancellationToken.None);
        var present = Math.Min(answer?.Present ?? roll.Count - roll.Count * 3 / 100 - dice.Next(2), roll.Count);
        // Each key takes a while to make, on purpose.
        await Task.WhenAll(
            Task.Run(() => office.Ballots.OpenBoxAsync(ballotId, chair, DemoSeed.Password, present)),
            Task.Run(() => office.Ballots.OpenBoxAsync(ballotId, scrutineer, DemoSeed.Password, null)));
        var slips = sheet.Kind == BallotKind.Rating ? SlipMarking.Rating(sheet, present, answer, dice) : SlipMarking.Vote(sheet, Favour(sheet), present, answer, dice);
        var cast = answer?.Outcome == StaysOpen ? present / 2 : present;
        for (var index = 0; index < cast; index++)
            await office.Ballots.CastAsync(ballotId, roll[index], [.. slips[index].Marks.Select(mark => (int)mark)]);
        if (cast < present) return;
        await office.Ballots.CloseAsync(ballotId, scrutineer);
        await office.Ballots.UnsealAsync(ballotId, scrutineer, DemoSeed.Password);
        await office.Ballots.UnsealAsync(ballotId, chair, DemoSeed.Password);
    }

    private int[] Favour(BallotSheet sheet) =>
        [.. Enumerable.Range(0, sheet.Rows.Count).OrderByDescending(row => answers.MeritOf(sheet.Rows[row].ItemId))];

    private static (BallotSheet Sheet, string Chair, string Scrutineer, List<string> Roll) Read(WriteSession session, string ballotId)
    {
        var (sheet, chair, scrutineer) = session.First(
            $"SELECT sheet_json, chair_id, scrutineer_id FROM ballots WHERE id = {ballotId}",
            reader => (JsonSerializer.Deserialize<BallotSheet>(reader.GetString(0), Values.Json)!, reader.GetString(1), reader.GetString(2)));
        return (sheet, chair, scrutineer, session.Query($"SELECT person_id FROM ballot_roll WHERE ballot_id = {ballotId} ORDER BY person_id", reader => reader.GetString(0)));
    }
}
