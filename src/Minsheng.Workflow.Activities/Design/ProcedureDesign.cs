using System.Text.Json.Nodes;
using Minsheng.Workflow.Engine.Definitions;

namespace Minsheng.Workflow.Activities.Design;

/// <summary>
/// A procedure being drawn: its JSON, the commands that change it, and the way back. Nothing is mapped away, so what a command does
/// not touch is written as it was read: foreign steps, unknown members, positions of other tools.
/// </summary>
public sealed partial class ProcedureDesign
{
    private readonly DesignHistory _history = new();

    public ProcedureDesign(WorkflowDefinition definition)
    {
        Definition = definition;
        if (definition.Root is null) throw new DesignRefusedException("empty-definition", "这个文件里没有方案的步骤（root），请换成从方案页或 Elsa Studio 导出的文件。");
    }

    public WorkflowDefinition Definition { get; }

    public JsonObject Root => Definition.Root!;

    /// <summary>Counts every change, also those taken back.</summary>
    public int Changes => _history.Changes;

    /// <summary>What would be taken back, in words; null when there is nothing.</summary>
    public string? UndoLabel => _history.UndoLabel;

    public string? RedoLabel => _history.RedoLabel;

    /// <exception cref="InvalidDefinitionException">The text is no definition.</exception>
    public static ProcedureDesign Open(string text, string name = "导入的文件") => new(ElsaJson.Read(text, name));

    public string Write() => ElsaJson.Write(Definition);

    public bool Undo() => _history.Undo();

    public bool Redo() => _history.Redo();

    /// <summary>Several commands as one step back.</summary>
    public void Group(string label, Action commands) => Do(label, commands);

    /// <summary>The step at an address; null when it is gone.</summary>
    public JsonObject? Find(StepAddress address) => StepTree.Find(Root, address.Path);

    /// <summary>What people call a step; its id where nobody has named it, or it is gone.</summary>
    public string TitleOf(StepAddress address) => Find(address) is { } step ? StepTree.Title(step) : address.Id;

    /// <summary>The container with this path; null when it is gone.</summary>
    public JsonObject? Scope(string scope) => StepTree.Find(Root, scope);

    /// <summary>Every step, the root first.</summary>
    public IEnumerable<(StepAddress Address, JsonObject Json)> Steps() => StepTree.All(Root);

    /// <summary>Where JSON paths of problems point: the innermost step on the way.</summary>
    public IReadOnlyList<StepAddress?> At(IReadOnlyList<string> paths)
    {
        var steps = new Dictionary<JsonNode, StepAddress>(StepTree.All(Root).Select(step => KeyValuePair.Create((JsonNode)step.Step, step.Address)), ReferenceEqualityComparer.Instance);
        return [.. paths.Select(path => At(path, steps))];
    }

    private StepAddress? At(string path, Dictionary<JsonNode, StepAddress> steps)
    {
        if (!path.StartsWith("$.root", StringComparison.Ordinal)) return null;
        JsonNode? node = Root;
        var found = StepAddress.Root;
        foreach (var part in path["$.root".Length..].Split(['.', '['], StringSplitOptions.RemoveEmptyEntries))
        {
            node = part[^1] == ']' ? int.TryParse(part[..^1], out var index) && node is JsonArray list && index < list.Count ? list[index] : null : (node as JsonObject)?[part];
            if (node is null) break;
            if (steps.TryGetValue(node, out var address)) found = address;
        }
        return found;
    }

    private JsonJournal Journal => _history.Journal;

    private void Do(string label, Action command, string? key = null) => _history.Do(label, command, key);

    private T Do<T>(string label, Func<T> command)
    {
        var made = default(T);
        _history.Do(label, () => made = command());
        return made!;
    }

    private JsonObject RequireStep(StepAddress address) =>
        Find(address) ?? throw new DesignRefusedException("no-step", "这个步骤已经不在方案里了（可能刚被删除或撤销），没有改动。");

    private JsonObject RequireScope(string scope) =>
        Scope(scope) ?? throw new DesignRefusedException("no-step", "这一层已经不在方案里了（可能刚被删除或撤销），请回到上一层。");

    private JsonObject Member(JsonObject owner, string name)
    {
        if (owner[name] is JsonObject present) return present;
        var made = new JsonObject();
        Journal.Set(owner, name, made);
        return made;
    }

    private JsonArray List(JsonObject owner, string name)
    {
        if (owner[name] is JsonArray present) return present;
        var made = new JsonArray();
        Journal.Set(owner, name, made);
        return made;
    }
}
