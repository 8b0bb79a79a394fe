using Minsheng.Workflow.Activities.Calendars;
using Minsheng.Workflow.Activities.Effects;
using Minsheng.Workflow.Activities.Facts;
using Minsheng.Workflow.Activities.Items;
using Minsheng.Workflow.Activities.Lights;
using Minsheng.Workflow.Runtime.Digests;
using Minsheng.Workflow.Runtime.Digests.Content;
using Minsheng.Workflow.Runtime.Digests.Facts;
using Minsheng.Workflow.Runtime.Digests.Layout;
using Minsheng.Workflow.Runtime.Queries;

namespace Minsheng.Workflow.Host.Tests.Digests;

/// <summary>Digests of a made-up county on 6 July 2026, a Monday, by name.</summary>
internal static class DigestSamples
{
    private static readonly Dates Dates = new(TimeZoneInfo.FindSystemTimeZoneById("Asia/Shanghai"), WorkingCalendar.Shipped);
    private static readonly DateTimeOffset Now = At(7, 6, 8);
    private static readonly DigestPlace County = new("zhashui", "柞水县", JurisdictionLevel.County, Dates, IsDemo: true);
    private static readonly Addressee Leader = new("leader", "县人大常委会 副主任"), Clerk = new("clerk", "县人大常委会办公室 科员"), Bureau = new("bureau", "县住建局 办公室主任"), Deputy = new("deputy", "县人大代表");
    private static readonly LightSettings Rule = LightSettings.Default;

    public static IReadOnlyDictionary<string, Func<DigestContent?>> All { get; } = new Dictionary<string, Func<DigestContent?>>
    {
        ["督办周报"] = () => SupervisionDigest.Of(Year(false), Leader),
        ["督办月报"] = () => SupervisionDigest.Of(Year(true), Leader),
        ["督办周报-第一期"] = () => SupervisionDigest.Of(Year(false) with { Frame = Frame("2026-W28", null) }, Leader),
        ["督办周报-没有要先看的"] = () => SupervisionDigest.Of(Calm(), Leader),
        ["督办周报-一个项目"] = () => SupervisionDigest.Of(One(), Leader),
        ["督办月报-四十个长名项目"] = () => SupervisionDigest.Of(Forty(), Leader),
        ["每日待办"] = () => TaskDigest.Of(Tasks(), Clerk),
        ["每日待办-只有新到的"] = () => TaskDigest.Of(Tasks() with { Tasks = [Tasks().Tasks[^1]] }, Clerk),
        ["责任单位到期清单"] = () => UnitDigest.Of(Unit(), Bureau),
        ["视察前材料"] = () => VisitDigest.Of(Visit(), Deputy),
        ["所提建议的进展"] = () => ProposalDigest.Of(Proposals(), Deputy),
        ["标签和脚本"] = () => SupervisionDigest.Of(Hostile(), Leader),
    };

    public static SupervisionFacts Nothing { get; } = new(Frame("2026-W28", null), false, null, [], [], []);

    public static TaskFacts NothingNew { get; } = new(Frame("2026-07-06", At(7, 3, 8)), At(7, 3, 8), [new TaskFact("t", "不急的事", null, At(6, 1, 8), At(9, 1, 18))]);

    private static DigestFrame Frame(string period, DateTimeOffset? before) => new(County, new DigestPeriod(period, new DateOnly(2026, 7, 6)), Now, before);

    private static DateTimeOffset At(int month, int day, int hour) => Dates.At(new DateOnly(2026, month, day), new TimeOnly(hour, 0));

