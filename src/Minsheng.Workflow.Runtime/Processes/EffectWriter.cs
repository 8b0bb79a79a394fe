using System.Text.Json;
using Minsheng.Workflow.Activities.Ballots;
using Minsheng.Workflow.Activities.Effects;
using Minsheng.Workflow.Activities.Items;
using Minsheng.Workflow.Activities.Ratings;
using Minsheng.Workflow.Engine;
using Minsheng.Workflow.Engine.Running;
using Minsheng.Workflow.Runtime.Audit;
using Minsheng.Workflow.Runtime.Commits;
using Minsheng.Workflow.Runtime.Facts;
using Minsheng.Workflow.Runtime.Mail;
using Minsheng.Workflow.Runtime.Storage;
using Minsheng.Workflow.Runtime.Storage.Rows;

namespace Minsheng.Workflow.Runtime.Processes;

/// <summary>Carries out the field's effects as rows.</summary>
internal static class EffectWriter
{
    /// <summary>The rows of an effect.</summary>
    public static void Write(WriteSession session, Run run, Effect effect, string actor)
    {
        switch (effect)
        {
            case OpenCollection open:
                session.Execute($"UPDATE cycles SET collection = {CollectionState.Open}, collection_until = {open.Until}, channels_json = {Json(open.Channels)}, domains_json = {Json(open.Domains)} WHERE id = {run.CycleId}");
                break;
            case CloseCollection:
                session.Execute($"UPDATE cycles SET collection = {CollectionState.Closed} WHERE id = {run.CycleId}");
                break;
            case DecideItems decided:
                foreach (var decision in decided.Decisions) Decide(session, run, decision, actor);
                break;
            case PublishDocument document:
                session.Execute($"INSERT INTO documents (id, jurisdiction_id, cycle_id, instance_id, kind, title, body, channels_json, published) VALUES ({Ids.New()}, {run.JurisdictionId}, {run.CycleId}, {run.Id}, {document.Kind}, {document.Title}, {document.Body}, {Json(document.Channels)}, {session.Now})");
                AuditLog.Write(session, run.JurisdictionId, actor, "document-published", run.Id, new { document.Kind, document.Title });
                break;
            case PrepareBallot ballot:
                Prepare(session, run, ballot, actor);
                break;
            case DecideBallot result:
                session.Execute($"UPDATE ballots SET result_json = {Json(result.Result)} WHERE id = {result.BallotId}");
                AuditLog.Write(session, run.JurisdictionId, actor, "ballot-decided", result.BallotId, new { outcome = result.Result.Outcome, adopted = result.Result.Adopted.Count });
                break;
            case RecordPlan plan:
                Plan(session, run, plan);
                break;
            case RecordProgress progress:
                session.Execute($"INSERT INTO progress (item_id, seq, jurisdiction_id, instance_id, kind, period, percent, paid, text, at) VALUES ({progress.ItemId}, {Next(session.First($"SELECT MAX(seq) FROM progress WHERE item_id = {progress.ItemId}", reader => reader.Number(0)))}, {run.JurisdictionId}, {run.Id}, {progress.Kind}, {progress.Period}, {progress.Percent}, {progress.Paid}, {progress.Text}, {session.Now})");
                break;
            case RecordRating rating:
                session.Execute($"INSERT INTO ratings (instance_id, seq, jurisdiction_id, cycle_id, item_id, subject, rule, outcome, percent, sentence, at) VALUES ({run.Id}, {Next(session.First($"SELECT MAX(seq) FROM ratings WHERE instance_id = {run.Id}", reader => reader.Number(0)))}, {run.JurisdictionId}, {run.CycleId}, {rating.ItemId}, {rating.Subject}, {rating.Rule}, {rating.Result.Outcome}, {rating.Result.Percent}, {rating.Result.Sentence}, {session.Now})");
                if (rating.ItemId is not null && rating.Result.Outcome != RatingOutcome.Ungraded)
                    session.Execute($"UPDATE items SET last_rating = {rating.Result.Outcome} WHERE id = {rating.ItemId} AND jurisdiction_id = {run.JurisdictionId}");
                break;
            case Notify notice:
                foreach (var person in notice.To.Distinct(StringComparer.Ordinal))
                    Outbox.Write(session, new Message(run.JurisdictionId, $"{run.Id}/{notice.Key}/{person}", person, MessageKind.Notice, notice.Subject, notice.Text) { Link = run.CycleId is { } cycle ? $"/cycles/{cycle}" : null });
                break;
        }
    }

    /// <summary>What the run's story says about an effect; null when a step's own note says it.</summary>
    public static (HistoryKind Kind, string Sentence)? Sentence(WriteSession session, Run run, Effect effect) => effect switch
    {
        NoteHistory note => (HistoryKind.Note, note.Sentence),
        LineWritten line => (HistoryKind.Note, line.Text),
        OpenCollection open => (HistoryKind.Effect, $"征集开放，截至 {Local(session, run, open.Until):yyyy年M月d日 HH:mm}。"),
        PublishDocument document => (HistoryKind.Effect, $"发布《{document.Title}》。"),
        PrepareBallot ballot => (HistoryKind.Effect, $"“{ballot.Sheet.Title}”准备就绪，名册 {ballot.Roll.Count} 人，等待开启票箱。"),
        RecordPlan plan => (HistoryKind.Effect, $"记录实施计划：项目负责人{plan.Leader}，节点 {plan.Milestones.Count} 个。"),
        RecordProgress { Percent: { } percent } progress => (HistoryKind.Effect, $"{ProgressName.Of(progress.Period, progress.Kind)}：完成 {percent}%。"),
        RecordProgress progress => (HistoryKind.Effect, $"{ProgressName.Of(progress.Period, progress.Kind)}已报。"),
        RecordRating rating => (HistoryKind.Effect, rating.Result.Sentence),
        _ => null,
    };

