using Minsheng.Workflow.Engine.Definitions;
using Minsheng.Workflow.Engine.Running;
using Minsheng.Workflow.Runtime.Commits;
using Minsheng.Workflow.Runtime.Queries;
using Minsheng.Workflow.Runtime.Storage.Rows;

namespace Minsheng.Workflow.Runtime.Processes;

/// <summary>The story of a run: what the running chart colours, and what a person reads.</summary>
internal static class History
{
    /// <summary>Lines wait in the run until it is saved: their rows follow one another.</summary>
    public static void Write(WriteSession session, Run run, HistoryKind kind, string sentence, CompiledActivity? place = null, string? outcome = null, string? actor = null) =>
        run.Lines.Add(new HistoryLine(++run.LastHistory, session.Now, kind, place, outcome, sentence, actor));

    public static void Save(WriteSession session, Run run)
    {
        foreach (var line in run.Lines)
            session.Execute($"INSERT INTO history (instance_id, seq, jurisdiction_id, at, kind, activity_id, node_id, title, outcome, sentence, actor) VALUES ({run.Id}, {line.Seq}, {run.JurisdictionId}, {line.At}, {line.Kind}, {line.Place?.Id}, {line.Place?.NodeId}, {line.Place?.Title}, {line.Outcome}, {line.Sentence}, {line.Actor})");
        run.Lines.Clear();
    }

    public static void Write(WriteSession session, Run run, TraceEntry entry)
    {
        // The frame around everything is not a step anybody sees, unless it fails.
        if (entry.Place.Parent is null && entry.Event != TraceEvent.Faulted && entry.Place.Activity is Container) return;
        var outcome = entry.Outcomes.Count == 0 ? null : string.Join(',', entry.Outcomes);
        switch (entry.Event)
        {
            // A step that waited before this burst and goes on waiting has said so.
            case TraceEvent.Suspended when run.Before.Any(wait => wait.Execution.Id == entry.ExecutionId):
                break;
            case TraceEvent.Suspended:
                Write(session, run, HistoryKind.Waiting, $"“{entry.Place.Title}”开始，等待办理。", entry.Place);
                break;
            case TraceEvent.Completed:
                Write(session, run, HistoryKind.Completed, outcome is null or Outcomes.Done ? $"“{entry.Place.Title}”办结。" : $"“{entry.Place.Title}”办结，结果为“{Label(entry.Place, outcome)}”。", entry.Place, outcome);
                break;
            case TraceEvent.Canceled:
                Write(session, run, HistoryKind.Cancelled, $"“{entry.Place.Title}”撤销，不再办理。", entry.Place);
                break;
            case TraceEvent.Faulted:
                Write(session, run, HistoryKind.Faulted, $"“{entry.Place.Title}”没有办成：{entry.Message}", entry.Place);
                break;
        }
    }

    /// <summary>What the button says, where a step's actions name the outcome.</summary>
    private static string Label(CompiledActivity place, string outcome)
    {
        if (place.Json["actions"]?["expression"]?["value"] is System.Text.Json.Nodes.JsonArray actions)
            foreach (var action in actions)
                if (action?["outcome"]?.ToString() == outcome && action["label"]?.ToString() is { Length: > 0 } label) return label;
        return string.Join("、", outcome.Split(',').Select(one => OutcomeWords.Of(one) ?? one));
    }
}

internal readonly record struct HistoryLine(int Seq, DateTimeOffset At, HistoryKind Kind, CompiledActivity? Place, string? Outcome, string Sentence, string? Actor);
