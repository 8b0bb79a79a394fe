using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Minsheng.Workflow.Runtime.Clock;
using Minsheng.Workflow.Runtime.Processes;
using Minsheng.Workflow.Runtime.Storage;

namespace Minsheng.Workflow.Web;

/// <summary>Ready when the database answers and nothing in it is damaged, the last reconciling found nothing it could not repair, and the clock stands as it should.</summary>
internal sealed class ReadyCheck(ReadSide reading, DatabaseWatch database, Reconciler reconciler, ClockHealth clock) : IHealthCheck
{
    public async Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
    {
        if (database.Problem is { } damaged) return HealthCheckResult.Unhealthy(damaged);
        await using var db = reading.Everything();
        if (!await db.Database.CanConnectAsync(cancellationToken)) return HealthCheckResult.Unhealthy("数据库连不上。");
        return reconciler.Last switch
        {
            null => HealthCheckResult.Degraded("正在核对等待事项。"),
            { IsHealthy: true } when clock.Found.Count == 0 => HealthCheckResult.Healthy(),
            var report => HealthCheckResult.Degraded(string.Concat([.. report.Problems, .. clock.Found])),
        };
    }
}