    private static SupervisionFacts Year(bool isMonthly)
    {
        var before = isMonthly ? At(6, 1, 8) : At(6, 29, 8);
        ProjectFact[] projects =
        [
            Project("01", "城区老旧供水管网改造", "县住建局", 28, 60, 1200m, 310.5m, said: "东关段因管线交叉停工，正在改线。", before: (28, 49)),
            Project("02", "农村饮水安全巩固提升", "县水利局", 52, 50, 860m, 400m, before: (38, 50)),
            Project("04", "县城第二公办幼儿园", "县教体局", 30, 45, 2650m, 700m, said: "二标段招标流标一次，资金缺口 650.00 万元未落实。", before: (28, 44)),
            Project("06", "通村公路安全防护", "县交通局", 49, 65, 430m, 200m, said: "红岩寺镇、曹坪镇两段未进场。", before: (48, 62)),
            Project("07", "公共停车场和充电设施", "县住建局", 38, 40, 300m, null, before: (35, 38)),
            Project("10", "学校食堂明厨亮灶", "县教体局", 100, 100, 90m, 90m, ProjectState.Finished, before: (96, 95)),
            Project("11", "镇村日间照料中心", "县民政局", null, null, null, null),
        ];
        return new SupervisionFacts(
            Frame(isMonthly ? "2026-07" : "2026-W28", before), isMonthly, 2026, projects,
            [
                Finding("f1", "06", "通村公路安全防护", FindingState.Open, At(6, 24, 9), At(7, 2, 18), -2),
                Finding("f2", "07", "公共停车场和充电设施", FindingState.Answered, At(6, 10, 9), null, null),
                Finding("f3", null, null, FindingState.Escalated, At(5, 6, 9), At(6, 1, 18), null) with { Title = "民生实事资金拨付偏慢", IssuedTo = "县财政局" },
            ],
            [
                new OverdueTask("t1", "6月月通报：ZS26-0004 县城第二公办幼儿园", "04", "ZS26-0004", "县城第二公办幼儿园", ["县教体局 办公室主任"], At(7, 1, 18), 3),
                new OverdueTask("t2", "半年实施情况报告", null, null, null, ["县政府办 秘书科长"], At(7, 3, 18), 1),
            ])
        {
            Opened = 1,
            Closed = 2,
            Changes = [new AgreedChange("ZS26-0007", ChangeKind.Minor, "停车位由 120 个调整为 100 个，不减投资")],
            Coming =
            [
                new ComingDate(new DateOnly(2026, 7, 8), ComingKind.Milestone, "主体完工（70%）", "02", "ZS26-0002 农村饮水安全巩固提升", 1),
                new ComingDate(new DateOnly(2026, 7, 8), ComingKind.Finding, "监督提醒函", "07", "ZS26-0007 公共停车场和充电设施", 1),
                new ComingDate(new DateOnly(2026, 7, 10), ComingKind.Task, "7月月通报", null, null, 6),
                new ComingDate(new DateOnly(2026, 7, 12), ComingKind.Timer, "半年视察", null, null, 1),
            ],
            Trend = isMonthly ?
            [
                new MonthEnd(new DateOnly(2026, 4, 30), [Light.Green, Light.Green, Light.Green, Light.Yellow, Light.Green]),
                new MonthEnd(new DateOnly(2026, 5, 31), [Light.Yellow, Light.Yellow, Light.Green, Light.Yellow, Light.Green, Light.Green]),
                new MonthEnd(new DateOnly(2026, 6, 30), [Light.Red, Light.Green, Light.Yellow, Light.Yellow, Light.Green, Light.Green]),
            ] : [],
            Rules = [Rule],
        };
    }

    private static SupervisionFacts Calm() => Year(false) with
    {
        Projects = [Project("02", "农村饮水安全巩固提升", "县水利局", 52, 50, 860m, 400m, before: (48, 48)), Project("10", "学校食堂明厨亮灶", "县教体局", 100, 100, 90m, 90m, ProjectState.Finished, before: (100, 95))],
        Findings = [], Overdue = [], Changes = [], Opened = 0, Closed = 0, Coming = [],
    };

    private static SupervisionFacts One() => new(Frame("2026-W28", At(6, 29, 8)), false, 2026, [Project("01", "城区老旧供水管网改造", "县住建局", 20, 60, 1200m, 310.5m, before: (20, 55))], [], []) { Rules = [Rule] };

    private static SupervisionFacts Forty() => Year(true) with
    {
        Projects = [.. Enumerable.Range(1, 40).Select(number => Project(
            $"{number:00}", $"{new[] { "城区", "镇村", "沿河" }[number % 3]}第{number}片区老旧小区供水供热管网和消防通道综合整治及无障碍设施改造提升工程（二期）", $"县住房和城乡建设局城市管理综合执法第{number % 6}大队", number * 2, 60, 100m * number, 20m * number,
            said: new string('进', 90), before: (number * 2, 55)))],
        Findings = [], Overdue = [.. Enumerable.Range(1, 30).Select(number => new OverdueTask($"x{number}", $"第{number}件逾期的协调事项", null, null, null, [], At(6, 1, 18), 25 - number / 2))],
        Changes = [], Coming = [.. Enumerable.Range(7, 20).Select(day => new ComingDate(new DateOnly(2026, 7, day), ComingKind.Timer, $"第{day}天的安排", null, null, 1))],
    };

    private static SupervisionFacts Hostile() => One() with
    {
        Projects = [Project("01", "<script>alert(1)</script>“供水”&管网", "县<b>住建局</b>", 20, 60, 1200m, 310.5m, said: "<img src=x onerror=alert(2)>\r\nBcc: a@b.c", before: (20, 55))],
        Findings = [Finding("f", "01", "<script>alert(1)</script>", FindingState.Open, At(6, 24, 9), At(7, 2, 18), -2) with { Title = "</td></table><style>*{display:none}</style>" }],
    };

