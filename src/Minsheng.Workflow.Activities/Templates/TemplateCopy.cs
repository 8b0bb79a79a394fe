using System.Text.Json.Nodes;
using Minsheng.Workflow.Activities.Design;
using Minsheng.Workflow.Activities.Facts;
using Minsheng.Workflow.Activities.Procedures;
using Minsheng.Workflow.Engine.Definitions;

namespace Minsheng.Workflow.Activities.Templates;

/// <summary>A place's own copy of a procedure of the shelf.</summary>
/// <param name="Place">Name of the place it is for.</param>
/// <param name="Children">New ids of the procedures it starts, by their old ones; those left out stay the shelf's.</param>
public sealed record TemplateCopy(string DefinitionId, string Name, string Place, JurisdictionLevel Level, IReadOnlyDictionary<string, string> Children)
{
    public WorkflowDefinition Of(WorkflowDefinition template, TemplateOrigin origin)
    {
        var copy = template.Json.DeepClone().AsObject();
        (copy["id"], copy["definitionId"], copy["name"], copy["version"]) = ($"{DefinitionId}-v1", DefinitionId, Name, 1);
        if (copy["customProperties"] is not JsonObject about) copy["customProperties"] = about = [];
        about["jurisdiction"] = Place;
        // One that serves several levels, mine among them, goes on serving them.
        if (Levels.Of(template) is { Count: > 0 } levels && !levels.Contains(Level))
        {
            about.Remove("levels");
            about["level"] = Level.ToString();
        }
        origin.Stamp(copy);
        var made = new WorkflowDefinition(copy);
        foreach (var (step, member, id) in ProcedureCard.Started(made).ToList())
            if (Children.TryGetValue(id, out var mine) && mine != id) Rename(made, step, member, mine);
        return made;
    }

    private static void Rename(WorkflowDefinition definition, JsonObject step, string member, string id)
    {
        switch (InputValue.Read(step[member]))
        {
            case { Mode: InputMode.Constant }:
                step[member] = InputValue.OfConstant(step[member], JsonValue.Create(id), typeof(string));
                break;
            case { Mode: InputMode.Setting } setting when definition.Inputs.FirstOrDefault(input => input.Name == setting.Text).Json is { } input:
                input["defaultValue"] = id;
                break;
        }
    }
}
