using Minsheng.Workflow.Activities.Calendars;
using Minsheng.Workflow.Activities.Effects;
using Minsheng.Workflow.Activities.Items;
using Minsheng.Workflow.Engine.Running;
using Minsheng.Workflow.Runtime.Audit;
using Minsheng.Workflow.Runtime.Commits;
using Minsheng.Workflow.Runtime.Facts;
using Minsheng.Workflow.Runtime.Storage.Rows;

namespace Minsheng.Workflow.Runtime.Processes;

/// <summary>Carries out what supervision decides: findings, changes, finishing and carrying over. What has been written before is not written again.</summary>
internal static class SupervisionWriter
{
    /// <returns>What the run's story says about a finding, unless it was written before. Of the rest the steps tell in their own words.</returns>
    public static string? Write(WriteSession session, Run run, Effect effect, string actor)
    {
        switch (effect)
        {
            case OpenFinding finding: return Open(session, run, finding, actor);
            case AdvanceFinding advance: return Advance(session, run, advance, actor);
            case ChangeProject change: Change(session, run, change, actor); break;
            case FinishProject finished: Finish(session, run, finished, actor); break;
            case CarryOver carried: Carry(session, run, carried, actor); break;
        }
        return null;
    }

    private static string? Open(WriteSession session, Run run, OpenFinding finding, string actor)
    {
        if (finding.ItemId is { } itemId) CycleOf(session, run, itemId);
        if (session.Execute($"INSERT INTO findings (id, jurisdiction_id, cycle_id, instance_id, item_id, kind, title, text, issued_by, issued_to, state, due, issued) VALUES ({finding.FindingId}, {run.JurisdictionId}, {run.CycleId}, {run.Id}, {finding.ItemId}, {finding.Kind}, {finding.Title}, {finding.Text}, {finding.IssuedBy}, {finding.IssuedTo}, {FindingState.Open}, {finding.Due}, {session.Now}) ON CONFLICT DO NOTHING") == 0)
            return null;
        AuditLog.Write(session, run.JurisdictionId, actor, "finding-opened", finding.FindingId, new { finding.Kind, finding.Title, finding.ItemId, finding.IssuedTo });
        var limit = finding.Due is { } due ? $"，限 {DayWords.Full(Places.Read(session, run.JurisdictionId).Dates.Today(due))}前" : "";
        return $"{finding.IssuedBy}发出{finding.Kind}“{finding.Title}”，由{finding.IssuedTo}办理{limit}。";
    }

    private static string? Advance(WriteSession session, Run run, AdvanceFinding advance, string actor)
    {
        var title = session.First($"SELECT title FROM findings WHERE id = {advance.FindingId} AND jurisdiction_id = {run.JurisdictionId} FOR UPDATE", reader => reader.GetString(0))
            ?? throw new NotFoundException("督办事项", advance.FindingId);
        var last = session.First(
            $"SELECT seq, state, text, \"by\" FROM finding_steps WHERE finding_id = {advance.FindingId} ORDER BY seq DESC LIMIT 1",
            reader => (Seq: reader.GetInt32(0), State: reader.Name<FindingState>(1), Text: reader.GetString(2), By: reader.GetString(3)));
        if (last == (last.Seq, advance.State, advance.Text, advance.By)) return null;
        session.Execute($"INSERT INTO finding_steps (finding_id, seq, jurisdiction_id, state, text, \"by\", at) VALUES ({advance.FindingId}, {last.Seq + 1}, {run.JurisdictionId}, {advance.State}, {advance.Text}, {advance.By}, {session.Now})");
        session.Execute($"UPDATE findings SET state = {advance.State}, closed = {(advance.State == FindingState.Closed ? session.Now : (DateTimeOffset?)null)} WHERE id = {advance.FindingId}");
        AuditLog.Write(session, run.JurisdictionId, actor, "finding-advanced", advance.FindingId, new { advance.State, advance.By });
        var said = advance.Text.Length == 0 ? "。" : $"：{advance.Text}";
        return advance.State switch
        {
            FindingState.Answered => $"{advance.By}答复“{title}”{said}",
            FindingState.Closed => $"“{title}”销号（{advance.By}）{said}",
            FindingState.Escalated => $"“{title}”提请上一级处理（{advance.By}）{said}",
            _ => $"“{title}”退回继续整改（{advance.By}）{said}",
        };
    }

