using System.Data.Common;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata;
using Minsheng.Workflow.Runtime.Storage;
using Npgsql;

namespace Minsheng.Workflow.Benchmarks.Sizes;

/// <summary>Writes rows by the million, past the write path: prepared inserts on SQLite, COPY on PostgreSQL. For seeding only.</summary>
internal static class BulkWriter
{
    public static async Task<int> WriteAsync<TRow>(WorkflowDb db, IEnumerable<TRow> rows) where TRow : class
    {
        var entity = db.Model.FindEntityType(typeof(TRow))!;
        var columns = entity.GetProperties().Select(property => new Column(property)).ToList();
        return db.Database.IsNpgsql() ? await CopyAsync(db, entity, columns, rows) : await InsertAsync(db, entity, columns, rows);
    }

    private static async Task<int> InsertAsync<TRow>(WorkflowDb db, IEntityType entity, List<Column> columns, IEnumerable<TRow> rows)
    {
        await db.Database.OpenConnectionAsync();
        var connection = (SqliteConnection)db.Database.GetDbConnection();
        await using var transaction = connection.BeginTransaction();
        await using var command = connection.CreateCommand();
        command.Transaction = transaction;
        command.CommandText = $"INSERT INTO {entity.GetTableName()} ({Names(columns)}) VALUES ({string.Join(", ", columns.Select((_, index) => $"$p{index}"))})";
        var parameters = columns.Select((_, index) => command.Parameters.Add(new SqliteParameter { ParameterName = $"$p{index}" })).ToList();
        command.Prepare();
        var count = 0;
        foreach (var row in rows)
        {
            for (var index = 0; index < columns.Count; index++) parameters[index].Value = columns[index].Value(row!) ?? DBNull.Value;
            command.ExecuteNonQuery();
            count++;
        }
        await transaction.CommitAsync();
        return count;
    }

    private static async Task<int> CopyAsync<TRow>(WorkflowDb db, IEntityType entity, List<Column> columns, IEnumerable<TRow> rows)
    {
        await db.Database.OpenConnectionAsync();
        var connection = (NpgsqlConnection)db.Database.GetDbConnection();
        await using var import = await connection.BeginBinaryImportAsync($"COPY {entity.GetTableName()} ({Names(columns)}) FROM STDIN (FORMAT BINARY)");
        var count = 0;
        foreach (var row in rows)
        {
            await import.StartRowAsync();
            foreach (var column in columns)
                if (column.Value(row!) is { } value) await import.WriteAsync(value);
                else await import.WriteNullAsync();
            count++;
        }
        await import.CompleteAsync();
        return count;
    }

    private static string Names(IEnumerable<Column> columns) => string.Join(", ", columns.Select(column => $"\"{column.Name}\""));

    private sealed class Column(IProperty property)
    {
        private readonly Func<object, object?> _read = property.PropertyInfo!.GetValue;
        private readonly Func<object?, object?> _convert = property.GetTypeMapping().Converter?.ConvertToProvider ?? (value => value);

        public string Name { get; } = property.GetColumnName();

        public object? Value(object row) => _read(row) is { } value ? _convert(value) : null;
    }
}
