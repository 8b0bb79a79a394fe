using System.Data.Common;
using Microsoft.Data.Sqlite;
using Npgsql;

namespace Minsheng.Workflow.Runtime.Storage;

/// <summary>What a database error means to whoever keeps the server.</summary>
internal static class DatabaseSentences
{
    public static string Of(DbException problem) => problem switch
    {
        SqliteException sqlite => sqlite.SqliteErrorCode switch
        {
            5 or 6 => "数据库文件正被另一个程序占用，请关闭那个程序（例如另一个正在运行的本系统或数据库工具）后再启动。",
            8 or 3 => "数据库文件是只读的，请检查文件和所在文件夹的写入权限。",
            10 => "读写数据库文件时磁盘出错，请检查磁盘。",
            11 or 26 => "数据库文件已损坏，或不是本系统的数据库；请用最近的备份恢复，损坏的文件请先另存。",
            13 => "磁盘已满，数据写不进去，请腾出空间后再启动。",
            14 => "数据库文件打不开，请检查路径是否存在、有没有读写权限。",
            _ => $"数据库出错（SQLite {sqlite.SqliteErrorCode}），请查看日志。",
        },
        PostgresException postgres => postgres.SqlState switch
        {
            PostgresErrorCodes.InvalidPassword or PostgresErrorCodes.InvalidAuthorizationSpecification => "数据库用户名或密码不正确，请检查 ConnectionStrings:Default。",
            PostgresErrorCodes.InvalidCatalogName => "数据库不存在，请先在 PostgreSQL 里建立它。",
            PostgresErrorCodes.InsufficientPrivilege => "数据库用户没有足够的权限，请授予建表和读写的权限。",
            PostgresErrorCodes.ReadOnlySqlTransaction => "数据库是只读的（可能连到了备用节点），请检查连接地址。",
            PostgresErrorCodes.DiskFull => "数据库服务器的磁盘已满，请腾出空间。",
            _ => $"数据库出错（PostgreSQL {postgres.SqlState}），请查看日志。",
        },
        NpgsqlException => "连不上数据库服务器，请检查它是否在运行、地址和端口是否正确。",
        _ => "数据库出错，请查看日志。",
    };
}
