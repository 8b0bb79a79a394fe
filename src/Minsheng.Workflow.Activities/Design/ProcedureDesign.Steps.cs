using System.Text.Json.Nodes;
using Minsheng.Workflow.Engine.Running;

namespace Minsheng.Workflow.Activities.Design;

public sealed partial class ProcedureDesign
{
    /// <summary>Longest name of a step.</summary>
    public const int LongestTitle = 60;

    /// <summary>Puts a new step into a container; behind another one when an outcome of it is given.</summary>
    /// <returns>Where it stands.</returns>
    public StepAddress Add(string scope, string type, double x, double y, (string Id, string Port)? after = null) => Do($"添加“{NewSteps.NameOf(type)}”", () =>
    {
        var (inside, chart) = Drawable(scope);
        var json = NewSteps.Make(type, NewId(type), NewTitle(chart, NewSteps.NameOf(type)));
        Journal.Add(List(chart, "activities"), json);
        Place(json, x, y);
        var made = new StepAddress(inside, StepTree.Id(json));
        if (after is not { } source) return made;
        var ways = Way.In(chart).FindAll(way => way.From == source.Id && way.Port == source.Port);
        Connect(inside, source.Id, source.Port, made.Id);
        // Put between two steps it passes on to where the arrow led before.
        if (ways is [var only] && NewSteps.FirstPort(json) is { } port)
        {
            Disconnect(inside, [only.Key]);
            Connect(inside, made.Id, port, only.To);
        }
        return made;
    });

    /// <summary>Takes steps out, with the arrows that lead to and from them.</summary>
    public void Remove(string scope, IReadOnlyCollection<string> ids)
    {
        if (ids.Count == 0) return;
        var container = RequireScope(scope);
        var label = ids.Count == 1 && Find(new StepAddress(scope, ids.First())) is { } only ? $"删除{Named(only)}" : $"删除 {ids.Count} 个步骤";
        Do(label, () =>
        {
            foreach (var way in Way.In(container).Where(way => ids.Contains(way.From) || ids.Contains(way.To))) TakeOut(way.Json);
            foreach (var step in StepTree.Children(container).Where(child => ids.Contains(child.Id)).Select(child => child.Step).ToList()) TakeOut(step);
        });
    }

    public void Rename(StepAddress address, string title)
    {
        title = title.Trim();
        if (title.Length == 0) throw new DesignRefusedException("no-title", "步骤要有名称，没有改动；请写上办什么事，如“主任会议研究”。");
        if (title.Length > LongestTitle) throw new DesignRefusedException("long-title", $"名称有 {title.Length} 个字，最长 {LongestTitle} 个字，没有改动；细节请写到“办理说明”或“备注”里。");
        var step = RequireStep(address);
        if (StepTree.Title(step) == title) return;
        Do($"改名为“{Short(title)}”", () => Journal.Set(Member(step, "metadata"), "displayText", title));
    }

    /// <summary>Sets an input as the file writes it; null takes it out, so that the default holds.</summary>
    public void SetInput(StepAddress address, string name, JsonNode? value)
    {
        var step = RequireStep(address);
        if (JsonNode.DeepEquals(step[name], value) && step.ContainsKey(name) == value is not null) return;
        Do($"修改{Named(step)}", () =>
        {
            if (value is null) Journal.Remove(step, name);
            else Journal.Set(step, name, value.DeepClone());
        });
    }

    /// <summary>Sets a custom property in words, e.g. legalBasis, note, stage; empty takes it out.</summary>
    public void SetProperty(StepAddress address, string name, string? text)
    {
        var step = RequireStep(address);
        var properties = step["customProperties"] as JsonObject;
        var value = string.IsNullOrWhiteSpace(text) ? null : text.Trim();
        if (StepTree.Text(properties?[name]) == value) return;
        Do($"修改{Named(step)}", () =>
        {
            if (value is not null) Journal.Set(Member(step, "customProperties"), name, value);
            else if (properties is not null) Journal.Remove(properties, name);
        });
    }

    /// <summary>Changes the order in the file: the order of a sequence, and the reading order of the outline.</summary>
    public void Reorder(StepAddress address, int by)
    {
        var step = RequireStep(address);
        if (step.Parent is not JsonArray list) return;
        var (from, to) = (list.IndexOf(step), Math.Clamp(list.IndexOf(step) + by, 0, list.Count - 1));
        if (from == to) return;
        Do("调整次序", () =>
        {
            Journal.RemoveAt(list, from);
            Journal.Insert(list, to, step);
        });
    }

    /// <summary>Takes a step, or an arrow, out of whatever holds it.</summary>
    private void TakeOut(JsonObject part)
    {
        switch (part.Parent)
        {
            case JsonArray list:
                Journal.RemoveAt(list, list.IndexOf(part));
                break;
            case JsonObject owner:
                Journal.Remove(owner, owner.First(member => member.Value == part).Key);
                break;
        }
    }

    private static string Named(JsonObject step) => $"“{Short(StepTree.Title(step))}”";

    private static string Short(string text) => text.Length <= 16 ? text : $"{text[..15]}…";
}
