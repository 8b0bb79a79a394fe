using System.Reflection;
using System.Runtime.CompilerServices;
using Minsheng.Workflow.Activities.Facts;
using Minsheng.Workflow.Engine.Definitions;
using Minsheng.Workflow.Engine.Running;

namespace Minsheng.Workflow.Tests;

public class HouseRulesTests
{
    private static readonly Assembly Engine = typeof(Burst).Assembly, Activities = typeof(ICycleFacts).Assembly;

    [Theory]
    [InlineData("Microsoft.EntityFrameworkCore"), InlineData("Microsoft.AspNetCore"), InlineData("Radzen"), InlineData("Quartz"), InlineData("Minsheng.Workflow.Activities"), InlineData("System.Net"), InlineData("System.Data")]
    public void The_engine_knows_nothing_of(string library) =>
        Engine.GetReferencedAssemblies().ShouldNotContain(reference => reference.Name!.StartsWith(library, StringComparison.Ordinal));

    [Theory]
    [InlineData("Microsoft.EntityFrameworkCore"), InlineData("Microsoft.AspNetCore"), InlineData("Radzen"), InlineData("Quartz"), InlineData("System.Net"), InlineData("System.Data")]
    public void The_activities_know_nothing_of(string library) =>
        Activities.GetReferencedAssemblies().ShouldNotContain(reference => reference.Name!.StartsWith(library, StringComparison.Ordinal));

    [Fact]
    public void No_method_is_async_void() =>
        (from assembly in (Assembly[])[Engine, Activities]
         from type in assembly.GetTypes()
         from method in type.GetMethods(BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Instance | BindingFlags.Static | BindingFlags.DeclaredOnly)
         where method.ReturnType == typeof(void) && method.GetCustomAttribute<AsyncStateMachineAttribute>() is not null
         select $"{type.Name}.{method.Name}").ShouldBeEmpty();

    [Fact]
    public void Every_activity_Elsa_files_may_use_is_in_the_catalog()
    {
        string[] promised =
        [
            "Flowchart", "Sequence", "Start", "End", "Finish", "Complete", "Break", "Fault", "FlowNode", "FlowDecision", "FlowSwitch", "FlowFork", "FlowJoin",
            "If", "Switch", "While", "For", "ForEach", "Parallel", "ParallelForEach", "SetVariable", "SetOutput", "SetName", "Correlate", "WriteLine",
            "Delay", "Timer", "Cron", "StartAt", "Event", "PublishEvent", "RunTask", "ExecuteWorkflow", "DispatchWorkflow", "BulkDispatchWorkflows", "RunJavaScript",
        ];

        promised.Where(name => ActivityCatalog.BuiltIn.Find($"Elsa.{name}") is null).ShouldBeEmpty();
    }

    [Fact]
    public void Every_step_has_a_Chinese_name_and_says_what_it_does() =>
        ActivityCatalog.Of(Engine, Activities).Descriptors
            .Where(step => step.Label.Description.Length == 0 || !step.Label.Name.Any(letter => letter is >= '\u4e00' and <= '\u9fff'))
            .Select(step => step.Type).ShouldBeEmpty();
}