    internal static void Decide(WriteSession session, Run run, ItemDecision decision, string actor)
    {
        if (session.Execute($"UPDATE items SET stage = {decision.Stage}, merged_into = {decision.MergedInto} WHERE id = {decision.ItemId} AND jurisdiction_id = {run.JurisdictionId} AND stage <> {ItemStage.Merged}") != 1)
        {
            // Merged by the office while the answer was on its way: its fate is that of the item it joined.
            if (session.Exists($"SELECT 1 FROM items WHERE id = {decision.ItemId} AND jurisdiction_id = {run.JurisdictionId}")) return;
            throw new NotFoundException("项目", decision.ItemId);
        }
        // Whoever was merged into it before comes along, so that every proposer finds the matter.
        if (decision is { Stage: ItemStage.Merged, MergedInto: { } target })
            session.Execute($"UPDATE items SET merged_into = {target} WHERE cycle_id = {run.CycleId} AND stage = {ItemStage.Merged} AND merged_into = {decision.ItemId}");
        var seq = Next(session.First($"SELECT MAX(seq) FROM item_decisions WHERE item_id = {decision.ItemId}", reader => reader.Number(0)));
        session.Execute($"INSERT INTO item_decisions (item_id, seq, jurisdiction_id, instance_id, stage, verdict, reason, \"by\", merged_into, execution, at) VALUES ({decision.ItemId}, {seq}, {run.JurisdictionId}, {run.Id}, {decision.Stage}, {decision.Verdict}, {decision.Reason}, {decision.By}, {decision.MergedInto}, {run.Acting}, {session.Now})");
        AuditLog.Write(session, run.JurisdictionId, actor, "item-decided", decision.ItemId, new { decision.Stage, decision.Verdict, decision.By });
    }

    private static void Prepare(WriteSession session, Run run, PrepareBallot ballot, string actor)
    {
        session.Execute($"INSERT INTO ballots (id, jurisdiction_id, instance_id, cycle_id, title, sheet_json, legal_basis, chair_id, scrutineer_id, state, due, prepared) VALUES ({ballot.BallotId}, {run.JurisdictionId}, {run.Id}, {run.CycleId}, {ballot.Sheet.Title}, {Json(ballot.Sheet)}, {ballot.LegalBasis}, {ballot.Custodians.ElementAtOrDefault(0) ?? ""}, {ballot.Custodians.ElementAtOrDefault(1) ?? ""}, {BallotState.Prepared}, {Math.Max(ballot.Sheet.AllMembers, ballot.Roll.Count)}, {session.Now})");
        // By id, so that even the order of the rows says nothing beyond the printed roll.
        foreach (var person in ballot.Roll.Order(StringComparer.Ordinal))
            session.Execute($"INSERT INTO ballot_roll (ballot_id, person_id, jurisdiction_id, has_cast, is_recused, on_paper) VALUES ({ballot.BallotId}, {person}, {run.JurisdictionId}, {false}, {false}, {false})");
        AuditLog.Write(session, run.JurisdictionId, actor, "ballot-prepared", ballot.BallotId, new { ballot.Sheet.Title, ballot.Sheet.Round, roll = ballot.Roll.Count, rows = ballot.Sheet.Rows.Count });
    }

    private static void Plan(WriteSession session, Run run, RecordPlan plan)
    {
        session.Execute($"DELETE FROM milestones WHERE item_id = {plan.ItemId}");
        session.Execute($"DELETE FROM plans WHERE item_id = {plan.ItemId}");
        session.Execute($"INSERT INTO plans (item_id, jurisdiction_id, leader, lead_unit_id, assist_units, budget, recorded) VALUES ({plan.ItemId}, {run.JurisdictionId}, {plan.Leader}, {plan.LeadUnitId}, {plan.AssistUnits}, {plan.Budget}, {session.Now})");
        for (var index = 0; index < plan.Milestones.Count; index++)
        {
            var stone = plan.Milestones[index];
            session.Execute($"INSERT INTO milestones (item_id, position, jurisdiction_id, name, due, planned) VALUES ({plan.ItemId}, {index}, {run.JurisdictionId}, {stone.Name}, {stone.Due}, {stone.Planned})");
        }
        var unit = session.First($"SELECT id, name FROM units WHERE jurisdiction_id = {run.JurisdictionId} AND (id = {plan.LeadUnitId} OR name = {plan.LeadUnitId})", reader => (Id: reader.GetString(0), Name: reader.GetString(1)));
        session.Execute($"UPDATE items SET lead_unit_id = {unit.Id ?? plan.LeadUnitId}, lead_unit = {unit.Name ?? plan.LeadUnitId}, finish = {(plan.Milestones.Count > 0 ? plan.Milestones[^1].Due : (DateOnly?)null)} WHERE id = {plan.ItemId} AND jurisdiction_id = {run.JurisdictionId}");
    }

    private static int Next(int? last) => (last ?? 0) + 1;

    private static DateTimeOffset Local(WriteSession session, Run run, DateTimeOffset at) =>
        TimeZoneInfo.ConvertTime(at, Places.Read(session, run.JurisdictionId).Dates.Zone);

    private static string Json<T>(T value) => JsonSerializer.Serialize(value, Values.Json);
}
