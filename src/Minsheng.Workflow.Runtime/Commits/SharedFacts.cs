namespace Minsheng.Workflow.Runtime.Commits;

/// <summary>
/// Rows that nearly every command asks for and hardly anything changes: places, posts, published versions. They hold until
/// this connection changes such a row or rolls back, or another connection changes anything at all.
/// </summary>
internal sealed class SharedFacts
{
    private const int Most = 20_000;

    private readonly Dictionary<(string Kind, string First, string Second), object> _known = [];

    public T? Get<T>(WriteSession session, string kind, string first, string second, Func<WriteSession, string, string, T?> read) where T : class
    {
        var key = (kind, first, second);
        if (_known.TryGetValue(key, out var known)) return (T)known;
        if (read(session, first, second) is not { } found) return null;
        if (_known.Count >= Most) _known.Clear();
        _known[key] = found;
        return found;
    }

    public void Forget() => _known.Clear();
}
