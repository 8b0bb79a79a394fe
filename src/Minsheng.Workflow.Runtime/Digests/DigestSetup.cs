using Microsoft.Extensions.DependencyInjection;
using Minsheng.Workflow.Runtime.Clock;

namespace Minsheng.Workflow.Runtime.Digests;

public static class DigestSetup
{
    /// <summary>Digests on time. Needs the runtime and the screens' queries.</summary>
    public static IServiceCollection AddDigests(this IServiceCollection services) => services
        .AddSingleton<DigestPress>()
        .AddSingleton<DigestRound>()
        .AddSingleton<DigestDesk>()
        .AddSingleton<SubscriptionDesk>()
        .AddSingleton<VisitDesk>()
        // A site that has just started has more urgent things to do.
        .AddClockJob<DigestJob>(ClockSchedule.Every(TimeSpan.FromMinutes(5), TimeSpan.FromSeconds(40)));
}
