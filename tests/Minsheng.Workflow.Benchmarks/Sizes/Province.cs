using System.Text.Json;
using Minsheng.Workflow.Activities.Facts;
using Minsheng.Workflow.Activities.Items;
using Minsheng.Workflow.Engine;
using Minsheng.Workflow.Engine.Running;
using Minsheng.Workflow.Runtime.People;
using Minsheng.Workflow.Runtime.Storage.Rows;

namespace Minsheng.Workflow.Benchmarks.Sizes;

/// <summary>
/// A province after ten years: 1,400 places, 14,000 cycles, 100,000 runs, 1,000,000 tasks, 5,000,000 lines of story and audit, 500,000 proposals.
/// Ids count upwards, so that rows are written in the order of their keys. The first place has twenty times the usual share.
/// Where it matters to a page, it is more than the sizes ask for: ten projects a year in every place, a vote with its roll every year.
/// </summary>
/// <param name="Share">Of the full size, 0–1: smaller for a try.</param>
internal sealed partial record Province(string VersionId, string DefinitionId, string RootNode, IReadOnlyList<string> Steps, double Share)
{
    public const int Years = 10, FirstYear = 2017, TasksARun = 10, LinesARun = 30, ProjectsACycle = 10;
    private const int People = 60, BigPeople = 1000, Runs = 7, BigRuns = 25, BigProjects = 24, Proposals = 35, BigProposals = 700, Audits = 142;

    public int Places => Math.Max(2, (int)(1400 * Share));

    private static DateTimeOffset Begin(int year) => new(year - 1, 9, 1, 1, 0, 0, TimeSpan.Zero);

    public static string PlaceId(int place) => $"place{place:D4}";
    public static string PersonId(int place, int person) => $"{PlaceId(place)}-p{person:D2}";
    public static string CycleId(int place, int year) => $"{PlaceId(place)}-{year}";
    public static string RunId(string cycle, int run) => $"{cycle}-r{run:D2}";
    public static string TaskId(string run, int task) => $"{run}.w{task}";
    public static string ItemId(string cycle, int item) => $"{cycle}-i{item:D4}";

    private IEnumerable<(int Place, int Year, string Cycle)> Cycles() =>
        from place in Enumerable.Range(0, Places)
        from year in Enumerable.Range(FirstYear, Years)
        select (place, year, CycleId(place, year));

    private static int RunsOf(int place) => place == 0 ? BigRuns : Runs;
    private static int PeopleOf(int place) => place == 0 ? BigPeople : People;
    private static int ProjectsOf(int place) => place == 0 ? BigProjects : ProjectsACycle;
    private static int ItemsOf(int place) => place == 0 ? BigProposals : Proposals;
    private static bool IsOn(int year) => year == FirstYear + Years - 1;

    private IEnumerable<(int Place, int Year, string Cycle, int Number, string Run)> AllRuns() =>
        from cycle in Cycles()
        from run in Enumerable.Range(0, RunsOf(cycle.Place))
        select (cycle.Place, cycle.Year, cycle.Cycle, run, RunId(cycle.Cycle, run));

    public IEnumerable<JurisdictionRow> PlaceRows() => Enumerable.Range(0, Places).Select(place => new JurisdictionRow
    {
        Id = PlaceId(place), Name = $"第{place + 1}县", Level = JurisdictionLevel.County, Code = $"X{place}",
    });

    public IEnumerable<UnitRow> Units() => Enumerable.Range(0, Places).SelectMany(place => Enumerable.Range(0, 20).Select(unit => new UnitRow
    {
        Id = $"{PlaceId(place)}-u{unit:D2}", JurisdictionId = PlaceId(place), Name = $"单位{unit}",
    }));

    public IEnumerable<PersonRow> Persons() => Enumerable.Range(0, Places).SelectMany(place => Enumerable.Range(0, PeopleOf(place)).Select(person => new PersonRow
    {
        Id = PersonId(place, person), JurisdictionId = PlaceId(place), Name = $"工作人员{person}",
    }));

    public IEnumerable<PostRow> Posts() => Enumerable.Range(0, Places).SelectMany(place => Enumerable.Range(0, PeopleOf(place)).Select(person => new PostRow
    {
        Id = $"{PersonId(place, person)}-post", JurisdictionId = PlaceId(place), PersonId = PersonId(place, person), Kind = PostKind.Role,
        Name = person == 0 ? Roles.CountyNpcStaff : person < 20 ? Roles.LeadDepartment : Roles.Deputy, UnitId = $"{PlaceId(place)}-u{person % 20:D2}", Title = "科员", From = new DateOnly(2016, 1, 1),
    }));

