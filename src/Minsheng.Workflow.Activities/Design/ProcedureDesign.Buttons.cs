using System.Text.Json.Nodes;

namespace Minsheng.Workflow.Activities.Design;

public sealed partial class ProcedureDesign
{
    /// <summary>The arrows that leave a step by a port, and what they lead to is called.</summary>
    public IReadOnlyList<(string Key, string To)> WaysBy(StepAddress address, string port) => Scope(address.Scope) is not { } chart ? []
        : [.. Way.In(chart).Where(way => way.From == address.Id && way.Port == port)
            .Select(way => (way.Key, Find(new StepAddress(address.Scope, way.To)) is { } to ? StepTree.Title(to) : way.To))];

    /// <summary>Takes a button off a task together with the arrows that leave by it.</summary>
    /// <param name="actions">The input without the button.</param>
    public void RemoveButton(StepAddress address, JsonNode? actions, string outcome) => Group("去掉按钮", () =>
    {
        var ways = WaysBy(address, outcome);
        SetInput(address, "actions", actions);
        if (ways.Count > 0) Disconnect(address.Scope, [.. ways.Select(way => way.Key)]);
    });

    /// <summary>The ways of a 多路判断. An arrow follows its way when it gets another name, and goes with it.</summary>
    public void SetCases(StepAddress address, JsonArray cases)
    {
        var step = RequireStep(address);
        if (JsonNode.DeepEquals(step["cases"], cases)) return;
        var labels = cases.OfType<JsonObject>().Select(one => StepTree.Text(one["label"]) ?? "").ToList();
        if (labels.GroupBy(label => label).FirstOrDefault(group => group.Count() > 1) is { } twice) throw new DesignRefusedException("same-case", $"有两路都叫“{twice.Key}”，没有改动；请换个名称，连线才分得清。");
        var before = (step["cases"] as JsonArray ?? []).OfType<JsonObject>().Select(one => StepTree.Text(one["label"]) ?? "").ToList();
        Do("修改各路", () =>
        {
            Journal.Set(step, "cases", cases.DeepClone());
            foreach (var (index, label) in before.Index().Where(one => !labels.Contains(one.Item)).ToList())
            {
                var ways = WaysBy(address, label);
                if (ways.Count == 0) continue;
                if (before.Count == labels.Count && !before.Contains(labels[index])) foreach (var (key, _) in ways) Reroute(address.Scope, key, address.Id, labels[index], Way.Parse(key).To);
                else Disconnect(address.Scope, [.. ways.Select(way => way.Key)]);
            }
        });
    }
}
