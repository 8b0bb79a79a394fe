using System.Text.Json;
using Minsheng.Workflow.Activities.Rehearsal;
using Minsheng.Workflow.Engine.Running;

namespace Minsheng.Workflow.Runtime.Demo;

/// <summary>Something a demo year waits for.</summary>
/// <param name="Person">Whose turn it is; null for what no person does.</param>
/// <param name="Project">Number of the run's own project.</param>
internal sealed record OpenWait(
    string Id, WaitKind Kind, string Instance, string Bookmark, string Activity, string Name, int Execution, DateTimeOffset? Due, string? Person, string? Project, string? Payload)
{
    /// <summary>Chance that does not hang on ids made up anew each time.</summary>
    public Dice Dice => Dice.Of(1, $"{Activity} {Project} {Execution} {Person}");

    public string? Ballot
    {
        get
        {
            if (Payload is null) return null;
            using var json = JsonDocument.Parse(Payload);
            return json.RootElement.ValueKind == JsonValueKind.Object && json.RootElement.TryGetProperty("ballotId", out var id) ? id.GetString() : null;
        }
    }
}