    public IEnumerable<CycleRow> CycleRows() => Cycles().Select(cycle => new CycleRow
    {
        Id = cycle.Cycle, JurisdictionId = PlaceId(cycle.Place), Year = cycle.Year, Title = $"第{cycle.Place + 1}县{cycle.Year}年票决", DefinitionId = DefinitionId, DefinitionVersionId = VersionId,
        RootInstanceId = RunId(cycle.Cycle, 0), State = IsOn(cycle.Year) ? CycleState.Running : CycleState.Finished, StartedAt = Begin(cycle.Year), StartedBy = PersonId(cycle.Place, 0),
        Collection = CollectionState.Closed, LastItem = ItemsOf(cycle.Place),
    });

    public IEnumerable<InstanceRow> Instances() => AllRuns().Select(run => new InstanceRow
    {
        Id = run.Run, JurisdictionId = PlaceId(run.Place), CycleId = run.Cycle, ParentId = run.Number == 0 ? null : RunId(run.Cycle, 0), ParentExecution = run.Number == 0 ? null : 5,
        ChildKey = run.Number == 0 ? null : $"{run.Number}", ProjectId = run.Number == 0 ? null : ItemId(run.Cycle, (run.Number - 1) % ProjectsOf(run.Place)), DefinitionId = DefinitionId, DefinitionVersionId = VersionId,
        Title = run.Number == 0 ? "全年" : $"项目{run.Number}督办", Status = IsOn(run.Year) ? WorkflowStatus.Running : WorkflowStatus.Finished, SubStatus = IsOn(run.Year) ? SubStatus.Suspended : SubStatus.Finished,
        Revision = 40, LastHistory = LinesARun, Document = Document, StartedBy = PersonId(run.Place, 0), StartedAt = Begin(run.Year), UpdatedAt = Begin(run.Year).AddDays(300),
    });

    private static readonly byte[] Document = JsonSerializer.SerializeToUtf8Bytes(new { filling = new string('x', 2000) });

    /// <summary>The last task of every run of this year is open.</summary>
    public IEnumerable<TaskRow> Tasks() => AllRuns().SelectMany(run => Enumerable.Range(1, TasksARun).Select(task => new TaskRow
    {
        Id = TaskId(run.Run, task), JurisdictionId = PlaceId(run.Place), InstanceId = run.Run, CycleId = run.Cycle, ProjectId = run.Number == 0 ? null : ItemId(run.Cycle, (run.Number - 1) % ProjectsOf(run.Place)),
        BookmarkId = $"w{task}", ActivityId = Steps[task % Steps.Count], Title = $"{task}月月通报：项目{run.Number}", SpecJson = run.Number == 0 && task == TasksARun ? ReviewSpec(run.Place, run.Cycle) : Spec(run.Place), State = IsOpen(run.Year, task) ? TaskState.Open : TaskState.Done,
        Due = Begin(run.Year).AddDays(30 * task + 10), Created = Begin(run.Year).AddDays(30 * task), Settled = IsOpen(run.Year, task) ? null : Begin(run.Year).AddDays(30 * task + 5), Outcome = IsOpen(run.Year, task) ? null : "Done",
        IsQuick = task % 2 == 0,
    }));

    private static bool IsOpen(int year, int task) => IsOn(year) && task >= TasksARun - 1;

    /// <summary>In the big place the first twenty people share all the work.</summary>
    private static int Holder(int place, int run, int task) => (run * 7 + task) % (place == 0 ? 5 : 20);

    public IEnumerable<TaskParticipantRow> Participants() => AllRuns().SelectMany(run => Enumerable.Range(1, TasksARun).SelectMany(task =>
        new[] { Holder(run.Place, run.Number, task), 20 + Holder(run.Place, run.Number, task) }.Select((person, position) => new TaskParticipantRow
        {
            TaskId = TaskId(run.Run, task), PersonId = PersonId(run.Place, person), JurisdictionId = PlaceId(run.Place), Position = position, Name = $"工作人员{person}", Post = "科员", Unit = $"单位{person % 20}",
            State = IsOpen(run.Year, task) ? ParticipantState.Open : position == 0 ? ParticipantState.Done : ParticipantState.Closed, Due = Begin(run.Year).AddDays(30 * task + 10),
        })));

    public IEnumerable<TaskActRow> Acts() => AllRuns().SelectMany(run => Enumerable.Range(1, TasksARun).Where(task => !IsOpen(run.Year, task)).Select(task => new TaskActRow
    {
        TaskId = TaskId(run.Run, task), Seq = 1, JurisdictionId = PlaceId(run.Place), PersonId = PersonId(run.Place, Holder(run.Place, run.Number, task)), Name = "工作人员", Outcome = "Done",
        ValuesJson = """{"percent":40,"text":"主体施工过半，资金拨付到位。"}""", At = Begin(run.Year).AddDays(30 * task + 5),
    }));

