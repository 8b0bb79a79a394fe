using Minsheng.Workflow.Engine.BuiltIn;
using Minsheng.Workflow.Engine.Definitions;
using Minsheng.Workflow.Engine.Running;
using Minsheng.Workflow.Runtime.Audit;
using Minsheng.Workflow.Runtime.Commits;
using Minsheng.Workflow.Runtime.Definitions;
using Minsheng.Workflow.Runtime.Facts;

namespace Minsheng.Workflow.Runtime.Processes;

/// <summary>
/// Definitions that start by themselves: a Timer, Cron or StartAt marked as able to start. Each is a timer among the waits that
/// belongs to no run yet; it goes off like any other, starts the run and arms the next in one transaction. Only definitions that
/// a place has published itself start there; on the shelf nobody has asked for them.
/// </summary>
internal static class Starts
{
    private const string Mark = "start:";
    private const string StartName = "Start";

    /// <summary>A start that is missed by more than this is made up for as its catch-up rule says.</summary>
    private static readonly TimeSpan Grace = RecurringActivity.Grace;

    private const int MostCounted = 1000;

    public static bool Is(string waitId) => waitId.StartsWith(Mark, StringComparison.Ordinal);

    /// <summary>After publishing: the timers of the version before go, those of this one come.</summary>
    public static void Arm(WriteSession session, string place, CompiledDefinition definition)
    {
        var source = $"{Mark}{place}:{definition.Source.DefinitionId}";
        session.Execute($"DELETE FROM waits WHERE instance_id = {source}");
        if (place.Length == 0) return;
        foreach (var step in Triggers(definition))
            if (step.Timed.StartsAfter(session.Now, Places.Read(session, place).Dates.Zone) is { } due)
                Write(session, place, source, definition, step.Place, due);
    }

    /// <returns>False when it had gone off already, or is not due.</returns>
    public static bool Fire(WriteSession session, BurstRunner runner, DefinitionLibrary library, string waitId)
    {
        var wait = session.First(
            $"SELECT jurisdiction_id, instance_id, bookmark_id, due, node_id FROM waits WHERE id = {waitId} AND kind = {WaitKind.Timer} AND due <= {session.Now} FOR UPDATE",
            reader => (Place: reader.GetString(0), Source: reader.GetString(1), Step: reader.GetString(2), Due: reader.Time(3), Definition: reader.GetString(4)));
        if (wait.Place is null) return false;
        session.Execute($"DELETE FROM waits WHERE id = {waitId}");
        var version = DefinitionFiles.Published(session, wait.Place, wait.Definition);
        var definition = library.Compiled(session, version);
        var step = Triggers(definition).FirstOrDefault(step => step.Place.Id == wait.Step);
        if (step.Timed is null) return true;

        var zone = Places.Read(session, wait.Place).Dates.Zone;
        var (due, next, missed) = (wait.Due, step.Timed.StartsAfter(wait.Due, zone), 0);
        if (step.Timed.Missed != CatchUp.Each)
            for (; next <= session.Now && missed < MostCounted; next = step.Timed.StartsAfter(due, zone)) (due, missed) = (next.Value, missed + 1);
        if (next <= session.Now && step.Timed.Missed != CatchUp.Each) next = step.Timed.StartsAfter(session.Now, zone);
        if (next is { } armed) Write(session, wait.Place, wait.Source, definition, step.Place, armed);
        if (step.Timed.Missed == CatchUp.Skip && session.Now - wait.Due > Grace)
        {
            // The latest may still be in time.
            if (missed == 0 || session.Now - due > Grace) missed++;
            AuditLog.Write(session, wait.Place, ProcessDesk.System, "start-skipped", wait.Definition, new { step = step.Place.Title, missed, from = wait.Due });
            if (session.Now - due > Grace) return true;
        }
        var id = runner.Start(session, new StartOrder(wait.Definition, wait.Place, ProcessDesk.System) { VersionId = version, TriggerActivityId = wait.Step });
        AuditLog.Write(session, wait.Place, ProcessDesk.System, "run-started", id, new { DefinitionId = wait.Definition, trigger = step.Place.Title, due });
        return true;
    }

    private static IEnumerable<(CompiledActivity Place, TimedActivity Timed)> Triggers(CompiledDefinition definition) => definition.Activities
        .Where(place => place.CanStart && place.Activity is TimedActivity && (place.Parent is null || place.Parent == definition.Root))
        .Select(place => (place, (TimedActivity)place.Activity));

    private static void Write(WriteSession session, string place, string source, CompiledDefinition definition, CompiledActivity step, DateTimeOffset due)
    {
        session.Execute($"INSERT INTO waits (id, jurisdiction_id, instance_id, bookmark_id, kind, name, activity_id, node_id, title, execution, correlation_id, due, payload_json, since) VALUES ({$"{source}.{step.Id}"}, {place}, {source}, {step.Id}, {WaitKind.Timer}, {StartName}, {step.Id}, {definition.Source.DefinitionId}, {definition.Source.Name}, {0}, NULL, {due}, NULL, {session.Now})");
        session.NoteTimer(due);
    }
}
