using System.Text.Json.Nodes;
using Minsheng.Workflow.Activities.Design;
using Minsheng.Workflow.Activities.Procedures;
using Minsheng.Workflow.Engine.Definitions;

namespace Minsheng.Workflow.Activities.Written;

/// <summary>Writes a definition down. Numbers are those of the outline, so that paper and screen name the same step alike.</summary>
public sealed class ProcedureWriter(DesignNames names, Func<string, WorkflowDefinition?> findChild)
{
    private const int DeepestAppendix = 3;

    public WrittenProcedure Write(WorkflowDefinition definition)
    {
        var appendices = new List<string>();
        Collect(definition, appendices, 0);
        var titles = appendices.Select((id, index) => (id, Title: $"“{findChild(id)?.Name ?? id}”（见附件{ChineseCount.Of(index + 1)}）")).ToDictionary(one => one.id, one => one.Title, StringComparer.Ordinal);
        string Child(string id) => titles.GetValueOrDefault(id) ?? $"“{findChild(id)?.Name ?? id}”";
        return One(definition, Child) with { Appendices = [.. appendices.Select(id => One(findChild(id)!, Child))] };
    }

    /// <summary>Ids of the procedures it starts, in the order of the file.</summary>
    public static IEnumerable<string> ChildrenOf(WorkflowDefinition definition) => definition.Root is not { } root ? []
        : StepTree.All(root).Select(step => ChildReference.Of(step.Step)).OfType<string>().Where(id => id != definition.DefinitionId).Distinct();

    /// <summary>What is started, and what that starts, each once.</summary>
    private void Collect(WorkflowDefinition definition, List<string> found, int depth)
    {
        if (depth >= DeepestAppendix) return;
        foreach (var id in ChildrenOf(definition))
            if (!found.Contains(id) && findChild(id) is { Root: not null } child)
            {
                found.Add(id);
                Collect(child, found, depth + 1);
            }
    }

    private WrittenProcedure One(WorkflowDefinition definition, Func<string, string> child)
    {
        var design = new ProcedureDesign(definition);
        var outline = DesignOutline.Of(design, names);
        var words = new InputWords(definition, names);
        var sentences = new StepSentences(design, outline, words, child);
        var stages = new List<(string Title, List<WrittenStep> Steps)>();
        foreach (var line in outline.Lines)
        {
            var stage = line.Depth == 0 && line.Stage.Length > 0 ? line.Stage : stages.Count > 0 ? stages[^1].Title : "步骤";
            if (stages.Count == 0 || stages[^1].Title != stage) stages.Add((stage, []));
            if (line.Type is "Elsa.Start") continue;
            stages[^1].Steps.Add(sentences.Of(line));
        }
        var seen = new List<string>();
        return new WrittenProcedure(definition.Name ?? "方案", [.. Head(definition, outline)], [.. Settings(definition, words)],
            [.. stages.Where(stage => stage.Steps.Count > 0).Select(stage => new WrittenStage(Heading(stage.Title, seen), stage.Steps))], []);
    }

    private static string Heading(string title, List<string> seen)
    {
        var isFurther = seen.Contains(title);
        seen.Add(title);
        return $"{ChineseCount.Of(seen.Count + 1)}、{title}{(isFurther ? "（续）" : "")}";
    }

    private static IEnumerable<string> Head(WorkflowDefinition definition, DesignOutline outline)
    {
        var custom = definition.CustomProperties;
        var (place, levels) = (StepTree.Text(custom?["jurisdiction"]), Levels.Words(Levels.Of(definition)));
        if (levels.Length > 0 || place is { Length: > 0 }) yield return $"适用：{levels}{(place is { Length: > 0 } ? levels.Length > 0 ? $"（{place}）" : place : "")}。";
        if (definition.Description is { Length: > 0 } about) yield return Ended(about);
        if (StepTree.Text(custom?["legalBasis"]) is { Length: > 0 } basis) yield return Ended($"依据：{basis}");
        if (StepTree.Text(custom?["source"]) is { Length: > 0 } source) yield return Ended($"来源：{source}");
        var top = outline.Lines.Where(line => line.Depth == 0).ToList();
        var stages = top.Select(line => line.Stage).Where(stage => stage.Length > 0).Distinct().ToList();
        var count = $"共 {top.Count(line => line.Number.Length > 0)} 步";
        yield return stages.Count > 1 ? $"分{string.Join("、", stages)} {stages.Count} 个环节，{count}。" : $"{count}。";
    }

    private static IEnumerable<string> Settings(WorkflowDefinition definition, InputWords words) => definition.Inputs
        .Where(input => input.Json["displayName"] is not null && input.Json["defaultValue"] is JsonValue)
        .Select(input => $"{input.Json["displayName"]}：{Ended(words.Usual(input.Name))}{words.Said(StepTree.Text(input.Json["description"]) ?? "")}");

    private static string Ended(string sentence) => sentence.Length > 0 && "。；！？".Contains(sentence[^1]) ? sentence : $"{sentence}。";
}
