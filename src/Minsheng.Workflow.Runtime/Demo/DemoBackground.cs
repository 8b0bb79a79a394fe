using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Minsheng.Workflow.Runtime.Demo;

/// <summary>Writes the places whose years take a while, one after the other, while the site already answers.</summary>
public sealed class DemoBackground(IServiceScopeFactory scopes, IHostApplicationLifetime site, ILogger<DemoBackground> logger) : BackgroundService
{
    /// <summary>Names of the places still to come; empty when all are there.</summary>
    public IReadOnlyList<string> Pending { get; private set; } = [];

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        var answering = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await using var started = site.ApplicationStarted.Register(answering.SetResult);
        await using var stopping = stoppingToken.Register(() => answering.TrySetCanceled(stoppingToken));
        await using var scope = scopes.CreateAsyncScope();
        var seed = scope.ServiceProvider.GetRequiredService<DemoSeed>();
        try
        {
            var missing = (await seed.MissingAsync(stoppingToken)).ToList();
            Pending = [.. missing.Select(place => place.Name)];
            await answering.Task;
            foreach (var place in missing)
            {
                await WriteAsync(seed, place, stoppingToken);
                Pending = [.. Pending.Skip(1)];
            }
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
        }
        finally
        {
            Pending = [];
        }
    }

    private async Task WriteAsync(DemoSeed seed, DemoPlace place, CancellationToken stopping)
    {
        try
        {
            if (await seed.EnsureAsync(place, stopping)) logger.LogInformation("已写入演示数据：{Place}", place.Name);
        }
        catch (Exception problem) when (problem is not OperationCanceledException)
        {
            logger.LogError(problem, "没有写入演示数据：{Place}", place.Name);
        }
    }
}
