using System.Data.Common;
using System.Globalization;
using System.Text.Json;
using Minsheng.Workflow.Activities.Ballots;
using Minsheng.Workflow.Engine;
using Minsheng.Workflow.Runtime.Commits;
using Minsheng.Workflow.Runtime.Facts;
using Minsheng.Workflow.Runtime.People;
using Minsheng.Workflow.Runtime.Storage.Rows;

namespace Minsheng.Workflow.Runtime.Ballots;

/// <summary>A ballot's row inside a session, and what everybody who touches it asks of it.</summary>
internal sealed record BallotBox(
    string Id, string JurisdictionId, string InstanceId, BallotSheet Sheet, string ChairId, string ScrutineerId, BallotState State, int Due, int? Present,
    byte[]? ChairKey, byte[]? ScrutineerKey, byte[]? ChairLocked, byte[]? ScrutineerLocked, int? Unreadable, int? PaperIssued)
{
    public bool IsPaperOnly => Sheet.Mode == VotingMode.Paper;

    /// <summary>Casts go on side by side; whoever changes the ballot's state waits for them and holds up later ones.</summary>
    public static BallotBox Lock(WriteSession session, string ballotId, bool alone)
    {
        if (alone) session.Exists($"SELECT 1 FROM ballots WHERE id = {ballotId} FOR UPDATE");
        else session.Exists($"SELECT 1 FROM ballots WHERE id = {ballotId} FOR SHARE");
        return Read(session, ballotId);
    }

    /// <summary>Locked alone, for somebody who works here.</summary>
    public static BallotBox Lock(WriteSession session, string ballotId, string personId)
    {
        var ballot = Lock(session, ballotId, alone: true);
        PeopleReader.RequireHere(session, personId, ballot.JurisdictionId, "票决", ballotId);
        return ballot;
    }

    public static BallotBox Read(WriteSession session, string ballotId, string personId)
    {
        var ballot = Read(session, ballotId);
        PeopleReader.RequireHere(session, personId, ballot.JurisdictionId, "票决", ballotId);
        return ballot;
    }

    public static BallotBox Read(WriteSession session, string ballotId) => session.First(
            $"SELECT id, jurisdiction_id, instance_id, sheet_json, chair_id, scrutineer_id, state, due, present, chair_public_key, scrutineer_public_key, chair_locked_key, scrutineer_locked_key, unreadable, paper_issued FROM ballots WHERE id = {ballotId}",
            reader => new BallotBox(
                reader.GetString(0), reader.GetString(1), reader.GetString(2), JsonSerializer.Deserialize<BallotSheet>(reader.GetString(3), Values.Json)!,
                reader.GetString(4), reader.GetString(5), reader.Name<BallotState>(6), reader.GetInt32(7), reader.Number(8),
                reader.BytesOrNull(9), reader.BytesOrNull(10), reader.BytesOrNull(11), reader.BytesOrNull(12), reader.Number(13), reader.Number(14)))
        ?? throw new NotFoundException("票决", ballotId);

    public void Expect(BallotState state, string otherwise)
    {
        if (State != state) throw new RefusedException("ballot-state", otherwise);
    }

    /// <returns>True for the chair, false for the chief scrutineer.</returns>
    public bool IsChair(string personId) =>
        personId == ChairId || (personId == ScrutineerId ? false : throw new NotAllowedException("票箱由主持人和总监票人共同保管。"));

    public bool IsKeeper(string personId) => personId == ChairId || personId == ScrutineerId;

    /// <summary>Whether the person holds one of these posts today.</summary>
    public bool Holds(WriteSession session, string personId, params string[] roles) =>
        PeopleReader.Jurisdiction(session, personId) == JurisdictionId
        && PeopleReader.Roles(session, personId, Places.Today(session, JurisdictionId)).Exists(roles.Contains);

    public int Cast(WriteSession session) => session.First(
        $"SELECT COUNT(*) FROM ballot_roll WHERE ballot_id = {Id} AND has_cast = {true}", Count);

    /// <summary>Those who may still cast here.</summary>
    public int Waiting(WriteSession session) => session.First(
        $"SELECT COUNT(*) FROM ballot_roll WHERE ballot_id = {Id} AND has_cast = {false} AND on_paper = {false} AND is_recused = {false}", Count);

    public int Recused(WriteSession session) => session.First(
        $"SELECT COUNT(*) FROM ballot_roll WHERE ballot_id = {Id} AND is_recused = {true}", Count);

    public static int Count(DbDataReader reader) => Convert.ToInt32(reader.GetValue(0), CultureInfo.InvariantCulture);
}
