using System.Globalization;
using System.Text.Json.Nodes;
using Minsheng.Workflow.Activities.Design;
using Minsheng.Workflow.Engine.Definitions;

namespace Minsheng.Workflow.Activities.Templates;

/// <summary>Which procedure of the shelf, and which state of it, a place's own one was made from. It travels in the file: customProperties.template.</summary>
/// <param name="Digest">SHA-256 of the template's file.</param>
public sealed record TemplateOrigin(string DefinitionId, string Digest, int Version)
{
    internal const string Member = "template";

    /// <returns>Null where the file names none.</returns>
    public static TemplateOrigin? Of(WorkflowDefinition definition) =>
        definition.CustomProperties?[Member] is JsonObject origin && StepTree.Text(origin["definitionId"]) is { } id && StepTree.Text(origin["digest"]) is { } digest
            ? new TemplateOrigin(id, digest, int.TryParse(origin["version"]?.ToString(), NumberStyles.None, CultureInfo.InvariantCulture, out var version) ? version : 1) : null;

    public void Stamp(JsonObject definition)
    {
        if (definition["customProperties"] is not JsonObject about) definition["customProperties"] = about = [];
        about[Member] = new JsonObject { ["definitionId"] = DefinitionId, ["digest"] = Digest, ["version"] = Version };
    }
}