    public IEnumerable<TaskCopyRow> Copies() => AllRuns().Select(run => new TaskCopyRow
    {
        TaskId = TaskId(run.Run, 1), PersonId = PersonId(run.Place, 0), JurisdictionId = PlaceId(run.Place), ByName = "工作人员", At = Begin(run.Year).AddDays(33),
    });

    public IEnumerable<WaitRow> Waits() => AllRuns().Where(run => IsOn(run.Year)).SelectMany(run => Enumerable.Range(TasksARun - 1, 4).Select(wait => new WaitRow
    {
        Id = TaskId(run.Run, wait), JurisdictionId = PlaceId(run.Place), InstanceId = run.Run, BookmarkId = $"w{wait}", Kind = wait <= TasksARun ? WaitKind.Task : WaitKind.Timer, Name = "wait",
        ActivityId = Steps[wait % Steps.Count], NodeId = $"{RootNode}:{Steps[wait % Steps.Count]}", Title = "月通报", Execution = wait, Due = Begin(run.Year).AddDays(30 * wait + 10), Since = Begin(run.Year).AddDays(30 * wait),
    }));

    public IEnumerable<HistoryRow> History() => AllRuns().SelectMany(run => Enumerable.Range(1, LinesARun).Select(line => new HistoryRow
    {
        InstanceId = run.Run, Seq = line, JurisdictionId = PlaceId(run.Place), At = Begin(run.Year).AddDays(line * 10), Kind = (line % 3) switch { 0 => HistoryKind.Completed, 1 => HistoryKind.Waiting, _ => HistoryKind.Act },
        ActivityId = Steps[line / 3 % Steps.Count], NodeId = $"{RootNode}:{Steps[line / 3 % Steps.Count]}", Title = "月通报", Outcome = line % 3 == 0 ? "Done" : null, Sentence = $"单位{line % 20} 科员办理“月通报”：提交。意见：主体施工过半。", Actor = PersonId(run.Place, line % 20),
    }));

    public IEnumerable<AuditRow> Audit() => Enumerable.Range(0, Places).SelectMany(place => Enumerable.Range(1, Audits * Years * (place == 0 ? 20 : 1)).Select(seq => new AuditRow
    {
        JurisdictionId = PlaceId(place), Seq = seq, At = Begin(FirstYear).AddHours(seq), Actor = PersonId(place, seq % PeopleOf(place)), Act = "task-acted", Subject = $"{place}-{seq}", DetailsJson = """{"outcome":"Done"}""", PreviousHash = Hash, Hash = Hash,
    }));

    private static readonly byte[] Hash = new byte[32];

    private IEnumerable<(int Place, int Year, string Cycle, int Number, string Id)> AllItems() =>
        from cycle in Cycles()
        from item in Enumerable.Range(0, ItemsOf(cycle.Place))
        select (cycle.Place, cycle.Year, cycle.Cycle, item, ItemId(cycle.Cycle, item));

    public IEnumerable<ItemRow> Items() => AllItems().Select(item => new ItemRow
    {
        Id = item.Id, JurisdictionId = PlaceId(item.Place), CycleId = item.Cycle, Number = $"X{item.Place}-{item.Year % 100}-{item.Number:D4}", Title = $"{Wanted[item.Number % Wanted.Length]}（第{item.Number}村）", Content = "改造老旧管网，惠及三千二百户。",
        Domain = "交通", Place = $"第{item.Number}村", Amount = 120.5m, Stage = StageOf(item.Place, item.Year, item.Number), LeadUnitId = $"{PlaceId(item.Place)}-u{item.Number % 20:D2}", LeadUnit = $"单位{item.Number % 20}",
        Channel = "群众", Submitted = Begin(item.Year).AddHours(item.Number), State = item.Number < ProjectsOf(item.Place) ? ProjectState.Underway : default,
    });

    /// <summary>This year's proposals are still to be decided on.</summary>
    private static ItemStage StageOf(int place, int year, int item) => item < ProjectsOf(place) ? ItemStage.Project : IsOn(year) ? ItemStage.Proposal : ItemStage.NotChosen;

    internal static readonly string[] Wanted = ["城区供水管网改造", "通村公路安全防护", "镇村日间照料中心", "农村饮水安全巩固提升", "公共停车场和充电设施", "困难老人家庭适老化改造"];

    public IEnumerable<ItemProposerRow> Proposers() => AllItems().Select(item => new ItemProposerRow
    {
        Receipt = $"R{item.Id}", JurisdictionId = PlaceId(item.Place), ItemId = item.Id, Name = "群众", PersonId = item.Number % 10 == 0 ? PersonId(item.Place, 20 + item.Number % 40) : null,
    });

