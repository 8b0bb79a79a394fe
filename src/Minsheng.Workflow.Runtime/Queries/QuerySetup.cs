using Microsoft.Extensions.DependencyInjection;

namespace Minsheng.Workflow.Runtime.Queries;

public static class QuerySetup
{
    /// <summary>What screens read. Needs the context factory and the clock.</summary>
    public static IServiceCollection AddScreenQueries(this IServiceCollection services) => services
        .AddSingleton<ProcedurePictures>()
        .AddSingleton<DesignQuery>()
        .AddSingleton<VersionsQuery>()
        .AddSingleton<MovesQuery>()
        .AddSingleton<ShellQuery>()
        .AddSingleton<TaskListQuery>()
        .AddSingleton<OpenTaskQuery>()
        .AddSingleton<DoneTaskQuery>()
        .AddSingleton<StartedQuery>()
        .AddSingleton<CopiedTaskQuery>()
        .AddSingleton<TaskSheetQuery>()
        .AddSingleton<PeopleFinder>()
        .AddSingleton<TaskPageQuery>()
        .AddSingleton<TaskOptionsQuery>()
        .AddSingleton<WorkbenchQuery>()
        .AddSingleton<CycleListQuery>()
        .AddSingleton<CyclePageQuery>()
        .AddSingleton<YearCalendarQuery>()
        .AddSingleton<SearchQuery>()
        .AddSingleton<RunQuery>()
        .AddSingleton<SimilarQuery>()
        .AddSingleton<PoolQuery>()
        .AddSingleton<MergeQuery>()
        .AddSingleton<ReviewQuery>()
        .AddSingleton<ItemPageQuery>()
        .AddSingleton<ProjectsQuery>()
        .AddSingleton<RatingsQuery>()
        .AddSingleton<SupervisionQuery>()
        .AddSingleton<ProceduresQuery>()
        .AddSingleton<TemplatesQuery>()
        .AddSingleton<RehearsalQuery>()
        .AddSingleton<WrittenQuery>()
        .AddSingleton<DocumentQuery>()
        .AddSingleton<StructureQuery>()
        .AddSingleton<PeopleQuery>()
        .AddSingleton<PersonQuery>()
        .AddSingleton<TermQuery>()
        .AddSingleton<PeopleSheetQuery>()
        .AddSingleton<AuditQuery>()
        .AddSingleton<DeliveryQuery>()
        .AddSingleton<MessageQuery>()
        .AddSingleton<PickQuery>();
}
