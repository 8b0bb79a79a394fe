using System.Text.Json;
using Minsheng.Workflow.Activities.Ballots;
using Minsheng.Workflow.Engine;
using Minsheng.Workflow.Runtime.Commits;

namespace Minsheng.Workflow.Runtime.Ballots;

/// <summary>The two entries of a ballot's paper figures. They live from the first entry to the combined count and are then destroyed.</summary>
internal static class PaperEntries
{
    public const int Needed = 2;

    public static List<(string PersonId, PaperTotals Totals)> Read(WriteSession session, string ballotId) => session.Query(
        $"SELECT person_id, figures_json FROM ballot_entries WHERE ballot_id = {ballotId} ORDER BY person_id",
        reader => (reader.GetString(0), JsonSerializer.Deserialize<PaperTotals>(reader.GetString(1), Values.Json)!));

    public static void Write(WriteSession session, BallotBox ballot, string personId, PaperTotals totals)
    {
        session.Execute($"DELETE FROM ballot_entries WHERE ballot_id = {ballot.Id} AND person_id = {personId}");
        session.Execute($"INSERT INTO ballot_entries (ballot_id, person_id, jurisdiction_id, figures_json, at) VALUES ({ballot.Id}, {personId}, {ballot.JurisdictionId}, {JsonSerializer.Serialize(totals, Values.Json)}, {session.Now})");
        session.Scrub();
    }

    public static void Destroy(WriteSession session, string ballotId)
    {
        session.Execute($"DELETE FROM ballot_entries WHERE ballot_id = {ballotId}");
        session.Scrub();
    }

    /// <summary>The figures both people entered; null while one is missing or they differ.</summary>
    public static PaperTotals? Agreed(BallotSheet sheet, IReadOnlyList<PaperTotals> entries) =>
        entries is [var first, var second] && PaperSheet.Compare(sheet, first, second).Count == 0 ? first : null;
}