    private static void Change(WriteSession session, Run run, ChangeProject change, string actor)
    {
        var cycleId = CycleOf(session, run, change.ItemId);
        if (session.Execute($"INSERT INTO project_changes (id, jurisdiction_id, cycle_id, instance_id, item_id, kind, is_approved, summary, reason, \"by\", needs_congress, at) VALUES ({change.ChangeId}, {run.JurisdictionId}, {run.CycleId}, {run.Id}, {change.ItemId}, {change.Kind}, {change.IsApproved}, {change.Summary}, {change.Reason}, {change.By}, {change.NeedsCongress}, {session.Now}) ON CONFLICT DO NOTHING") == 0)
            return;
        AuditLog.Write(session, run.JurisdictionId, actor, "project-changed", change.ItemId, new { change.ChangeId, change.Kind, change.IsApproved, change.Amount, change.Finish, change.ReplacedBy });
        if (change.IsApproved) CarryOut(session, run, change, cycleId, actor);
    }

    private static void CarryOut(WriteSession session, Run run, ChangeProject change, string cycleId, string actor)
    {
        if (change.Amount is { } amount)
        {
            session.Execute($"UPDATE items SET amount = {amount} WHERE id = {change.ItemId}");
            session.Execute($"UPDATE plans SET budget = {amount} WHERE item_id = {change.ItemId} AND budget IS NOT NULL");
        }
        if (change.Finish is { } finish) Postpone(session, change.ItemId, finish);
        if (change.Kind is not (ChangeKind.Stop or ChangeKind.Substitution)) return;
        EffectWriter.Decide(session, run, new ItemDecision(change.ItemId, ItemStage.Project, change.Kind == ChangeKind.Stop ? "终止" : "替换为另一个项目", change.Reason, change.By), actor);
        session.Execute($"UPDATE items SET state = {ProjectState.Stopped} WHERE id = {change.ItemId}");
        if (change.ReplacedBy is not { } replacement) return;
        EffectWriter.Decide(session, run, new ItemDecision(replacement, ItemStage.Project, "替换列为正式项目", change.Summary, change.By), actor);
        session.Execute($"UPDATE items SET state = {ProjectState.Underway}, cycle_id = {cycleId} WHERE id = {replacement}");
    }

    private static void Finish(WriteSession session, Run run, FinishProject finished, string actor)
    {
        CycleOf(session, run, finished.ItemId);
        if (session.Execute($"UPDATE items SET state = {ProjectState.Finished} WHERE id = {finished.ItemId} AND state <> {ProjectState.Finished}") == 0) return;
        EffectWriter.Decide(session, run, new ItemDecision(finished.ItemId, ItemStage.Project, $"验收结项（{DayWords.Full(finished.On)}）", finished.Opinion, finished.By), actor);
    }

    private static void Carry(WriteSession session, Run run, CarryOver carried, string actor)
    {
        CycleOf(session, run, carried.ItemId);
        if (session.Execute($"UPDATE items SET state = {ProjectState.CarriedOver} WHERE id = {carried.ItemId} AND state <> {ProjectState.CarriedOver}") == 0) return;
        if (carried.Finish is { } finish) Postpone(session, carried.ItemId, finish);
        var next = carried.NextPlan.Length == 0 ? "" : $" 下一步：{carried.NextPlan}";
        EffectWriter.Decide(session, run, new ItemDecision(carried.ItemId, ItemStage.Project, CarriedProjects.Verdict, carried.Reason + next, carried.By), actor);
    }

    /// <summary>The end of the plan moves with the date of finishing, so that the lights go by what was agreed.</summary>
    private static void Postpone(WriteSession session, string itemId, DateOnly finish)
    {
        session.Execute($"UPDATE items SET finish = {finish} WHERE id = {itemId}");
        session.Execute($"UPDATE milestones SET due = {finish} WHERE item_id = {itemId} AND position = (SELECT MAX(m.position) FROM milestones m WHERE m.item_id = {itemId})");
    }

    /// <exception cref="NotFoundException">There is no such project here.</exception>
    private static string CycleOf(WriteSession session, Run run, string itemId) =>
        session.First($"SELECT cycle_id FROM items WHERE id = {itemId} AND jurisdiction_id = {run.JurisdictionId}", reader => reader.GetString(0)) ?? throw new NotFoundException("项目", itemId);

}
