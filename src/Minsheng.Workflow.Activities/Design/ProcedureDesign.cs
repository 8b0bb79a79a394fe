using System.Text.Json.Nodes;
using Minsheng.Workflow.Engine.Definitions;

namespace Minsheng.Workflow.Activities.Design;

/// <summary>
/// A procedure being drawn: its JSON, the commands that change it, and the way back. Nothing is mapped away, so what a command does
/// not touch is written as it was read: foreign steps, unknown members, positions of other tools.
/// </summary>
public sealed partial class ProcedureDesign
{
    /// <summary>Steps that can be taken back.</summary>
    public const int Remembered = 200;

    private readonly List<Step> _past = [];
    private readonly List<Step> _future = [];
    private JsonJournal? _journal;

    public ProcedureDesign(WorkflowDefinition definition)
    {
        Definition = definition;
        if (definition.Root is null) throw new DesignRefusedException("empty-definition", "这个文件里没有方案的步骤（root），请换成从方案页或 Elsa Studio 导出的文件。");
    }

    private sealed record Step(string Label, string? Key, JsonJournal Journal);

    public WorkflowDefinition Definition { get; }

    public JsonObject Root => Definition.Root!;

    /// <summary>Counts every change, also those taken back.</summary>
    public int Changes { get; private set; }

    /// <summary>What would be taken back, in words; null when there is nothing.</summary>
    public string? UndoLabel => _past.Count > 0 ? _past[^1].Label : null;

    public string? RedoLabel => _future.Count > 0 ? _future[^1].Label : null;

    /// <exception cref="InvalidDefinitionException">The text is no definition.</exception>
    public static ProcedureDesign Open(string text, string name = "导入的文件") => new(ElsaJson.Read(text, name));

    public string Write() => ElsaJson.Write(Definition);

    public bool Undo() => Move(_past, _future, step => step.Journal.Undo());

    public bool Redo() => Move(_future, _past, step => step.Journal.Redo());

    /// <summary>Several commands as one step back.</summary>
    public void Group(string label, Action commands) => Do(label, null, commands);

    /// <summary>The step at an address; null when it is gone.</summary>
    public JsonObject? Find(StepAddress address) => StepTree.Find(Root, address.Path);

    /// <summary>What a person calls a step; empty when it is gone.</summary>
    public string TitleOf(StepAddress address) => Find(address) is { } step ? StepTree.Title(step) : "";

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

    /// <summary>Runs one command. Thrown out of half-way, it leaves nothing behind. Commands with the same key in a row are one step back.</summary>
    private void Do(string label, string? key, Action command)
    {
        if (_journal is not null)
        {
            command();
            return;
        }
        _journal = new JsonJournal();
        try
        {
            command();
        }
        catch
        {
            _journal.Undo();
            _journal = null;
            throw;
        }
        var journal = _journal;
        _journal = null;
        if (journal.IsEmpty) return;
        _future.Clear();
        Changes++;
        if (key is not null && _past.Count > 0 && _past[^1].Key == key) _past[^1].Journal.Append(journal);
        else _past.Add(new Step(label, key, journal));
        if (_past.Count > Remembered) _past.RemoveAt(0);
    }

    private bool Move(List<Step> from, List<Step> to, Action<Step> apply)
    {
        if (from.Count == 0) return false;
        var step = from[^1];
        from.RemoveAt(from.Count - 1);
        apply(step);
        // What follows is a new step, even when it is of the same kind.
        to.Add(step with { Key = null });
        Changes++;
        return true;
    }

    private JsonJournal Journal => _journal ?? throw new InvalidOperationException("Edits happen inside a command.");

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
