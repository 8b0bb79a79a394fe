using System.Text.Json.Nodes;
using Minsheng.Workflow.Engine.Definitions;
using Minsheng.Workflow.Engine.Running;
using Minsheng.Workflow.Engine.Scripting;

namespace Minsheng.Workflow.Engine.Expressions;

/// <summary>Works out one expression as a step would, in a run that has just begun: settings at their defaults, variables at what they start with.</summary>
public static class Trial
{
    private static readonly ScriptLimits Short = new() { MaxSteps = 50_000, MaxAllocation = 2_000_000 };

    /// <param name="variables">Those of containers around the step, as the definition writes them.</param>
    /// <exception cref="ScriptException">It cannot be read, or not worked out; says where.</exception>
    public static object? Evaluate(WorkflowDefinition definition, IEnumerable<JsonObject> variables, string script, DateTimeOffset now, object? facts = null)
    {
        var parsed = Script.Parse(script);
        var skeleton = new JsonObject
        {
            ["definitionId"] = definition.DefinitionId,
            ["inputs"] = definition.Json["inputs"]?.DeepClone(),
            ["variables"] = new JsonArray([.. (definition.Json["variables"] as JsonArray ?? []).OfType<JsonObject>().Concat(variables).Select(variable => variable.DeepClone())]),
            ["root"] = new JsonObject { ["id"] = "trial", ["type"] = "Elsa.WriteLine" },
        };
        return DefinitionCompiler.TryCompile(new WorkflowDefinition(skeleton), ActivityCatalog.BuiltIn, null, out var problems) is { } compiled
            ? Values.Copy(parsed.Evaluate(new ScriptScope(Burst.ToTry(compiled, now, facts)), Short))
            : throw new ScriptException(problems[0].Message);
    }
}