    public IEnumerable<ItemDecisionRow> Decisions() => AllItems().Select(item => new ItemDecisionRow
    {
        ItemId = item.Id, Seq = 1, JurisdictionId = PlaceId(item.Place), InstanceId = RunId(item.Cycle, 0), Stage = ItemStage.NotChosen, Verdict = "筛选不通过", Reason = "不属于本级职权范围。", By = "县政府办", At = Begin(item.Year).AddDays(60),
    });

    private IEnumerable<(int Place, int Year, string Cycle, int Number, string Id)> Projects() => AllItems().Where(item => item.Number < ProjectsOf(item.Place));

    public IEnumerable<PlanRow> Plans() => Projects().Select(item => new PlanRow
    {
        ItemId = item.Id, JurisdictionId = PlaceId(item.Place), Leader = "副县长", LeadUnitId = $"{PlaceId(item.Place)}-u{item.Number % 20:D2}", Budget = 120, Recorded = Begin(item.Year).AddDays(120),
    });

    public IEnumerable<MilestoneRow> Milestones() => Projects().SelectMany(item => Enumerable.Range(0, 4).Select(stone => new MilestoneRow
    {
        ItemId = item.Id, Position = stone, JurisdictionId = PlaceId(item.Place), Name = $"节点{stone}", Due = new DateOnly(item.Year, 3 * stone + 3, 28), Planned = 25 * (stone + 1),
    }));

    public IEnumerable<ProgressRow> Progress() => Projects().SelectMany(item => Enumerable.Range(1, 10).Select(month => new ProgressRow
    {
        ItemId = item.Id, Seq = month, JurisdictionId = PlaceId(item.Place), InstanceId = RunId(item.Cycle, 1), Kind = "月通报", Period = $"{item.Year}年{month}月", Percent = 10 * month - item.Number * 5, Paid = 10 * month, Text = "主体施工过半。",
        At = Begin(item.Year).AddDays(120 + 30 * month),
    }));

    public IEnumerable<FindingRow> Findings() => Projects().Select(item => new FindingRow
    {
        Id = $"{item.Id}-f", JurisdictionId = PlaceId(item.Place), CycleId = item.Cycle, InstanceId = RunId(item.Cycle, 1), ItemId = item.Id, Kind = "监督提醒函", Title = "进度偏慢", Text = "请加快进度。", IssuedBy = "县人大办", IssuedTo = "单位",
        State = IsOn(item.Year) ? Activities.Effects.FindingState.Open : Activities.Effects.FindingState.Closed, Due = Begin(item.Year).AddDays(260), Issued = Begin(item.Year).AddDays(240),
    });

    public IEnumerable<FindingStepRow> FindingSteps() => Findings().Select(finding => new FindingStepRow
    {
        FindingId = finding.Id, Seq = 1, JurisdictionId = finding.JurisdictionId, State = Activities.Effects.FindingState.Open, Text = "请加快进度。", By = "县人大办", At = finding.Issued,
    });

    public IEnumerable<ProjectChangeRow> Changes() => Projects().Where(item => item.Number == 0).Select(item => new ProjectChangeRow
    {
        Id = $"{item.Id}-c", JurisdictionId = PlaceId(item.Place), CycleId = item.Cycle, InstanceId = RunId(item.Cycle, 1), ItemId = item.Id, Kind = Activities.Effects.ChangeKind.Material, IsApproved = true,
        Summary = "调整建设内容", Reason = "用地变化", By = "县人大常委会", NeedsCongress = true, At = Begin(item.Year).AddDays(200),
    });

    public IEnumerable<DocumentRow> Documents() => Cycles().SelectMany(cycle => Enumerable.Range(0, 3).Select(document => new DocumentRow
    {
        Id = $"{cycle.Cycle}-d{document}", JurisdictionId = PlaceId(cycle.Place), CycleId = cycle.Cycle, InstanceId = RunId(cycle.Cycle, 0), Kind = "公告", Title = $"关于票决结果的公告{document}", Body = "现予公告。", ChannelsJson = "[]", Published = Begin(cycle.Year).AddDays(150),
    }));

    public IEnumerable<RatingRow> Ratings() => Projects().Where(item => !IsOn(item.Year)).Select(item => new RatingRow
    {
        InstanceId = RunId(item.Cycle, 0), Seq = 1 + item.Number, JurisdictionId = PlaceId(item.Place), CycleId = item.Cycle, ItemId = item.Id, Subject = "项目", Rule = "R-HALF", Outcome = Activities.Ratings.RatingOutcome.Satisfied, Percent = 88, Sentence = "满意。", At = Begin(item.Year).AddDays(400),
    });
}
