using Minsheng.Workflow.Activities.Design;

namespace Minsheng.Workflow.Web.Components.Pages.Design;

/// <summary>What is drawn by hand on the level one looks at.</summary>
public sealed partial class DesignSession
{
    /// <summary>Puts a step behind another; without one, below what is there.</summary>
    public void AddBehind(string type, string? id)
    {
        Choose(id is null ? [] : [id]);
        var last = Chart.Steps is { Count: > 0 } steps ? steps[^1] : null;
        Add(type, last?.X ?? 80, (last?.Y ?? 0) + 120, behind: true);
    }

    /// <summary>Puts a step where there is room: behind the chosen one, else at a spot of the canvas.</summary>
    public void Add(string type, double x, double y, bool behind)
    {
        (string Id, string Port)? after = null;
        if (behind && Step is { } chosen && Chart.Steps.FirstOrDefault(step => step.Id == chosen.Id) is { } from)
        {
            if ((from.Ports.FirstOrDefault(port => !port.IsWired) ?? (from.Ports.Count == 1 ? from.Ports[0] : null)) is { } port) after = (from.Id, port.Name);
            (x, y) = (from.X, from.Y + from.Height + 56);
        }
        var taken = Chart.Steps;
        // Put down by hand it stays where it was put, unless it would hide another.
        while (behind && taken.Any(step => Math.Abs(step.X - x) < 180 && Math.Abs(step.Y - y) < 70)) x += 240;
        while (taken.Any(step => Math.Abs(step.X - x) < 20 && Math.Abs(step.Y - y) < 20)) (x, y) = (x + 24, y + 24);
        var made = StepAddress.Root;
        if (!Do(design => made = design.Add(Scope, type, x, y, after), "已添加，可在右边填写")) return;
        Show(made);
    }

    public void Connect(string from, string port, string to)
    {
        var before = Chart.Ways.Where(way => way.To == to && !way.IsBack).Select(way => way.From).Distinct().Count();
        var target = Design.Find(new StepAddress(Scope, to)) is { } step && step["type"]?.ToString() == "Elsa.FlowJoin";
        Do(design => design.Connect(Scope, from, port, to), before > 0 && !target ? "已连上。这一步有几条线到达：几路都在办的，会等齐了再往下走" : "已连上");
    }

    public void AskLayout()
    {
        if (LayoutWanted is { } canvas) canvas();
        else LayOut(0);
    }

    public void AskTrial() => TrialWanted?.Invoke();

    /// <summary>Places every step of the level anew.</summary>
    /// <param name="width">Of the window.</param>
    public void LayOut(double width)
    {
        var places = RowLayout.Of(Chart, double.IsFinite(width) && width > 0 ? width : 860);
        Do(design => design.Move(Scope, places, isLayout: true), "已排好，可以撤销");
    }

    public void Paste(string text, double x, double y)
    {
        IReadOnlyList<StepAddress> pasted = [];
        if (!Do(design => pasted = design.Paste(Scope, text, (x, y)), "已粘贴") || pasted.Count == 0) return;
        if (pasted[0].Scope != Scope) Go(pasted[0].Scope);
        Choose([.. pasted.Select(step => step.Id)]);
    }
}
