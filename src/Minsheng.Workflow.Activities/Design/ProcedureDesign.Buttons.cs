using System.Text.Json.Nodes;

namespace Minsheng.Workflow.Activities.Design;

public sealed partial class ProcedureDesign
{
    /// <summary>The arrows that leave a step by a port, and what they lead to is called.</summary>
    public IReadOnlyList<(string Key, string To)> WaysBy(StepAddress address, string port) => Scope(address.Scope) is not { } chart ? []
        : [.. Way.In(chart).Where(way => way.Way.From == address.Id && way.Way.Port == port)
            .Select(way => (way.Way.Key, Find(new StepAddress(address.Scope, way.Way.To)) is { } to ? StepTree.Title(to) : way.Way.To))];

    /// <summary>Takes a button off a task together with the arrows that leave by it.</summary>
    /// <param name="actions">The input without the button.</param>
    public void RemoveButton(StepAddress address, JsonNode? actions, string outcome) => Group("去掉按钮", () =>
    {
        var ways = WaysBy(address, outcome);
        SetInput(address, "actions", actions);
        if (ways.Count > 0) Disconnect(address.Scope, [.. ways.Select(way => way.Key)]);
    });
}
