using System.Collections.Concurrent;
using System.Globalization;
using System.Text.RegularExpressions;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging;
using Minsheng.Workflow.Runtime.Storage;

namespace Minsheng.Workflow.Benchmarks.Sizes;

/// <summary>Keeps the slowest statements that screens sent, so that their plans can be shown.</summary>
internal sealed partial class SlowQueries : ILoggerProvider, ILogger
{
    private const int Shown = 8;
    private const double Slow = 30;
    private readonly ConcurrentDictionary<string, double> _worst = new();

    public ILogger CreateLogger(string categoryName) => this;

    public IDisposable? BeginScope<TState>(TState state) where TState : notnull => null;

    public bool IsEnabled(LogLevel logLevel) => logLevel >= LogLevel.Information;

    public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
    {
        if (state is not IReadOnlyList<KeyValuePair<string, object?>> values) return;
        var elapsed = values.FirstOrDefault(value => value.Key == "elapsed").Value as string;
        var sql = values.FirstOrDefault(value => value.Key == "commandText").Value as string;
        if (sql is null || !double.TryParse(elapsed, NumberStyles.Any, CultureInfo.InvariantCulture, out var time) || time < Slow) return;
        _worst.AddOrUpdate(sql, time, (_, known) => Math.Max(known, time));
    }

    public void Forget() => _worst.Clear();

    public async Task ShowAsync(ReadSide reading)
    {
        await using var db = reading.Everything();
        await db.Database.OpenConnectionAsync();
        foreach (var (sql, time) in _worst.OrderByDescending(worst => worst.Value).Take(Shown))
        {
            Console.WriteLine($"--- {time:F0} ms\n{sql}");
            await using var command = db.Database.GetDbConnection().CreateCommand();
            try
            {
                command.CommandText = db.Database.IsNpgsql() ? await PreparedAsync(command, sql) : "EXPLAIN QUERY PLAN " + sql;
                await using var reader = await command.ExecuteReaderAsync();
                while (await reader.ReadAsync()) Console.WriteLine($"    {reader.GetValue(reader.FieldCount - 1)}");
            }
            catch (System.Data.Common.DbException unexplained)
            {
                Console.WriteLine($"    (no plan: {unexplained.Message})");
            }
        }
    }

    /// <summary>A plan for whatever values come: the statement is prepared, and explained without any.</summary>
    private static async Task<string> PreparedAsync(System.Data.Common.DbCommand command, string sql)
    {
        var names = new List<string>();
        var numbered = Parameter().Replace(sql, found =>
        {
            if (!names.Contains(found.Value)) names.Add(found.Value);
            return $"${names.IndexOf(found.Value) + 1}";
        });
        command.CommandText = $"DEALLOCATE ALL; SET plan_cache_mode = force_generic_plan; PREPARE slow AS {numbered}";
        await command.ExecuteNonQueryAsync();
        return names.Count == 0 ? "EXPLAIN EXECUTE slow" : $"EXPLAIN EXECUTE slow({string.Join(", ", names.Select(_ => "NULL"))})";
    }

    [GeneratedRegex("@[A-Za-z_][A-Za-z0-9_]*")]
    private static partial Regex Parameter();

    public void Dispose()
    {
    }
}
