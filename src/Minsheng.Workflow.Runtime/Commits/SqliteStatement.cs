using System.Globalization;
using System.Text;
using Microsoft.Data.Sqlite;
using SQLitePCL;

namespace Minsheng.Workflow.Runtime.Commits;

/// <summary>One prepared statement. Stores values as Microsoft.Data.Sqlite does, which reads them.</summary>
internal sealed class SqliteStatement : IDisposable
{
    [ThreadStatic]
    private static byte[]? _buffer;

    [ThreadStatic]
    private static (DateTime At, byte[] Text)? _lastTime;

    private readonly sqlite3 _database;
    private readonly sqlite3_stmt _statement;
    private object?[] _bound = [];

    public SqliteStatement(sqlite3 database, string sql)
    {
        _database = database;
        Check(raw.sqlite3_prepare_v3(database, sql, raw.SQLITE_PREPARE_PERSISTENT, out _statement, out var rest));
        if (!string.IsNullOrWhiteSpace(rest)) throw new InvalidOperationException($"More than one statement: {sql}");
    }

    /// <returns>Rows changed.</returns>
    public int Execute(FormattableString values)
    {
        if (_bound.Length != values.ArgumentCount) _bound = new object?[values.ArgumentCount];
        for (var index = 0; index < _bound.Length; index++)
        {
            var value = values.GetArgument(index);
            if (IsBound(_bound[index], value)) continue;
            Check(Bind(index + 1, value));
            _bound[index] = value;
        }
        try
        {
            int result;
            while ((result = raw.sqlite3_step(_statement)) == raw.SQLITE_ROW)
            {
            }
            if (result != raw.SQLITE_DONE) SqliteException.ThrowExceptionForRC(result, _database);
            return raw.sqlite3_changes(_database);
        }
        finally
        {
            _ = raw.sqlite3_reset(_statement);
        }
    }

    /// <summary>The number a statement without values answers.</summary>
    public long Number()
    {
        try
        {
            var result = raw.sqlite3_step(_statement);
            if (result != raw.SQLITE_ROW) SqliteException.ThrowExceptionForRC(result, _database);
            return raw.sqlite3_column_int64(_statement, 0);
        }
        finally
        {
            _ = raw.sqlite3_reset(_statement);
        }
    }

    public void Dispose() => _statement.Dispose();

    /// <summary>Values stay with a statement: rows of one command share most of theirs. Bytes may have changed inside.</summary>
    private static bool IsBound(object? before, object? value) => value switch
    {
        null => before is null,
        string => ReferenceEquals(before, value),
        DateTimeOffset at => before is DateTimeOffset last && last == at,
        _ => false,
    };

    private int Bind(int position, object? value) => value switch
    {
        null or DBNull => raw.sqlite3_bind_null(_statement, position),
        string text => Text(position, StoredText.Checked(text)),
        int number => raw.sqlite3_bind_int64(_statement, position, number),
        long number => raw.sqlite3_bind_int64(_statement, position, number),
        bool flag => raw.sqlite3_bind_int64(_statement, position, flag ? 1 : 0),
        DateTimeOffset at => raw.sqlite3_bind_text(_statement, position, Written(at.UtcDateTime)),
        Enum name => Text(position, name.ToString()),
        byte[] { Length: 0 } => raw.sqlite3_bind_zeroblob(_statement, position, 0),
        byte[] bytes => raw.sqlite3_bind_blob(_statement, position, bytes),
        DateOnly day => Text(position, day, "yyyy\\-MM\\-dd"),
        decimal money => Text(position, money, "0.0###########################"),
        double number => raw.sqlite3_bind_double(_statement, position, number),
        _ => throw new NotSupportedException($"SQLite is not given values of {value.GetType()}."),
    };

    private int Text(int position, string text)
    {
        if (text.Length == 0) return raw.sqlite3_bind_text(_statement, position, text);
        var most = Encoding.UTF8.GetMaxByteCount(text.Length);
        var buffer = _buffer is { } kept && kept.Length >= most ? kept : _buffer = new byte[Math.Max(most, 4096)];
        return raw.sqlite3_bind_text(_statement, position, buffer.AsSpan(0, Encoding.UTF8.GetBytes(text, buffer)));
    }

    /// <summary>Most times in a commit are the same one.</summary>
    private static ReadOnlySpan<byte> Written(DateTime at)
    {
        if (_lastTime is not { } last || last.At != at)
            _lastTime = last = (at, Encoding.UTF8.GetBytes(at.ToString("yyyy\\-MM\\-dd HH\\:mm\\:ss.FFFFFFF", CultureInfo.InvariantCulture)));
        return last.Text;
    }

    private int Text<T>(int position, T value, string format) where T : IUtf8SpanFormattable
    {
        Span<byte> text = stackalloc byte[64];
        if (!value.TryFormat(text, out var length, format, CultureInfo.InvariantCulture)) throw new FormatException();
        return raw.sqlite3_bind_text(_statement, position, text[..length]);
    }

    private void Check(int result)
    {
        if (result != raw.SQLITE_OK) SqliteException.ThrowExceptionForRC(result, _database);
    }
}
