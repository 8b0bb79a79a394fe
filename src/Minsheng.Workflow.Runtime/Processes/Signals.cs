using System.Text.Json;
using Minsheng.Workflow.Engine;
using Minsheng.Workflow.Engine.Running;
using Minsheng.Workflow.Runtime.Commits;
using Minsheng.Workflow.Runtime.Storage.Rows;

namespace Minsheng.Workflow.Runtime.Processes;

/// <summary>Follow-ups of a commit, durable with it.</summary>
internal static class Signals
{
    public static void Write(WriteSession session, SignalKind kind, string id, Run run, object payload) =>
        Write(session, kind, id, run.JurisdictionId, run.Id, payload);

    public static void Write(WriteSession session, SignalKind kind, string id, string jurisdictionId, string instanceId, object payload)
    {
        if (session.Execute($"INSERT INTO signals (id, jurisdiction_id, kind, instance_id, payload_json, created, attempts) VALUES ({id}, {jurisdictionId}, {kind}, {instanceId}, {JsonSerializer.Serialize(payload, Values.Json)}, {session.Now}, {0}) ON CONFLICT DO NOTHING") == 1)
            session.NoteSignal(id);
    }
}

internal sealed record StartChildOrder(string DefinitionId, string Key, int ParentExecution, Dictionary<string, object?> Input, string? CorrelationId, ChildNotice Notice)
{
    public static StartChildOrder Of(StartChild child) =>
        new(child.DefinitionId, child.Key, child.ParentExecution, new Dictionary<string, object?>(child.Input), child.CorrelationId, child.Notice);
}

internal sealed record ReportOrder(string ParentId, int ParentExecution, ChildReport Report);

internal sealed record EventOrder(string Name, object? Payload, string? CorrelationId, bool Local);

internal sealed record EventForOrder(string WaitId, object? Payload);
