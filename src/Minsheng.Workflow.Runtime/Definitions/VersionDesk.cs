using Minsheng.Workflow.Engine.Definitions;
using Minsheng.Workflow.Runtime.Audit;
using Minsheng.Workflow.Runtime.Commits;
using Minsheng.Workflow.Runtime.Facts;
using Minsheng.Workflow.Runtime.Processes;
using Minsheng.Workflow.Runtime.Storage.Rows;

namespace Minsheng.Workflow.Runtime.Definitions;

/// <summary>What came of asking for a version to be published.</summary>
public enum ReleaseOutcome
{
    InForce,

    /// <summary>From its day on.</summary>
    Scheduled,

    /// <summary>Once a second person agrees.</summary>
    Proposed,
}

/// <summary>How a version comes into force: with a reason, if the place wants it with a second person, at once or from a day. Cycles under way stay on theirs.</summary>
public sealed class VersionDesk(CommitQueue commits, DefinitionLibrary library)
{
    /// <param name="effectiveOn">Cycles started from this day on take it; null for at once.</param>
    /// <exception cref="InvalidDefinitionException">Everything that keeps it from being published.</exception>
    public Task<ReleaseOutcome> ReleaseAsync(string place, string versionId, string by, string reason, DateOnly? effectiveOn = null, CancellationToken cancellation = default) =>
        commits.RunAsync(session => Release(session, place, versionId, by, reason, effectiveOn), cancellation);

    /// <summary>The second person agrees.</summary>
    public Task<ReleaseOutcome> ApproveAsync(string place, string versionId, string by, CancellationToken cancellation = default) => commits.RunAsync(session =>
    {
        ProcessDesk.RequireOffice(session, place, by, "审核方案");
        var version = RequireState(session, place, versionId, DefinitionState.Proposed, "这一版现在不等审核，可能已由他人审核或收回，请刷新。");
        if (version.ProposedBy == by) throw new NotAllowedException("提请和审核不能是同一个人；请人大办的另一位工作人员审核。");
        AuditLog.Write(session, place, by, "definition-approved", version.DefinitionId, new { version = version.Number, proposedBy = version.ProposedBy, version.Reason });
        var outcome = Settle(session, version, by);
        VersionNews.Approved(session, version, by, outcome);
        return outcome;
    }, cancellation);

    /// <summary>The second person sends it back, the proposer takes it back, or a day to come is called off: it is a draft again.</summary>
    public Task ReturnAsync(string place, string versionId, string by, string reason, CancellationToken cancellation = default) => commits.RunAsync(session =>
    {
        ProcessDesk.RequireOffice(session, place, by, "退回方案");
        var version = Read(session, place, versionId);
        if (version.State is not (DefinitionState.Proposed or DefinitionState.Scheduled)) throw new RefusedException("not-waiting", "这一版现在不等审核，也不等生效，可能已由他人办理，请刷新。");
        var words = VersionRules.Reason(reason, version.State == DefinitionState.Proposed ? "退回" : "取消生效");
        session.Execute($"UPDATE definition_versions SET state = {DefinitionState.Draft}, returned = {words}, effective_on = NULL WHERE id = {versionId}");
        AuditLog.Write(session, place, by, "definition-returned", version.DefinitionId, new { version = version.Number, was = version.State.ToString(), reason = words });
        VersionNews.Returned(session, version, by, words);
    }, cancellation);

    /// <summary>Takes an older version, or one of the shelf, as a new draft: nothing that was is rewritten.</summary>
    public Task<ImportedDefinition> RestoreAsync(string place, string versionId, string by, CancellationToken cancellation = default) => commits.RunAsync(session =>
    {
        ProcessDesk.RequireOffice(session, place, by, "恢复旧版");
        var old = session.First(
            $"SELECT digest, version, definition_id FROM definition_versions WHERE id = {versionId} AND jurisdiction_id IN ({place}, {DefinitionLibrary.Shelf})",
            reader => (Digest: reader.GetString(0), Number: reader.GetInt32(1), DefinitionId: reader.GetString(2)));
        if (old.Digest is null) throw new NotFoundException("方案版本", versionId);
        if (session.Exists($"SELECT 1 FROM definition_versions WHERE jurisdiction_id = {place} AND definition_id = {old.DefinitionId} AND state = {DefinitionState.Published} AND digest = {old.Digest}"))
            throw new RefusedException("same-version", "现在用的就是这一版的内容，不用恢复。");
        var bytes = session.First($"SELECT bytes FROM definition_files WHERE digest = {old.Digest}", reader => reader.Bytes(0))!;
        var made = library.Import(session, ElsaJson.Read(bytes), bytes, place, by, again: true);
        session.Execute($"UPDATE definition_versions SET restored_from = {old.Number} WHERE id = {made.VersionId}");
        AuditLog.Write(session, place, by, "definition-restored", old.DefinitionId, new { version = made.Version, from = old.Number });
        return made;
    }, cancellation);

