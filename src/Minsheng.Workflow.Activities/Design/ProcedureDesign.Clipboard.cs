using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using Minsheng.Workflow.Engine.Definitions;

namespace Minsheng.Workflow.Activities.Design;

public sealed partial class ProcedureDesign
{
    /// <summary>Most steps one paste may bring.</summary>
    public const int LargestPaste = 2_000;

    private static readonly JsonSerializerOptions Clip = new() { WriteIndented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping, MaxDepth = ElsaJson.MaxDepth + 8 };

    /// <summary>Steps and the arrows among them as Elsa writes a flowchart.</summary>
    public string Copy(string scope, IReadOnlyCollection<string> ids)
    {
        var container = RequireScope(scope);
        var steps = StepTree.Children(container).Where(child => ids.Contains(child.Id)).Select(child => (JsonNode)child.Step.DeepClone());
        var ways = Way.In(container).Where(way => ids.Contains(way.From) && ids.Contains(way.To)).Select(way => (JsonNode)way.Json.DeepClone());
        return new JsonObject { ["type"] = "Elsa.Flowchart", ["activities"] = new JsonArray([.. steps]), ["connections"] = new JsonArray([.. ways]) }.ToJsonString(Clip);
    }

    /// <summary>Takes what was copied here, in another procedure or in Elsa Studio: steps get new ids, arrows among them follow.</summary>
    /// <returns>Ids of the pasted steps.</returns>
    /// <exception cref="DesignRefusedException">The text is nothing that could be pasted.</exception>
    public IReadOnlyList<StepAddress> Paste(string scope, string text, (double X, double Y)? at = null)
    {
        var source = Pasted(text);
        var steps = StepTree.Children(source).Where(child => StepTree.Type(child.Step).Length > 0).Select(child => (Id: child.Id, Step: child.Step.DeepClone().AsObject())).ToList();
        if (steps.Count == 0) throw new DesignRefusedException("nothing-to-paste", "粘贴的内容里没有步骤，没有改动；请先在方案里选中步骤并复制。");
        var count = steps.Sum(step => StepTree.All(step.Step).Count());
        if (count > LargestPaste) throw new DesignRefusedException("large-paste", $"粘贴的内容有 {count} 个步骤，一次最多 {LargestPaste} 个，没有改动；整份方案请用“导入”。");
        var pasted = new List<StepAddress>();
        Do(steps.Count == 1 ? $"粘贴{Named(steps[0].Step)}" : $"粘贴 {steps.Count} 个步骤", () =>
        {
            var (inside, chart) = Drawable(scope);
            var taken = UsedIds();
            var renamed = new Dictionary<string, string>(StringComparer.Ordinal);
            foreach (var (id, step) in steps)
            {
                var own = NewId(StepTree.Type(step), taken);
                renamed.TryAdd(id, own);
                step["id"] = own;
                step.Remove("nodeId");
                foreach (var (_, inner) in StepTree.All(step).Skip(1)) if (StepTree.Id(inner) is { Length: > 0 } deeper) taken.Add(deeper);
            }
            var spots = steps.Select(step => Spot(step.Step)).ToList();
            var (dx, dy) = at is { } corner ? (corner.X - spots.Min(spot => spot.X), corner.Y - spots.Min(spot => spot.Y)) : (40, 40);
            for (var index = 0; index < steps.Count; index++)
            {
                var step = steps[index].Step;
                RenameReferences(step, renamed);
                var title = NewTitle(chart, StepTree.Title(step));
                Journal.Add(List(chart, "activities"), step);
                Place(step, spots[index].X + dx, spots[index].Y + dy);
                Journal.Set(Member(step, "metadata"), "displayText", title);
                pasted.Add(new StepAddress(inside, StepTree.Id(step)));
            }
            if (!StepTree.IsChart(chart)) return;
            foreach (var (way, json, _) in Way.In(source))
            {
                if (!renamed.TryGetValue(way.From, out var from) || !renamed.TryGetValue(way.To, out var to)) continue;
                var copy = json.DeepClone().AsObject();
                if (copy["vertices"] is JsonArray bends)
                    foreach (var bend in bends.OfType<JsonObject>())
                        foreach (var (axis, by) in new[] { ("x", dx), ("y", dy) }) bend[axis] = Math.Round((StepTree.Number(bend[axis]) ?? 0) + by);
                Journal.Add(List(chart, "connections"), copy);
                Point(copy, "source", from, null);
                Point(copy, "target", to, null);
            }
        });
        return pasted;
    }

    /// <summary>Takes another file in the place of everything, as one step that can be taken back.</summary>
    public void ReplaceWith(WorkflowDefinition other)
    {
        if (other.Root is null) throw new DesignRefusedException("empty-definition", "这个文件里没有方案的步骤（root），没有导入；请换成从方案页或 Elsa Studio 导出的文件。");
        var definition = Definition.Json;
        Do("导入方案文件", () =>
        {
            foreach (var name in definition.Select(member => member.Key).ToList())
                if (!other.Json.ContainsKey(name)) Journal.Remove(definition, name);
            foreach (var (name, value) in other.Json.ToList())
                // It stays this procedure, whatever the file calls itself.
                if (name is not ("definitionId" or "id") && !JsonNode.DeepEquals(definition[name], value)) Journal.Set(definition, name, value?.DeepClone());
        });
    }

    private static JsonObject Pasted(string text)
    {
        if (Encoding.UTF8.GetByteCount(text) > ElsaJson.MaxBytes) throw new DesignRefusedException("large-paste", $"粘贴的内容超过 {ElsaJson.MaxBytes / 1024 / 1024} MB，没有改动。");
        try
        {
            var trimmed = text.Trim();
            // The reader refuses what JSON allows and a file must not have, e.g. a member written twice.
            var json = ElsaJson.Read(trimmed.StartsWith('[') ? $"{{\"activities\":{trimmed}}}" : trimmed, "粘贴的内容").Json;
            return json["root"] as JsonObject ?? (json["activities"] is JsonArray ? json : new JsonObject { ["activities"] = new JsonArray(json.DeepClone()) });
        }
        catch (Engine.InvalidDefinitionException)
        {
            throw new DesignRefusedException("not-steps", "粘贴的内容不是方案的步骤，没有改动；请先在方案里选中步骤并复制，再到这里粘贴。");
        }
    }

    /// <summary>Scripts ask other steps for their results by id.</summary>
    private static void RenameReferences(JsonObject step, Dictionary<string, string> renamed)
    {
        foreach (var (_, inner) in StepTree.All(step))
            foreach (var (_, value) in inner.ToList())
                if (value is JsonObject input && input["expression"] is JsonObject expression && StepTree.Text(expression["value"]) is { } script && script.Contains("getOutputFrom", StringComparison.Ordinal))
                    expression["value"] = renamed.Aggregate(script, (now, one) => now
                        .Replace($"getOutputFrom('{one.Key}'", $"getOutputFrom('{one.Value}'", StringComparison.Ordinal)
                        .Replace($"getOutputFrom(\"{one.Key}\"", $"getOutputFrom(\"{one.Value}\"", StringComparison.Ordinal));
    }
}
