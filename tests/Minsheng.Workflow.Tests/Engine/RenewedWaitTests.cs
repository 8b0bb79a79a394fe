using Minsheng.Workflow.Engine.Definitions;
using Minsheng.Workflow.Engine.Running;
using Shouldly;
using Xunit;

namespace Minsheng.Workflow.Tests.Engine;

public class RenewedWaitTests
{
    private static readonly DateTimeOffset Now = new(2026, 3, 2, 9, 0, 0, TimeSpan.FromHours(8));

    [Fact]
    public void A_wait_that_stays_open_may_tell_something_else()
    {
        var definition = Chart();
        var instance = Burst.Start(definition, "run", Now).Instance;
        var burst = Burst.Resume(definition, instance, new Stimulus("w1", "carry on"), Now);

        burst.Renewed.Single().Id.ShouldBe("w1");
        var reloaded = InstanceJson.Read(InstanceJson.Write(instance), definition);
        reloaded.Bookmarks.Single().Payload!.ToString().ShouldBe("carry on");
    }

    [Fact]
    public void A_step_knows_the_answer_that_led_to_it()
    {
        var definition = Chart();
        var instance = Burst.Start(definition, "run", Now).Instance;
        instance.Bookmarks.Single().Payload.ShouldBe("nobody");
        Burst.Resume(definition, instance, new Stimulus("w1", "done"), Now);

        instance.Bookmarks.Single().Payload.ShouldBe("done of first");
    }

    private static CompiledDefinition Chart() => DefinitionCompiler.Compile(
        ElsaJson.Read("""
            { "definitionId": "d", "name": "d", "root": { "id": "chart", "type": "Elsa.Flowchart", "version": 1,
              "activities": [ { "id": "first", "type": "Test.Patient", "version": 1 }, { "id": "second", "type": "Test.Patient", "version": 1 } ],
              "connections": [ { "source": { "activity": "first", "port": "Done" }, "target": { "activity": "second", "port": "In" } } ] } }
            """),
        ActivityCatalog.Of(typeof(ActivityCatalog).Assembly, typeof(Patient).Assembly), null);
}

/// <summary>Waits until somebody says "done"; tells what it was told last.</summary>
[ActivityType("Test.Patient", "耐心")]
public sealed class Patient : Activity
{
    public override ActivityResult Start(ActivityContext context) => new ActivityResult.Waiting(new Wait(
        WaitKind.Manual, "patience", Payload: context.Origin is { } origin ? $"{origin.Input} of {origin.Bookmark.ActivityId}" : "nobody"));

    public override ActivityResult Resume(ActivityContext context, Stimulus stimulus) =>
        (string?)stimulus.Input == "done" ? ActivityResult.Done : new ActivityResult.StillWaiting(stimulus.Input);
}
