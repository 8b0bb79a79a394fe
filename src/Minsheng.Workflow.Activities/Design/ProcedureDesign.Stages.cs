using System.Text.Json.Nodes;
using Minsheng.Workflow.Activities.Procedures;

namespace Minsheng.Workflow.Activities.Design;

/// <summary>环节: a word at each step, and their order where it is not that of the year.</summary>
public sealed partial class ProcedureDesign
{
    private const int LongestStage = 12;

    /// <summary>In their order, with the number of steps in each; those inside a container count too.</summary>
    public IReadOnlyList<(string Stage, int Steps)> Stages()
    {
        var steps = Staged().CountBy(stage => stage).ToDictionary(StringComparer.Ordinal);
        return [.. StageOrder().Select(stage => (stage, steps[stage]))];
    }

    /// <summary>At every step that names it.</summary>
    public void RenameStage(string stage, string name)
    {
        name = name.Trim();
        if (name == stage) return;
        var order = StageOrder();
        if (!order.Contains(stage)) throw new DesignRefusedException("no-stage", $"环节“{Short(stage)}”已经不在方案里了（可能刚被改名或撤销），没有改动。");
        RequireStage(name);
        if (order.Contains(name)) throw new DesignRefusedException("same-title", $"已经有叫“{name}”的环节，没有改动；要把两个环节并成一个，请选中步骤，把它们放进“{name}”。");
        Do($"环节“{Short(stage)}”改名为“{name}”", () =>
        {
            foreach (var (_, step) in StepTree.All(Root).Where(step => step.Step != Root && StageOf(step.Step) == stage).ToList()) Journal.Set(Member(step, "customProperties"), ProcedureStages.StepMember, name);
            KeepOrder([.. order.Select(one => one == stage ? name : one)]);
        });
    }

    /// <summary>Changes the order in which the year passes through them; the arrows stay as they are.</summary>
    public void ReorderStage(string stage, int by)
    {
        var order = StageOrder();
        if (!order.Contains(stage)) return;
        var (from, to) = (order.IndexOf(stage), Math.Clamp(order.IndexOf(stage) + by, 0, order.Count - 1));
        if (from == to) return;
        order.RemoveAt(from);
        order.Insert(to, stage);
        Do("调整环节次序", () => KeepOrder(order));
    }

    /// <summary>A stage that is new comes behind the one the steps were in; empty takes the word away.</summary>
    public void PutInStage(IReadOnlyList<StepAddress> steps, string? stage)
    {
        stage = stage?.Trim() ?? "";
        if (stage.Length > 0) RequireStage(stage);
        var order = StageOrder();
        var found = steps.Select(RequireStep).Where(step => StageOf(step) != stage).ToList();
        if (found.Count == 0) return;
        if (!order.Contains(stage)) order.Insert(order.IndexOf(StageOf(found[0])) is >= 0 and var at ? at + 1 : order.Count, stage);
        Do(stage.Length > 0 ? $"放进环节“{Short(stage)}”" : "不写环节", () =>
        {
            foreach (var step in found)
                if (stage.Length > 0) Journal.Set(Member(step, "customProperties"), ProcedureStages.StepMember, stage);
                else if (step["customProperties"] is JsonObject properties) Journal.Remove(properties, ProcedureStages.StepMember);
            KeepOrder(order);
        });
    }

    /// <summary>Written into the file only where it is not that of the year.</summary>
    private void KeepOrder(List<string> order)
    {
        var named = Staged().ToHashSet(StringComparer.Ordinal);
        order.RemoveAll(stage => !named.Contains(stage));
        if (!ProcedureStages.Yearly.Where(order.Contains).SequenceEqual(order)) Journal.Set(Member(Definition.Json, "customProperties"), ProcedureStages.Member, new JsonArray([.. order.Select(stage => JsonValue.Create(stage))]));
        else if (Definition.CustomProperties is { } properties && properties.ContainsKey(ProcedureStages.Member)) Journal.Remove(properties, ProcedureStages.Member);
    }

    private List<string> StageOrder() => [.. ProcedureStages.Order(Staged(), ProcedureStages.Listed(Definition.CustomProperties?[ProcedureStages.Member]))];

    private IEnumerable<string> Staged() => StepTree.All(Root).Where(step => step.Step != Root).Select(step => StageOf(step.Step)).Where(stage => stage.Length > 0);

    private static string StageOf(JsonObject step) => StepTree.Text((step["customProperties"] as JsonObject)?[ProcedureStages.StepMember]) ?? "";

    private static void RequireStage(string name)
    {
        if (name.Length == 0) throw new DesignRefusedException("no-title", "环节要有名称，没有改动；请写上它是哪一段，如“征集筛选”。");
        if (name.Length > LongestStage) throw new DesignRefusedException("long-title", $"环节名称有 {name.Length} 个字，最长 {LongestStage} 个字，没有改动；名称要放得进年度进度条。");
    }
}
