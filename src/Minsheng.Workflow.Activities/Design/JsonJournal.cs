using System.Text.Json.Nodes;

namespace Minsheng.Workflow.Activities.Design;

/// <summary>Changes to JSON that can be taken back exactly: the same nodes return to the same places.</summary>
internal sealed class JsonJournal
{
    private readonly List<(Action Do, Action Undo)> _changes = [];

    public bool IsEmpty => _changes.Count == 0;

    /// <summary>Replaces a member where it stands, or adds it at the end.</summary>
    public void Set(JsonObject owner, string name, JsonNode? value)
    {
        var index = owner.IndexOf(name);
        if (index < 0)
        {
            Do(() => owner.Add(name, value), () => owner.Remove(name));
            return;
        }
        var old = owner.GetAt(index).Value;
        Do(() => owner.SetAt(index, value), () => owner.SetAt(index, old));
    }

    public void Remove(JsonObject owner, string name)
    {
        var index = owner.IndexOf(name);
        if (index < 0) return;
        var old = owner.GetAt(index).Value;
        Do(() => owner.RemoveAt(index), () => owner.Insert(index, name, old));
    }

    public void Insert(JsonArray owner, int index, JsonNode? value) => Do(() => owner.Insert(index, value), () => owner.RemoveAt(index));

    public void Add(JsonArray owner, JsonNode? value) => Insert(owner, owner.Count, value);

    public void RemoveAt(JsonArray owner, int index)
    {
        var old = owner[index];
        Do(() => owner.RemoveAt(index), () => owner.Insert(index, old));
    }

    public void Replace(JsonArray owner, int index, JsonNode? value)
    {
        RemoveAt(owner, index);
        Insert(owner, index, value);
    }

    public void Undo()
    {
        for (var index = _changes.Count - 1; index >= 0; index--) _changes[index].Undo();
    }

    public void Redo()
    {
        foreach (var change in _changes) change.Do();
    }

    public void Append(JsonJournal later) => _changes.AddRange(later._changes);

    private void Do(Action act, Action undo)
    {
        act();
        _changes.Add((act, undo));
    }
}
