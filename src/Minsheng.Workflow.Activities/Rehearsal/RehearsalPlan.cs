using Minsheng.Workflow.Activities.Calendars;
using Minsheng.Workflow.Activities.Facts;
using Minsheng.Workflow.Engine.Definitions;

namespace Minsheng.Workflow.Activities.Rehearsal;

/// <summary>What to rehearse. Everything but the definition and the first day has a default.</summary>
/// <param name="From">The day the cycle is started.</param>
public sealed record RehearsalPlan(WorkflowDefinition Definition, DateOnly From)
{
    /// <summary>Where child and embedded definitions are found.</summary>
    public IDefinitionSource? Others { get; init; }

    /// <summary>The steps there are; null for all that ship.</summary>
    public ActivityCatalog? Catalog { get; init; }

    /// <summary>Last day played; null plays to the end.</summary>
    public DateOnly? Until { get; init; }

    public int Deputies { get; init; } = 193;

    /// <summary>Members of the standing committee, the presidium or the street council.</summary>
    public int Members { get; init; } = 25;

    /// <summary>Proposals that arrive while the first collection is open.</summary>
    public int Proposals { get; init; } = 60;

    public RehearsalAnswers Answers { get; init; } = RehearsalAnswers.None;
    public int Seed { get; init; } = 1;

    /// <summary>Inputs of the definition that differ from its defaults.</summary>
    public IReadOnlyDictionary<string, object?> Input { get; init; } = new Dictionary<string, object?>();

    /// <summary>Null takes the name the definition gives in customProperties.jurisdiction.</summary>
    public string? Jurisdiction { get; init; }

    /// <summary>Null takes customProperties.level of the definition, else county.</summary>
    public JurisdictionLevel? Level { get; init; }

    public WorkingCalendar Calendar { get; init; } = WorkingCalendar.Shipped;

    /// <summary>Make up projects for a procedure that is otherwise started for one.</summary>
    public bool AssumeProjects { get; init; }

    /// <summary>Bring every run through its stored form after each burst, as a restart would.</summary>
    public bool Reload { get; init; }

    /// <summary>Most bursts before the rehearsal is taken to run in circles.</summary>
    public int MaxBursts { get; init; } = 50_000;
}

/// <summary>Plays a definition and its children in virtual time with simulated people, all in memory.</summary>
public static class Rehearsal
{
    /// <exception cref="Engine.InvalidDefinitionException">The definition cannot run.</exception>
    public static RehearsalReport Play(RehearsalPlan plan) => Play(plan, null, CancellationToken.None);

    /// <param name="reached">Told of each new day, on the thread that plays.</param>
    /// <exception cref="Engine.InvalidDefinitionException">The definition cannot run.</exception>
    /// <exception cref="OperationCanceledException">Somebody has had enough.</exception>
    public static RehearsalReport Play(RehearsalPlan plan, Action<DateOnly>? reached, CancellationToken cancellation) => new RehearsalHost(plan).Play(reached, cancellation);

    /// <summary>Plays a year on from where it stands. The runs given are changed.</summary>
    /// <param name="cancellation">When there is no more time: what has not ended by then is told as cut off.</param>
    public static IReadOnlyList<PlayedRun> PlayOn(RehearsalPlan plan, RunningYear year, CancellationToken cancellation) => new RehearsalHost(plan, year).PlayOn(cancellation);
}
