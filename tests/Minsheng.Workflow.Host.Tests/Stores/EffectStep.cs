using System.Collections.Concurrent;
using Minsheng.Workflow.Activities.Facts;
using Minsheng.Workflow.Engine.Definitions;
using Minsheng.Workflow.Engine.Expressions;
using Minsheng.Workflow.Engine.Running;

namespace Minsheng.Workflow.Host.Tests.Stores;

/// <summary>A step whose effects a test decides, so that hosts are tested without the steps that will ask for them.</summary>
[ActivityType("Test.Effects", "测试")]
public sealed class EffectStep : Activity
{
    internal static ConcurrentDictionary<string, Func<ICycleFacts, IEnumerable<Effect>>> Decided { get; } = new();

    [InputLabel("键")]
    public Input<string> Key { get; } = new();

    public override ActivityResult Start(ActivityContext context)
    {
        foreach (var effect in Decided[context.Get(Key)!]((ICycleFacts)context.Facts!)) context.Emit(effect);
        return ActivityResult.Done;
    }
}

/// <summary>A step that begins and waits for nothing.</summary>
[ActivityType("Test.StandsStill", "测试")]
public sealed class StandsStillStep : Activity
{
    public override ActivityResult Start(ActivityContext context) => ActivityResult.StillWaiting.Instance;
}
