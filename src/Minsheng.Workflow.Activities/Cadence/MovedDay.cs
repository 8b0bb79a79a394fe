namespace Minsheng.Workflow.Activities.Cadence;

/// <summary>Stands with a timer that a day off has moved.</summary>
/// <param name="Nominal">The day it should have been.</param>
public sealed record MovedDay(DateOnly Nominal);
