using System.Text.Json.Nodes;
using Minsheng.Workflow.Engine.BuiltIn;
using Minsheng.Workflow.Engine.Running;

namespace Minsheng.Workflow.Activities.Design;

public sealed partial class ProcedureDesign
{
    /// <summary>Applies a cure as one step back, whatever it takes.</summary>
    public void Cure(DesignCure cure) => Do($"照此改：{Short(cure.Words)}", () => cure.Apply(this));

    /// <summary>Puts a join before a step, so that several branches arriving there are told to wait for each other.</summary>
    /// <param name="keys">The arrows to lead into it.</param>
    public StepAddress Join(string scope, string to, IReadOnlyCollection<string> keys)
    {
        var chart = RequireChart(scope);
        var target = RequireStep(new StepAddress(scope, to));
        return Do($"在{Named(target)}前加汇合", () =>
        {
            var (x, y) = Spot(target);
            var join = NewSteps.Make("Elsa.FlowJoin", NewId("Elsa.FlowJoin"), NewTitle(chart, "汇合"));
            join["mode"] = InputValue.OfConstant(null, JsonValue.Create(nameof(JoinMode.WaitAllActive)), typeof(JoinMode));
            Journal.Add(List(chart, "activities"), join);
            Place(join, x, y - 110);
            var made = new StepAddress(scope, StepTree.Id(join));
            foreach (var way in Way.In(chart).Where(way => keys.Contains(way.Key))) Point(way.Json, "target", made.Id, null);
            Connect(scope, made.Id, Outcomes.Done, to);
            return made;
        });
    }

    /// <summary>Takes out an arrow that cannot be addressed by where it leads, by its place in the file.</summary>
    public void RemoveArrow(string scope, int index)
    {
        if (RequireChart(scope)["connections"] is not JsonArray list || index < 0 || index >= list.Count) return;
        Do("删除连线", () => Journal.RemoveAt(list, index));
    }
}
