namespace Minsheng.Workflow.Web.Components.Pages.Design;

public sealed record CanvasPlace(string Id, double X, double Y);

/// <summary>What a person did on the canvas or in the outline. Anything may come from a browser: every member is checked by the command it becomes.</summary>
public sealed record DesignAct(string Kind)
{
    public string? Scope { get; init; }

    /// <summary>The line of the outline it was done to, as that was called then.</summary>
    public string? Line { get; init; }

    public string? Id { get; init; }
    public string? Type { get; init; }
    public string? Key { get; init; }
    public string? From { get; init; }
    public string? Port { get; init; }
    public string? To { get; init; }
    public string? Text { get; init; }
    public double X { get; init; }
    public double Y { get; init; }

    /// <summary>Put behind the step with this id, or where there is room, instead of at a spot.</summary>
    public bool IsBehind { get; init; }

    public string[] Steps { get; init; } = [];
    public string[] Ways { get; init; } = [];
    public CanvasPlace[] Places { get; init; } = [];

    public void On(DesignSession session)
    {
        if (Line is not null) OnLine(session);
        else OnLevel(session);
    }

    private void OnLevel(DesignSession session)
    {
        switch (Kind)
        {
            case "add" when Type is not null && StepIcons.Offers(Type) && IsBehind: session.AddBehind(Type, Id); break;
            case "add" when Type is not null && StepIcons.Offers(Type): session.Add(Type, X, Y, behind: false); break;
            case "move": session.Do(design => design.Move(session.Scope, [.. Places.Select(place => (place.Id, place.X, place.Y))])); break;
            case "layout": session.LayOut(X); break;
            case "connect" when From is not null && Port is not null && To is not null: session.Connect(From, Port, To); break;
            case "reroute" when Key is not null && From is not null && Port is not null && To is not null: session.Do(design => design.Reroute(session.Scope, Key, From, Port, To), "连线已改"); break;
            case "remove": session.Do(design => design.Group(Steps.Length > 0 ? $"删除 {Steps.Length} 个步骤" : "删除连线", () =>
            {
                if (Ways.Length > 0) design.Disconnect(session.Scope, Ways);
                design.Remove(session.Scope, Steps);
            }), "已删除，可以撤销"); break;
            case "paste" when Text is not null: session.Paste(Text, X, Y); break;
            case "undo": session.Undo(); break;
            case "redo": session.Redo(); break;
        }
    }

    private void OnLine(DesignSession session)
    {
        var outline = session.Outline;
        var line = outline.Known(Line);
        if (line is not null) outline.Choose(line);
        switch (Kind)
        {
            case "undo": outline.Undo(again: false); break;
            case "redo": outline.Undo(again: true); break;
            case var _ when line is null: session.Say("这一步已经不在方案里，没有改动", isRefusal: true); break;
            case "up": outline.Move(line, -1); break;
            case "down": outline.Move(line, 1); break;
            case "in": outline.Indent(line); break;
            case "out": outline.Outdent(line); break;
            case "remove": outline.Remove(line); break;
            case "rename" when Text is not null: outline.Rename(line, Text); break;
            case "paste" when Text is not null: outline.Paste(line, Text); break;
            case "copy" when outline.Known(From) is { } source: outline.Paste(line, session.Design.Copy(source.Address.Scope, [source.Address.Id])); break;
            case "carry" when outline.Known(From) is { } source: outline.Carry(source, line); break;
            case "copy" or "carry": session.Say("要粘贴的步骤已经不在方案里，没有改动", isRefusal: true); break;
        }
    }
}
