using System.Text.Json;
using System.Text.Json.Nodes;
using Minsheng.Workflow.Activities.Facts;
using Minsheng.Workflow.Activities.Steps;
using Minsheng.Workflow.Engine;
using Minsheng.Workflow.Engine.BuiltIn;
using Minsheng.Workflow.Engine.Definitions;

namespace Minsheng.Workflow.Activities.Procedures;

/// <summary>What is wrong with a procedure beyond what the compiler finds: children that do not exist, bodies its level does not have.</summary>
public static class ProcedureCheck
{
    /// <summary>Everything wrong with a definition, errors and warnings.</summary>
    /// <param name="others">Where its children are found.</param>
    public static IReadOnlyList<DefinitionProblem> Of(WorkflowDefinition definition, IDefinitionSource others, ActivityCatalog? catalog = null) =>
        DefinitionCompiler.TryCompile(definition, catalog ?? StepCatalog.All, others, out var problems) is { } compiled
            ? [.. problems, .. Beyond(compiled, others)]
            : problems;

    /// <summary>What is wrong with a definition that compiles.</summary>
    /// <param name="at">The level of the place that wants to use it; null where it is judged by what it says of itself.</param>
    /// <param name="isStart">Whether a run is about to begin, so that its inputs are what they will be.</param>
    public static IReadOnlyList<DefinitionProblem> Beyond(CompiledDefinition definition, IDefinitionSource others, JurisdictionLevel? at = null, bool isStart = false) =>
        Beyond(definition, others, at, isStart, [definition.Source.DefinitionId]);

    /// <summary>The definition as it will run with these settings.</summary>
    public static WorkflowDefinition With(WorkflowDefinition definition, IReadOnlyDictionary<string, object?> settings)
    {
        var copy = definition.Json.DeepClone().AsObject();
        foreach (var input in (copy["inputs"] as JsonArray ?? []).OfType<JsonObject>())
            if (settings.TryGetValue(input["name"]?.ToString() ?? "", out var given)) input["defaultValue"] = JsonSerializer.SerializeToNode(given, Values.Json);
        return new WorkflowDefinition(copy);
    }

    private static List<DefinitionProblem> Beyond(CompiledDefinition definition, IDefinitionSource others, JurisdictionLevel? at, bool isStart, HashSet<string> seen)
    {
        var problems = new List<DefinitionProblem>();
        var levels = Levels.Of(definition.Source, problems);
        if (at is { } place && levels.Count > 0 && !levels.Contains(place))
            problems.Add(new DefinitionProblem(null, "$.customProperties.level", "wrong-level",
                $"方案“{definition.Source.Name}”用于{Levels.Words(levels)}，这里是{Levels.Word(place)}，办理机构不同；请改用{Levels.Word(place)}的方案。"));
        var withDefaults = isStart || levels.Count == 1;
        levels = at is { } only ? [only] : levels;
        foreach (var step in definition.Activities)
        {
            foreach (var level in levels) problems.AddRange(LevelRules.Problems(step, level, withDefaults));
            problems.AddRange(Children(definition.Source, step, others, levels, seen));
        }
        return problems;
    }

    private static IEnumerable<DefinitionProblem> Children(WorkflowDefinition definition, CompiledActivity step, IDefinitionSource others, IReadOnlyList<JurisdictionLevel> levels, HashSet<string> seen)
    {
        var (input, member) = step.Activity switch
        {
            ForEachProject each => (each.ChildDefinitionId, "childDefinitionId"),
            ChildActivity child => (child.WorkflowDefinitionId, "workflowDefinitionId"),
            _ => (null, ""),
        };
        // An empty or computed name is told by the compiler or while running.
        if (input is null || !input.TryForesee(out var value) || value is not string { Length: > 0 } id || id == definition.DefinitionId) yield break;
        if (others.FindById(id) is not { } found)
            yield return new DefinitionProblem(step.Id, $"{step.Path}.{member}", "missing-child",
                $"“{step.Title}”要启动的子方案“{id}”不存在，请先导入并发布它，或改选一个已有的方案。");
        else if (Levels.Of(found) is { Count: > 0 } theirs && levels.Where(level => !theirs.Contains(level)).Select(level => (JurisdictionLevel?)level).FirstOrDefault() is { } missing)
            yield return new DefinitionProblem(step.Id, $"{step.Path}.{member}", "wrong-level",
                $"“{step.Title}”启动的子方案“{found.Name}”用于{Levels.Words(theirs)}，不适用于{Levels.Word(missing)}；请改选{Levels.Word(missing)}能用的子方案。");
        else if (levels.Any(level => level != JurisdictionLevel.County) && seen.Add(id) && DefinitionCompiler.TryCompile(found, StepCatalog.All, others, out _) is { } child)
            // Made for no level in particular, it must do for this one.
            foreach (var problem in levels.SelectMany(level => Beyond(child, others, level, isStart: false, seen)).Where(problem => problem.Code == "wrong-body"))
                yield return new DefinitionProblem(step.Id, $"{step.Path}.{member}", problem.Code, $"“{step.Title}”启动的子方案“{found.Name}”中，{problem.Message}");
    }
}
