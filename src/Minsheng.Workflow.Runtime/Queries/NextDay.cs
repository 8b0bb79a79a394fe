using System.Text.Json;
using Minsheng.Workflow.Activities.Cadence;
using Minsheng.Workflow.Engine;

namespace Minsheng.Workflow.Runtime.Queries;

/// <summary>What is waited for next.</summary>
/// <param name="Nominal">The day it should have been, where a day off has moved it.</param>
public sealed record NextDay(DateTimeOffset Due, DateOnly? Nominal)
{
    /// <summary>Out of a timer's payload; null for timers that nothing has moved.</summary>
    internal static DateOnly? NominalOf(string? payload)
    {
        if (payload is null || !payload.Contains("\"nominal\"", StringComparison.Ordinal)) return null;
        return JsonSerializer.Deserialize<MovedDay>(payload, Values.Json)?.Nominal;
    }
}
