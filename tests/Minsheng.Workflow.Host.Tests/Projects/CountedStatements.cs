using System.Data.Common;
using Microsoft.EntityFrameworkCore.Diagnostics;

namespace Minsheng.Workflow.Host.Tests.Projects;

/// <summary>How many statements a query sends.</summary>
internal sealed class CountedStatements : DbCommandInterceptor
{
    public int Count { get; private set; }

    public override ValueTask<InterceptionResult<DbDataReader>> ReaderExecutingAsync(
        DbCommand command, CommandEventData eventData, InterceptionResult<DbDataReader> result, CancellationToken cancellationToken = default)
    {
        Count++;
        return ValueTask.FromResult(result);
    }

    public async Task<int> DuringAsync(Func<Task> work)
    {
        Count = 0;
        await work();
        return Count;
    }
}