    private static TaskFacts Tasks() => new(Frame("2026-07-06", At(7, 3, 8)), At(7, 3, 8),
    [
        new TaskFact("1", "汇总五月一月一调度", "柞水县 2026 年民生实事", At(6, 8, 9), At(6, 30, 18), Urged: 2),
        new TaskFact("2", "审核初选意见", "柞水县 2026 年民生实事", At(6, 25, 9), At(7, 6, 18)),
        new TaskFact("3", "复查：监督提醒函", "ZS26-0006 通村公路安全防护", At(6, 26, 9), At(7, 8, 18), For: "李主任"),
        new TaskFact("4", "答复提出人", "ZS26-0042 村口路灯", At(6, 20, 9), At(7, 30, 18)),
        new TaskFact("5", "半年视察登记", "柞水县 2026 年民生实事", At(7, 5, 9), null, IsReturned: true),
    ]);

    private static UnitFacts Unit()
    {
        var year = Year(false);
        return new UnitFacts(year.Frame, "县住建局", [.. year.Projects.Where(project => project.Line.LeadUnit == "县住建局")],
            [Finding("f4", "07", "公共停车场和充电设施", FindingState.Open, At(6, 24, 9), At(7, 2, 18), -2)],
            [new TaskFact("6", "7月月通报", "ZS26-0001 城区老旧供水管网改造", At(7, 1, 9), At(7, 10, 18)), new TaskFact("7", "下半年计划", null, At(7, 1, 9), At(9, 1, 18))]);
    }

    private static VisitFacts Visit()
    {
        var year = Year(false);
        return new VisitFacts(year.Frame with { Period = new DigestPeriod("2026-07-07", new DateOnly(2026, 7, 7)) }, new DateOnly(2026, 7, 7),
        [
            new VisitFact("v1", "半年集中视察", true, "8:30 机关大院集合", [year.Projects[0], year.Projects[3], year.Projects[1]]),
            new VisitFact("v2", "代表专题督查", false, "", [year.Projects[3], year.Projects[4]]),
        ], year.Findings);
    }

    private static ProposalFacts Proposals() => new(Frame("2026-07-06", At(7, 3, 8)),
    [
        new ProposalMove("i1", "ZS26-0042", "村口到学校安装路灯", "K7QX3M9RTA", "初选通过", "", "县政府办", At(7, 3, 10)),
        new ProposalMove("i2", "ZS26-0051", "卫生室添置除颤仪", "P2WX3M9RTB", "合并", "同为镇村急救设备", "县人大办", At(7, 3, 15), "镇村急救设备配置"),
        new ProposalMove("i1", "ZS26-0042", "村口到学校安装路灯", "K7QX3M9RTA", "列为候选项目", "受益面广，当年可以建成。", "县委常委会会议", At(7, 5, 16)),
    ]);

    private static ProjectFact Project(
        string id, string title, string unit, int? actual, int? planned, decimal? budget, decimal? paid, ProjectState state = ProjectState.Underway, string said = "", (int Actual, int Planned)? before = null)
    {
        var line = new ProjectLine(
            id, $"ZS26-00{id}", title, "民生", unit, "副县长", budget, paid, "2026年6月月通报", Progress(actual, planned, state), state, null, null, 0, "c", null, said, actual is null ? null : At(7, 2, 9),
            new ProjectTrack(null,
            [
                new TrackStone("开工", new DateOnly(2026, 3, 1), new DateOnly(2026, 4, 1), 0, 20, StoneState.Reached, null, null, 0),
                new TrackStone("主体", new DateOnly(2026, 4, 1), new DateOnly(2026, 7, 1), 20, 50, actual < 50 ? StoneState.Late : StoneState.Reached, null, null, 5),
                new TrackStone("设备安装", new DateOnly(2026, 7, 1), new DateOnly(2026, 7, 15), 50, 70, StoneState.Ahead, null, null, 0),
            ], null, null, []));
        return new ProjectFact(line, before is { } then ? Progress(then.Actual, then.Planned, ProjectState.Underway) : null);
    }

    private static PlanProgress Progress(int? actual, int? planned, ProjectState state) => state == ProjectState.Finished
        ? new PlanProgress(actual, planned, Light.Done, LightReading.Accepted.Reason)
        : planned is not { } should ? new PlanProgress(actual, planned, null, "还没有进度计划") : new PlanProgress(actual, planned, Rule.Read(new Progress(should, actual ?? 0)).Light, "按计划比较。");

    private static FindingLine Finding(string id, string? item, string? title, FindingState state, DateTimeOffset issued, DateTimeOffset? due, int? left) => new(
        id, "监督提醒函", item is null ? "" : $"监督提醒函：ZS26-00{item} {title}", "两段未进场，请说明原因。", state, "县人大常委会", "县交通局", issued, due, null, 8, left, left < 0, item, item is null ? null : $"ZS26-00{item}", title, "c", []);
}
