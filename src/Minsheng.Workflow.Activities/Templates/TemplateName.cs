using Minsheng.Workflow.Activities.Design;
using Minsheng.Workflow.Engine.Definitions;

namespace Minsheng.Workflow.Activities.Templates;

/// <summary>A name for a place's own copy: the template's, with the own place in the place of the other.</summary>
public static class TemplateName
{
    public static string For(WorkflowDefinition template, string place) => For(template.Name, StepTree.Text(template.CustomProperties?["jurisdiction"]), StepTree.Text(template.CustomProperties?["model"]), place);

    public static string For(ProcedureCard card, string place) => For(card.Name, card.Place, card.Model, place);

    private static string For(string name, string? theirs, string? model, string place)
    {
        var mine = Short(place);
        if (name.StartsWith(mine, StringComparison.Ordinal)) return name;
        if (theirs is not null && Short(theirs) is { Length: > 1 } known && name.StartsWith(known, StringComparison.Ordinal)) return mine + name[known.Length..];
        return mine + (model is not null && name.IndexOf(model, StringComparison.Ordinal) is >= 0 and var at ? name[at..] : name);
    }

    /// <summary>The last part of a place's full name without its kind: 西安市新城区（演示） is 新城.</summary>
    private static string Short(string place)
    {
        var name = place.IndexOf('（', StringComparison.Ordinal) is > 0 and var bracket ? place[..bracket] : place;
        var cut = name[..^1].LastIndexOfAny(['市', '县', '区', '旗', '州']);
        if (cut > 0 && name.Length - cut > 2) name = name[(cut + 1)..];
        return name.Length > 2 && "市县区镇乡旗".Contains(name[^1], StringComparison.Ordinal) ? name[..^1] : name;
    }
}
