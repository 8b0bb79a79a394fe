namespace Minsheng.Workflow.Activities.Design;

/// <summary>Commands on JSON and the way back over them. One that is thrown out of half-way leaves nothing behind.</summary>
internal sealed class DesignHistory
{
    /// <summary>Commands that can be taken back.</summary>
    private const int Remembered = 200;

    private readonly List<Entry> _past = [], _future = [];
    private JsonJournal? _open;

    private sealed record Entry(string Label, string? Key, JsonJournal Journal);

    /// <summary>Where the command that is running writes its changes.</summary>
    public JsonJournal Journal => _open ?? throw new InvalidOperationException("Edits happen inside a command.");

    /// <summary>Counts every command, also those taken back.</summary>
    public int Changes { get; private set; }

    /// <summary>What would be taken back, in words; null when there is nothing.</summary>
    public string? UndoLabel => _past is [.., var last] ? last.Label : null;

    public string? RedoLabel => _future is [.., var last] ? last.Label : null;

    /// <summary>Runs a command; one within another belongs to it.</summary>
    /// <param name="key">Commands with the same key in a row are taken back together.</param>
    public void Do(string label, Action command, string? key = null)
    {
        if (_open is not null)
        {
            command();
            return;
        }
        var journal = _open = new JsonJournal();
        try
        {
            command();
        }
        catch
        {
            journal.Undo();
            throw;
        }
        finally
        {
            _open = null;
        }
        if (journal.IsEmpty) return;
        _future.Clear();
        Changes++;
        if (key is not null && _past is [.., var last] && last.Key == key) last.Journal.Append(journal);
        else _past.Add(new Entry(label, key, journal));
        if (_past.Count > Remembered) _past.RemoveAt(0);
    }

    public bool Undo() => Step(_past, _future, journal => journal.Undo());

    public bool Redo() => Step(_future, _past, journal => journal.Redo());

    private bool Step(List<Entry> from, List<Entry> to, Action<JsonJournal> apply)
    {
        if (from is not [.., var entry]) return false;
        from.RemoveAt(from.Count - 1);
        apply(entry.Journal);
        // What follows is a new command, even when it is of the same kind.
        to.Add(entry with { Key = null });
        Changes++;
        return true;
    }
}
