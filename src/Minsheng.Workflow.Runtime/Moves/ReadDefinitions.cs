using System.Text.Json.Nodes;
using Minsheng.Workflow.Engine.Definitions;
using Minsheng.Workflow.Runtime.Commits;
using Minsheng.Workflow.Runtime.Definitions;

namespace Minsheng.Workflow.Runtime.Moves;

/// <summary>What procedures may start, read ahead while there is a session: children, their children, and what they embed.</summary>
internal sealed class ReadDefinitions : IDefinitionSource
{
    private static readonly string[] Members = ["childDefinitionId", "workflowDefinitionId"];

    private readonly Dictionary<string, WorkflowDefinition> _byId = new(StringComparer.Ordinal);

    public ReadDefinitions(WriteSession session, string place, IReadOnlyList<CompiledDefinition> beginning)
    {
        var published = new PublishedDefinitions(session, place);
        var open = new Queue<WorkflowDefinition>(beginning.Select(definition => definition.Source).DistinctBy(source => source.DefinitionId));
        while (open.TryDequeue(out var definition))
            foreach (var id in Named(definition.Json))
                if (!_byId.ContainsKey(id) && published.FindById(id) is { } child) open.Enqueue(_byId[id] = child);
    }

    public WorkflowDefinition? FindById(string definitionId) => _byId.GetValueOrDefault(definitionId);

    public WorkflowDefinition? FindByActivityType(string type) => _byId.Values.FirstOrDefault(definition => definition.UsableAsActivity && definition.ActivityType == type);

    /// <summary>Every text in the file that could be the id of a child: written down, or the default of a setting.</summary>
    private static IEnumerable<string> Named(JsonNode? node) => node switch
    {
        JsonObject json => json.SelectMany(member => Array.IndexOf(Members, member.Key) >= 0 || member.Key == "defaultValue" ? Texts(member.Value) : Named(member.Value)),
        JsonArray list => list.SelectMany(Named),
        _ => [],
    };

    private static IEnumerable<string> Texts(JsonNode? node) => node switch
    {
        JsonObject json => json.SelectMany(member => Texts(member.Value)),
        JsonValue value when value.TryGetValue<string>(out var text) && text.Length is > 0 and < 200 => [text],
        _ => [],
    };
}
