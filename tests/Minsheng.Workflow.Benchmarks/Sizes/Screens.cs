using Microsoft.Extensions.DependencyInjection;
using Minsheng.Workflow.Activities.Items;
using Minsheng.Workflow.Runtime.Audit;
using Minsheng.Workflow.Runtime.Digests;
using Minsheng.Workflow.Runtime.People;
using Minsheng.Workflow.Runtime.Queries;
using Minsheng.Workflow.Runtime.Settings;
using static Minsheng.Workflow.Benchmarks.Sizes.Province;

namespace Minsheng.Workflow.Benchmarks.Sizes;

/// <summary>The queries behind lists and pages. A new list or page gets its line here.</summary>
internal static class Screens
{
    public static IReadOnlyList<(string Name, Func<IServiceProvider, Asking, Task> Ask)> All { get; } =
    [
        ("外框", (services, at) => services.Ask<ShellQuery>(query => query.ReadAsync(at.Place, at.Person))),
        ("工作台", (services, at) => services.Ask<WorkbenchQuery>(query => query.ReadAsync(at.Place, at.Person))),
        ("待办", (services, at) => services.Ask<OpenTaskQuery>(query => query.ReadAsync(at.Place, at.Person, new TaskFilter()))),
        ("待办查找", (services, at) => services.Ask<OpenTaskQuery>(query => query.ReadAsync(at.Place, at.Person, new TaskFilter { Text = "公路", Due = DueSpan.Late }))),
        ("已办", (services, at) => services.Ask<DoneTaskQuery>(query => query.ReadAsync(at.Place, at.Person, new TaskFilter()))),
        ("已办查找", (services, at) => services.Ask<DoneTaskQuery>(query => query.ReadAsync(at.Place, at.Person, new TaskFilter { Text = "公路" }))),
        ("已办末页", (services, at) => services.Ask<DoneTaskQuery>(query => query.ReadAsync(at.Place, at.Person, new TaskFilter { Page = 10 }))),
        ("我发起", (services, at) => services.Ask<StartedQuery>(query => query.ReadAsync(at.Place, at.Person, new TaskFilter()))),
        ("抄送我", (services, at) => services.Ask<CopiedTaskQuery>(query => query.ReadAsync(at.Place, at.Person, new TaskFilter()))),
        ("办理笺", (services, at) => services.Ask<TaskSheetQuery>(query => query.FindAsync(at.Place, TaskId(at.Run, TasksARun), at.Clerk))),
        ("找人", (services, at) => services.Ask<PeopleFinder>(query => query.FindAsync(at.Place, "局", []))),
        ("任务选项", (services, at) => services.Ask<TaskListQuery>(query => query.ChoicesAsync(at.Place, null))),
        ("任务", (services, at) => services.Ask<TaskPageQuery>(query => query.FindAsync(at.Place, TaskId(at.Run, TasksARun), at.Clerk))),
        ("逐件审查", (services, at) => services.Ask<ReviewQuery>(query => query.ReadAsync(at.Place, TaskId(RunId(at.Cycle, 0), TasksARun)))),
        ("周期列表", (services, at) => services.Ask<CycleListQuery>(query => query.ListAsync(at.Place))),
        ("年度周期", (services, at) => services.Ask<CyclePageQuery>(query => query.FindAsync(at.Place, at.Cycle))),
        ("全年日历", (services, at) => services.Ask<YearCalendarQuery>(query => query.FindAsync(at.Place, at.Cycle))),
        ("办理流程图", (services, at) => services.Ask<RunQuery>(query => query.FindAsync(at.Place, at.Run))),
        ("项目库", (services, at) => services.Ask<PoolQuery>(query => query.ReadAsync(at.Place, new PoolFilter(at.Cycle, null, null, 2)))),
        ("项目库查找", (services, at) => services.Ask<PoolQuery>(query => query.ReadAsync(at.Place, new PoolFilter(at.Cycle, "公路", ItemStage.Proposal, 1)))),
        ("相近建议", (services, at) => services.Ask<SimilarQuery>(query => query.ToAsync(at.Place, at.Cycle, new Suggestion("", "村口加装路灯", "村口到学校没有路灯。", "", "")))),
        ("合并建议", (services, at) => services.Ask<MergeQuery>(query => query.ReadAsync(at.Place, at.Cycle, [.. Enumerable.Range(25, 5).Select(item => ItemId(at.Cycle, item))]))),
        ("正式项目筛选导出", (services, at) => services.Ask<ProjectsQuery>(query => query.PageAsync(at.Place, new ProjectsFilter { Text = "公路" }))),
        ("挂图作战", (services, at) => services.Ask<ProjectsQuery>(query => query.ReadAsync(at.Place, FirstYear + Years - 1))),
        ("挂图作战有无变化", (services, at) => services.Ask<ProjectsQuery>(query => query.StampAsync(at.Place))),
        ("正式项目", (services, at) => services.Ask<ProjectsQuery>(query => query.ReadAsync(at.Place, null))),
        ("项目", (services, at) => services.Ask<ItemPageQuery>(query => query.FindAsync(at.Place, at.Item, withProposers: true))),
        ("督办一览", (services, at) => services.Ask<SupervisionQuery>(query => query.ReadAsync(at.Place, at.Clerk))),
        ("测评结果", (services, at) => services.Ask<RatingsQuery>(query => query.OfCycleAsync(at.Place, at.Cycle))),
        ("方案", (services, at) => services.Ask<ProceduresQuery>(query => query.ListAsync(at.Place))),
        ("表决大厅", (services, at) => services.Ask<HallQueries>(query => query.ListAsync(Hall(at)))),
        ("表决结果", (services, at) => services.Ask<HallQueries>(query => query.VoteResultAsync(Hall(at), BallotId(at.Cycle)))),
        ("测评公示", (services, at) => services.Ask<RatingsQuery>(query => query.AssessmentsAsync(at.Place))),
        ("公文", (services, at) => services.Ask<DocumentQuery>(query => query.FindAsync(at.Place, $"{at.Cycle}-d1"))),
        ("人员", (services, at) => services.Ask<PeopleQuery>(query => query.ReadAsync(at.Place, at.Clerk, new PeopleFilter()))),
        ("人员查找", (services, at) => services.Ask<PeopleQuery>(query => query.ReadAsync(at.Place, at.Clerk, new PeopleFilter("人员5", Sort: PeopleSort.Unit, Page: 2)))),
        ("人员导出", (services, at) => services.Ask<PeopleSheetQuery>(query => query.ReadAsync(at.Place, at.Clerk))),
        ("一个人", (services, at) => services.Ask<PersonQuery>(query => query.FindAsync(at.Place, at.Clerk, at.Person))),
        ("接手人", (services, at) => services.Ask<PersonQuery>(query => query.ReceiversAsync(at.Place, at.Clerk))),
        ("人员单位选择", (services, at) => services.Ask<PickQuery>(query => query.ReadAsync(at.Place))),
        ("单位", (services, at) => services.Ask<StructureQuery>(query => query.ReadAsync(at.Place, at.Clerk, new StructureFilter(StructureKind.Unit, null, 1)))),
        ("届次", (services, at) => services.Ask<TermQuery>(query => query.ReadAsync(at.Place, at.Clerk))),
        ("日历", (services, at) => services.Ask<CalendarDesk>(desk => desk.ReadAsync(at.Place, at.Clerk, null))),
        ("设置", (services, at) => services.Ask<SettingsDesk>(desk => desk.ReadAsync(at.Place, at.Clerk))),
        ("我的消息", (services, at) => services.Ask<MessageQuery>(query => query.ListAsync(at.Place, at.Person, null, 1))),
        ("督办周报", (services, at) => services.Ask<DigestDesk>(desk => desk.PreviewAsync(at.Place, at.Clerk, DigestKind.Weekly, at.Clerk, Today))),
        ("督办月报", (services, at) => services.Ask<DigestDesk>(desk => desk.PreviewAsync(at.Place, at.Clerk, DigestKind.Monthly, at.Clerk, Today))),
        ("每日待办", (services, at) => services.Ask<DigestDesk>(desk => desk.PreviewAsync(at.Place, at.Clerk, DigestKind.Tasks, at.Person, Today))),
        ("到期清单", (services, at) => services.Ask<DigestDesk>(desk => desk.PreviewAsync(at.Place, at.Clerk, DigestKind.Unit, at.Person, Today))),
        ("发送记录", (services, at) => services.Ask<DeliveryQuery>(query => query.ReadAsync(at.Place, at.Clerk, new DeliveryFilter()))),
        ("发送记录查找", (services, at) => services.Ask<DeliveryQuery>(query => query.ReadAsync(at.Place, at.Clerk, new DeliveryFilter(Text: "人员5")))),
        ("没有送达", (services, at) => services.Ask<DeliveryQuery>(query => query.UndeliveredAsync(at.Place, at.Clerk))),
        ("审计", (services, at) => services.Ask<AuditQuery>(query => query.ReadAsync(at.Place, at.Clerk, new AuditFilter()))),
        ("审计筛选", (services, at) => services.Ask<AuditQuery>(query => query.ReadAsync(at.Place, at.Clerk, new AuditFilter(Person: "人员5", Subject: "没有的词")))),
        ("审计日根", (services, at) => services.Ask<AuditQuery>(query => query.RootsAsync(at.Place, at.Clerk))),
        ("查找", (services, at) => services.Ask<SearchQuery>(query => query.FindAsync(at.Place, at.Person, "日间照料"))),
    ];

    public static IServiceCollection AddScreens(this IServiceCollection services) => services.AddScreenQueries().AddSingleton<HallQueries>().AddSingleton<DigestDesk>();

    private static DateOnly Today { get; } = DateOnly.FromDateTime(TimeProvider.System.GetUtcNow().AddHours(8).DateTime);

    private static HallViewer Hall(Asking at) => new(at.Place, at.Clerk, [Roles.CountyNpcStaff]);

    private static Task Ask<TQuery>(this IServiceProvider services, Func<TQuery, Task> ask) where TQuery : notnull => ask(services.GetRequiredService<TQuery>());
}
