using System.Collections.Concurrent;
using System.Globalization;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging;
using Minsheng.Workflow.Runtime.Storage;

namespace Minsheng.Workflow.Benchmarks.Sizes;

/// <summary>Keeps the slowest statements that screens sent, so that their plans can be shown.</summary>
internal sealed class SlowQueries : ILoggerProvider, ILogger
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
            command.CommandText = (db.Database.IsNpgsql() ? "EXPLAIN (GENERIC_PLAN) " : "EXPLAIN QUERY PLAN ") + sql;
            try
            {
                await using var reader = await command.ExecuteReaderAsync();
                while (await reader.ReadAsync()) Console.WriteLine($"    {reader.GetValue(reader.FieldCount - 1)}");
            }
            catch (System.Data.Common.DbException unexplained)
            {
                Console.WriteLine($"    (no plan: {unexplained.Message})");
            }
        }
    }

    public void Dispose()
    {
    }
}