    internal ReleaseOutcome Release(WriteSession session, string place, string versionId, string by, string reason, DateOnly? effectiveOn)
    {
        ProcessDesk.RequireOffice(session, place, by, "发布方案");
        var version = Read(session, place, versionId);
        if (Refusal(version.State) is { } refusal) throw new RefusedException("not-a-draft", refusal);
        var words = VersionRules.Reason(reason, "发布");
        var day = VersionRules.Day(effectiveOn, Places.Today(session, place));
        library.RequirePublishable(session, DefinitionFiles.Read(session, version.Digest), place);
        session.Execute($"UPDATE definition_versions SET reason = {words}, proposed_by = {by}, proposed_at = {session.Now}, approved_by = NULL, approved_at = NULL, effective_on = {day}, returned = NULL WHERE id = {versionId}");
        version = Read(session, place, versionId);
        if (by == ProcessDesk.System || !VersionRules.NeedsSecondPerson(session, place)) return Settle(session, version, by);
        session.Execute($"UPDATE definition_versions SET state = {DefinitionState.Proposed} WHERE id = {versionId}");
        AuditLog.Write(session, place, by, "definition-proposed", version.DefinitionId, new { version = version.Number, digest = version.Digest, reason = words, effectiveOn = day });
        VersionNews.Proposed(session, version, by);
        return ReleaseOutcome.Proposed;
    }

    /// <summary>Brings what is due into force.</summary>
    /// <param name="onlyAt">One place; null for all.</param>
    internal void TakeEffect(WriteSession session, string? onlyAt = null)
    {
        // A day begins first in the easternmost zone.
        var latest = DateOnly.FromDateTime(session.Now.UtcDateTime.AddHours(14));
        var due = session.Query(
            $"SELECT id, jurisdiction_id FROM definition_versions WHERE state = {DefinitionState.Scheduled} AND effective_on <= {latest} ORDER BY effective_on, version",
            reader => (Id: reader.GetString(0), Place: reader.GetString(1)));
        foreach (var (id, place) in due)
        {
            if (onlyAt is not null && place != onlyAt) continue;
            var version = Read(session, place, id);
            if (version.EffectiveOn > Places.Today(session, place)) continue;
            try
            {
                library.Publish(session, id, ProcessDesk.System, version.Reason);
            }
            catch (Engine.InvalidDefinitionException refused)
            {
                var why = $"到生效那天检查出 {refused.Problems.Count(problem => problem.IsError)} 处必须改：{refused.Problems.First(problem => problem.IsError).Message}";
                session.Execute($"UPDATE definition_versions SET state = {DefinitionState.Draft}, returned = {why}, effective_on = NULL WHERE id = {id}");
                AuditLog.Write(session, place, ProcessDesk.System, "definition-returned", version.DefinitionId, new { version = version.Number, reason = why });
                VersionNews.Returned(session, version, ProcessDesk.System, why);
            }
        }
    }

    private ReleaseOutcome Settle(WriteSession session, StoredVersion version, string by)
    {
        session.Execute($"UPDATE definition_versions SET approved_by = {by}, approved_at = {session.Now} WHERE id = {version.Id}");
        if (version.EffectiveOn is not { } day || day <= Places.Today(session, version.Place))
        {
            library.Publish(session, version.Id, by, version.Reason);
            return ReleaseOutcome.InForce;
        }
        library.RequirePublishable(session, DefinitionFiles.Read(session, version.Digest), version.Place);
        session.Execute($"UPDATE definition_versions SET state = {DefinitionState.Scheduled} WHERE id = {version.Id}");
        AuditLog.Write(session, version.Place, by, "definition-scheduled", version.DefinitionId, new { version = version.Number, digest = version.Digest, effectiveOn = day, version.Reason });
        return ReleaseOutcome.Scheduled;
    }

    private static string? Refusal(DefinitionState state) => state switch
    {
        DefinitionState.Draft => null,
        DefinitionState.Published => "这一版正在用，没有新的改动，不用再发布。",
        DefinitionState.Proposed => "这一版已经提请审核，请等另一位工作人员审核，或先收回再改。",
        DefinitionState.Scheduled => "这一版已经定了生效日期；要改日期或原因，请先取消生效。",
        _ => "这一版已经停用；要再用它，请点“恢复成新的一版”，再发布新的一版。",
    };

    private static StoredVersion RequireState(WriteSession session, string place, string versionId, DefinitionState state, string refusal) =>
        Read(session, place, versionId) is var version && version.State == state ? version : throw new RefusedException("other-state", refusal);

    private static StoredVersion Read(WriteSession session, string place, string versionId) => session.First(
        $"SELECT id, jurisdiction_id, definition_id, version, digest, state, reason, proposed_by, proposed_at, effective_on FROM definition_versions WHERE id = {versionId} AND jurisdiction_id = {place}",
        reader => new StoredVersion(
            reader.GetString(0), reader.GetString(1), reader.GetString(2), reader.GetInt32(3), reader.GetString(4), reader.Name<DefinitionState>(5),
            reader.Text(6), reader.Text(7), reader.TimeOrNull(8), reader.DayOrNull(9))) ?? throw new NotFoundException("方案版本", versionId);
}

internal sealed record StoredVersion(
    string Id, string Place, string DefinitionId, int Number, string Digest, DefinitionState State, string? Reason, string? ProposedBy, DateTimeOffset? ProposedAt, DateOnly? EffectiveOn);
