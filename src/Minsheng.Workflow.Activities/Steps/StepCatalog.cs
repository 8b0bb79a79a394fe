using Minsheng.Workflow.Activities.Effects;
using Minsheng.Workflow.Activities.Facts;
using Minsheng.Workflow.Activities.Items;
using Minsheng.Workflow.Activities.Ratings;
using Minsheng.Workflow.Engine;
using Minsheng.Workflow.Engine.Definitions;
using Minsheng.Workflow.Engine.Running;

namespace Minsheng.Workflow.Activities.Steps;

/// <summary>The steps definitions may use: the engine's and the field's.</summary>
public static class StepCatalog
{
    public static ActivityCatalog All { get; } = ActivityCatalog.Of(typeof(ActivityCatalog).Assembly, typeof(StepCatalog).Assembly);

    /// <summary>The facts of the run's cycle, with what earlier steps of the same burst decided on its items.</summary>
    /// <exception cref="ActivityFaultException">The run belongs to no cycle.</exception>
    public static ICycleFacts Cycle(this ActivityContext context)
    {
        var facts = context.Facts as ICycleFacts
            ?? throw new ActivityFaultException($"步骤“{context.Execution.Place.Title}”要用到年度周期的资料，而这件事不属于任何年度周期，请从年度周期中启动。", "no-cycle");
        foreach (var effect in context.Emitted)
            if (DecidedFacts.Changes(effect)) return new DecidedFacts(facts, context.Emitted);
        return facts;
    }

    /// <summary>The project this run is about, or the cycle's projects of that kind. Stopped ones are nobody's business any more.</summary>
    internal static IReadOnlyList<ItemFact> Projects(this ActivityContext context, ProjectScope scope = ProjectScope.All)
    {
        var facts = context.Cycle();
        if (facts.Project is { } project) return project.State == ProjectState.Stopped ? [] : [project];
        return [.. facts.Items(ItemStage.Project).Where(item => item.State != ProjectState.Stopped && scope switch
        {
            ProjectScope.Underway => item.State == ProjectState.Underway,
            ProjectScope.Finished => item.State == ProjectState.Finished,
            ProjectScope.CarriedOver => item.State == ProjectState.CarriedOver,
            ProjectScope.Unsatisfactory => item.LastRating == RatingOutcome.Unsatisfied,
            _ => true,
        })];
    }
}
