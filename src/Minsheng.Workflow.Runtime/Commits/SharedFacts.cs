namespace Minsheng.Workflow.Runtime.Commits;

/// <summary>
/// Rows that nearly every command asks for and hardly anything changes: places, posts, published versions. They hold until
/// this connection changes such a row or rolls back, or another connection changes anything at all.
/// </summary>
/// <param name="most">Rows kept; with one more, all are let go.</param>
internal sealed class SharedFacts(int most)
{
    private readonly Dictionary<(string Kind, string First, string Second), object> _known = [];

    public T? Get<T>(WriteSession session, string kind, string first, string second, Func<WriteSession, string, string, T?> read) where T : class
    {
        var key = (kind, first, second);
        if (_known.TryGetValue(key, out var known)) return (T)known;
        if (read(session, first, second) is not { } found) return null;
        Keep(kind, first, second, found);
        return found;
    }

    /// <summary>What this connection has just written.</summary>
    public void Keep(string kind, string first, string second, object row)
    {
        if (_known.Count >= most) _known.Clear();
        _known[(kind, first, second)] = row;
    }

    public void Drop(string kind, string first, string second) => _known.Remove((kind, first, second));

    public void Forget() => _known.Clear();
}
