using System.Text.Json;
using Minsheng.Workflow.Activities.Tasks;
using Minsheng.Workflow.Engine;
using Minsheng.Workflow.Runtime.Audit;
using Minsheng.Workflow.Runtime.Commits;
using Minsheng.Workflow.Runtime.Processes;
using Minsheng.Workflow.Runtime.Storage.Rows;

namespace Minsheng.Workflow.Runtime.Tasks;

/// <summary>What stays of an act on a task: a row, a line of the story, an entry of the audit.</summary>
internal sealed record TaskRecord(string TaskId, string Place, TaskActor Actor, TaskActKind Kind)
{
    public string Outcome { get; init; } = "";
    public string? Words { get; init; }
    public IReadOnlyDictionary<string, object?>? Values { get; init; }

    /// <summary>Whom it concerns, by name.</summary>
    public IReadOnlyList<string> Targets { get; init; } = [];
    public string? SignatureId { get; init; }

    public string TargetNames => string.Join("、", Targets);

    public void Write(WriteSession session)
    {
        var seq = (session.First($"SELECT MAX(seq) FROM task_acts WHERE task_id = {TaskId}", reader => reader.Number(0)) ?? 0) + 1;
        var targets = Targets.Count == 0 ? null : TargetNames;
        session.Execute($"INSERT INTO task_acts (task_id, seq, jurisdiction_id, person_id, name, kind, outcome, opinion, values_json, at, agent_id, agent_name, targets, signature_id) VALUES ({TaskId}, {seq}, {Place}, {Actor.Person.Id}, {Actor.Person.Name}, {Kind}, {Outcome}, {Words}, {JsonSerializer.Serialize(Values ?? new Dictionary<string, object?>(), Engine.Values.Json)}, {session.Now}, {Actor.Agent?.Id}, {Actor.Agent?.Name}, {targets}, {SignatureId})");
        if (Kind == TaskActKind.Answer && Actor.Agent is null) AuditLog.Write(session, Place, Actor.Hand, "task-acted", TaskId, new { outcome = Outcome });
        else if (Kind == TaskActKind.Answer) AuditLog.Write(session, Place, Actor.Hand, "task-acted", TaskId, new { outcome = Outcome, onBehalfOf = Actor.Person.Id });
        else AuditLog.Write(session, Place, Actor.Hand, "task-moved", TaskId, new { kind = Kind, targets, onBehalfOf = Actor.Agent is null ? null : Actor.Person.Id });
    }

    /// <summary>The line of the story for an act that is no answer.</summary>
    public string Sentence(string title)
    {
        var note = Words is null ? "" : $"：{Words}";
        return Kind switch
        {
            TaskActKind.Transfer => $"{Actor.Names}把“{title}”转给{TargetNames}办理{note}",
            TaskActKind.Delegate => $"{Actor.Names}把“{title}”委派给{TargetNames}，办好交回{note}",
            TaskActKind.GiveBack => $"{Actor.Names}办好“{title}”的委派，交回{note}",
            TaskActKind.TakeBack => $"{Actor.Names}收回“{title}”的委派",
            TaskActKind.AddBefore => $"{Actor.Names}就“{title}”加签，请{TargetNames}先办{note}",
            TaskActKind.AddBeside => $"{Actor.Names}就“{title}”加签，请{TargetNames}一起办{note}",
            TaskActKind.AddAfter => $"{Actor.Names}就“{title}”加签，请{TargetNames}随后办{note}",
            TaskActKind.Remove => $"{Actor.Names}就“{title}”减签{TargetNames}{note}",
            TaskActKind.Claim => $"{Actor.Names}认领“{title}”",
            TaskActKind.Release => $"{Actor.Names}放回“{title}”{note}",
            TaskActKind.Recuse => $"{Actor.Names}对“{title}”回避{note}",
            TaskActKind.Withdraw => $"{Actor.Names}撤回“{title}”的办理{note}",
            TaskActKind.Return => $"{Actor.Names}把“{title}”退回到“{TargetNames}”{note}",
            TaskActKind.Urge => $"{Actor.Names}催办“{title}”{note}",
            TaskActKind.Copy => $"{Actor.Names}把“{title}”抄送{TargetNames}{note}",
            TaskActKind.Read => $"{Actor.Names}已阅“{title}”{note}",
            _ => $"{Actor.Names}办理“{title}”{note}",
        } + "。";
    }

    /// <summary>A line in the story of a run that makes no burst for it.</summary>
    public static void Tell(WriteSession session, string place, string taskId, string sentence, string actor)
    {
        var (instanceId, _) = Run.Parts(taskId);
        session.Execute($"INSERT INTO history (instance_id, seq, jurisdiction_id, at, kind, sentence, actor) VALUES ({instanceId}, {RunStore.NextHistory(session, instanceId)}, {place}, {session.Now}, {HistoryKind.Act}, {sentence}, {actor})");
    }
}
