using System.Collections.Concurrent;
using System.Globalization;

namespace Minsheng.Workflow.Runtime.Commits;

/// <summary>An interpolated string turned into one database's SQL, with what has to be known about it.</summary>
/// <param name="Writes">It may change rows.</param>
/// <param name="ChangesShared">It changes rows that are remembered from one command to the next.</param>
internal sealed record StatementText(string Sql, bool Writes, bool ChangesShared)
{
    private static readonly string[] Shared = ["jurisdictions", "people", "posts", "units", "definitions", "definition_versions"];

    /// <summary>Literals are interned, so that one place in the code is one reference.</summary>
    private static readonly ConcurrentDictionary<(Dialect, ByReference), StatementText> Known = new();

    public static StatementText Of(Dialect dialect, FormattableString sql) =>
        Known.GetOrAdd((dialect, new ByReference(sql.Format)), static (key, count) => Make(key.Item1, key.Item2.Text, count), sql.ArgumentCount);

    private static StatementText Make(Dialect dialect, string format, int holes)
    {
        var names = Enumerable.Range(0, holes).Select(index => (object)$"@p{index}").ToArray();
        var sql = dialect.Adapt(string.Format(CultureInfo.InvariantCulture, format, names));
        var words = sql.Split([' ', '(', '\n'], 5, StringSplitOptions.RemoveEmptyEntries);
        var table = words.Length < 3 ? "" : words[0] == "UPDATE" ? words[1] : words[2];
        return new StatementText(sql, words[0] is not ("SELECT" or "PRAGMA"), words[0] is not "SELECT" && Shared.Contains(table));
    }

    private readonly record struct ByReference(string Text)
    {
        public bool Equals(ByReference other) => ReferenceEquals(Text, other.Text);

        public override int GetHashCode() => System.Runtime.CompilerServices.RuntimeHelpers.GetHashCode(Text);
    }
}
