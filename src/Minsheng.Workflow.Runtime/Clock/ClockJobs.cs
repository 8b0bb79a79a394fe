using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace Minsheng.Workflow.Runtime.Clock;

/// <summary>What the clock is to start.</summary>
public static class ClockJobs
{
    public static IServiceCollection AddClockJob<TJob>(this IServiceCollection services, ClockSchedule schedule) where TJob : class, IClockJob
    {
        services.TryAddSingleton<TJob>();
        return services.AddSingleton(provider => new ClockJob(TJob.Name, schedule, cancellation => provider.GetRequiredService<TJob>().RunAsync(cancellation)));
    }
}

/// <summary>A job by its name; what it needs is made when it first runs.</summary>
internal sealed class ClockJob(string name, ClockSchedule? schedule, Func<CancellationToken, Task> run)
{
    public string Name => name;
    
    /// <summary>Null: whoever keeps the job says when it runs.</summary>
    public ClockSchedule? Schedule => schedule;


    public Task RunAsync(CancellationToken cancellation) => run(cancellation);
}
