using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Minsheng.Workflow.Runtime.Storage;

namespace Minsheng.Workflow.Runtime;

public static class RuntimeSetup
{
    /// <summary>Database, desks and the services that keep runs going. Needs <c>Database:Provider</c> and <c>ConnectionStrings:Default</c>, or nothing at all.</summary>
    public static IServiceCollection AddWorkflowRuntime(this IServiceCollection services, IConfiguration configuration) => throw new NotImplementedException();
}
