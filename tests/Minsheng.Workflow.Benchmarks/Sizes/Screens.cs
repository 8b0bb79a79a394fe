using System.Data.Common;
using System.Diagnostics;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Minsheng.Workflow.Activities.Items;
using Minsheng.Workflow.Runtime.Queries;
using Minsheng.Workflow.Runtime.Storage;
using static Minsheng.Workflow.Benchmarks.Sizes.Province;

namespace Minsheng.Workflow.Benchmarks.Sizes;

/// <summary>The queries behind lists and pages, each asked for random places and for the biggest.</summary>
internal static class Screens
{
    private const int Warm = 20, Asked = 150;
    private const double Budget = 200;

    /// <summary>What is far over budget need not be asked a hundred times to be known.</summary>
    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(15);

    private static readonly List<(string Name, Func<IServiceProvider, Asking, Task> Ask)> All =
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
        ("办理笺", (services, at) => services.Ask<TaskSheetQuery>(query => query.FindAsync(at.Place, TaskId(at.Run, TasksARun), at.Person))),
        ("找人", (services, at) => services.Ask<PeopleFinder>(query => query.FindAsync(at.Place, "局", []))),
        ("任务", (services, at) => services.Ask<TaskPageQuery>(query => query.FindAsync(at.Place, TaskId(at.Run, TasksARun), at.Person))),
        ("周期列表", (services, at) => services.Ask<CycleListQuery>(query => query.ListAsync(at.Place))),
        ("年度周期", (services, at) => services.Ask<CyclePageQuery>(query => query.FindAsync(at.Place, at.Cycle))),
        ("全年日历", (services, at) => services.Ask<YearCalendarQuery>(query => query.FindAsync(at.Place, at.Cycle))),
        ("办理流程图", (services, at) => services.Ask<RunQuery>(query => query.FindAsync(at.Place, at.Run))),
        ("项目库", (services, at) => services.Ask<PoolQuery>(query => query.ReadAsync(at.Place, new PoolFilter(at.Cycle, null, null, 2)))),
        ("项目库查找", (services, at) => services.Ask<PoolQuery>(query => query.ReadAsync(at.Place, new PoolFilter(at.Cycle, "公路", ItemStage.NotChosen, 1)))),
        ("相近建议", (services, at) => services.Ask<SimilarQuery>(query => query.ToAsync(at.Place, at.Cycle, new Suggestion("", "村口加装路灯", "村口到学校没有路灯。", "", "")))),
        ("正式项目", (services, at) => services.Ask<ProjectsQuery>(query => query.ReadAsync(at.Place, null))),
        ("项目", (services, at) => services.Ask<ItemPageQuery>(query => query.FindAsync(at.Place, at.Item, withProposers: true))),
        ("督办一览", (services, at) => services.Ask<SupervisionQuery>(query => query.ReadAsync(at.Place, at.Clerk))),
        ("测评结果", (services, at) => services.Ask<RatingsQuery>(query => query.OfCycleAsync(at.Place, at.Cycle))),
        ("方案", (services, at) => services.Ask<ProceduresQuery>(query => query.ListAsync(at.Place))),
        ("查找", (services, at) => services.Ask<SearchQuery>(query => query.FindAsync(at.Place, at.Person, "日间照料"))),
    ];

    public static IServiceCollection AddScreens(this IServiceCollection services) => services.AddScreenQueries();

    public static async Task MeasureAsync(IServiceProvider services, ReadSide reading, Province province)
    {
        await RawAsync(reading, province);
        Console.WriteLine($"{"",-12}{"随机地区 p50",12}{"p95",8}{"最大地区 p50",14}{"p95",8}  毫秒");
        foreach (var (name, ask) in All)
        {
            var usual = await TimesAsync(at => ask(services, at), province, big: false);
            var big = await TimesAsync(at => ask(services, at), province, big: true);
            Console.WriteLine($"{name,-12}{At(usual, 0.5),12:F1}{At(usual, 0.95),8:F1}{At(big, 0.5),14:F1}{At(big, 0.95),8:F1}{(At(big, 0.95) > Budget || At(usual, 0.95) > Budget ? "  超出预算" : "")}");
        }
    }

    /// <summary>What the database alone takes for the list asked for most, read with one prepared statement.</summary>
    private static async Task RawAsync(ReadSide reading, Province province)
    {
        await using var db = reading.Everything();
        await db.Database.OpenConnectionAsync();
        await using var command = db.Database.GetDbConnection().CreateCommand();
        command.CommandText = "SELECT t.id, t.title, t.due, t.created FROM task_participants p JOIN tasks t ON t.id = p.task_id WHERE p.person_id = @person AND p.state = 'Open' ORDER BY p.due LIMIT 30";
        var person = command.CreateParameter();
        person.ParameterName = "@person";
        person.Value = "";
        command.Parameters.Add(person);
        await command.PrepareAsync();
        var times = await TimesAsync(at => ReadAsync(command, person, at.Person), province, big: true);
        Console.WriteLine($"raw SQL of the first 30 open tasks: p50 {At(times, 0.5):F2} ms, p95 {At(times, 0.95):F2} ms");
    }

    private static async Task ReadAsync(DbCommand command, DbParameter person, string id)
    {
        person.Value = id;
        await using var reader = await command.ExecuteReaderAsync();
        while (await reader.ReadAsync())
            _ = (reader.GetString(0), reader.GetString(1), reader.GetValue(2), reader.GetValue(3));
    }

    private static async Task<List<double>> TimesAsync(Func<Asking, Task> ask, Province province, bool big)
    {
        var random = new Random(20261122);
        var times = new List<double>(Asked);
        var all = Stopwatch.StartNew();
        for (var count = -Warm; count < Asked && (count < 10 || all.Elapsed < Longest); count++)
        {
            var at = Asking.Somewhere(random, province, big);
            var watch = Stopwatch.StartNew();
            await ask(at);
            if (count >= 0) times.Add(watch.Elapsed.TotalMilliseconds);
        }
        times.Sort();
        return times;
    }

    private static double At(List<double> sorted, double share) => sorted[Math.Min(sorted.Count - 1, (int)(share * sorted.Count))];

    private static Task Ask<TQuery>(this IServiceProvider services, Func<TQuery, Task> ask) where TQuery : notnull => ask(services.GetRequiredService<TQuery>());
}

/// <summary>Who asks for what: somebody with work, this year's cycle of their place.</summary>
internal sealed record Asking(string Place, string Person, string Cycle, string Run, string Item)
{
    public string Clerk => $"{Place}-p00";

    public static Asking Somewhere(Random random, Province province, bool big)
    {
        var place = big ? 0 : 1 + random.Next(province.Places - 1);
        var cycle = CycleId(place, FirstYear + Years - 1);
        return new Asking(PlaceId(place), PersonId(place, random.Next(5)), cycle, RunId(cycle, random.Next(7)), ItemId(cycle, random.Next(ProjectsACycle)));
    }
}
