using Minsheng.Workflow.Activities.Ballots;
using Minsheng.Workflow.Activities.Calendars;
using Minsheng.Workflow.Activities.Effects;
using Minsheng.Workflow.Activities.Facts;
using Minsheng.Workflow.Activities.Forms;
using Minsheng.Workflow.Activities.Items;
using Minsheng.Workflow.Activities.Tasks;
using Minsheng.Workflow.Engine;
using Minsheng.Workflow.Engine.Definitions;
using Minsheng.Workflow.Engine.Expressions;
using Minsheng.Workflow.Engine.Running;

namespace Minsheng.Workflow.Activities.Steps;

/// <summary>A change of an adopted project: recorded when small, otherwise put to the body of its level before anybody acts on it.</summary>
[ActivityType("Minsheng.Change", "项目调整", Category = "实施监督", Icon = "published_with_changes",
    Description = "责任单位提出调整；幅度之内登记备案，重大调整、替换、终止先由本级监督机构审议同意，并向下次人代会报告或提请确认。", Outcomes = ["Approved", "Rejected"], OutcomeNames = ["通过", "不通过"], Returns = ReturnRule.Barrier)]
public sealed class Change : TaskStep
{
    private const string Propose = "propose", Consent = "consent", Approved = "Approved", Rejected = "Rejected";

    [InputLabel("标题", Hint = "不填为步骤名称", Example = "民生实事项目调整")]
    public Input<string> Title { get; } = new();

    [InputLabel("提出人", Hint = "默认为责任单位；在年度周期里即各项目的责任单位", Example = "责任单位")]
    public Input<List<Assignee>> Proposer { get; } = new([new(Role: "LeadDepartment")]);

    [InputLabel("同意机构", Hint = "重大调整、替换、终止由它审议；默认县级为人大常委会，乡镇为乡镇人大主席团，街道为人大街道工委", Example = "县人大常委会")]
    public Input<string> Body { get; } = new();

    [InputLabel("金额允许幅度", Hint = "增减不超过这个比例为一般调整，以票决后首次登记的金额为准；默认 10%，以当地规定为准", Example = "10%")]
    public Input<string> ToleranceAmount { get; } = new("10%");

    [InputLabel("工期允许天数", Hint = "推迟不超过这些天且不跨年为一般调整；默认 30 天，以当地规定为准", Example = "30")]
    public Input<int> ToleranceDays { get; } = new(30);

    [InputLabel("限办工作日", Hint = "提出和审议各自的期限；默认 0，即不限", Example = "10")]
    public Input<int> DueWorkingDays { get; } = new(0);

    protected override void Bind(ActivityBinder binder)
    {
        binder.NeedsText(Body, "同意机构");
        binder.NeedsPeople(Proposer, "提出人");
        binder.NeedsFraction(ToleranceAmount, "金额允许幅度");
        binder.NeedsAtLeast(ToleranceDays, 0, "工期允许天数");
        binder.NeedsAtLeast(DueWorkingDays, 0, "限办工作日");
    }

    public override ActivityResult Start(ActivityContext context)
    {
        var projects = context.Projects();
        if (projects.Count == 0)
        {
            context.Emit(new NoteHistory($"“{TitleAt(context)}”没有正在实施的项目，不需要调整。"));
            return ActivityResult.Outcome(Approved);
        }
        var known = context.Recall<Voted>() ?? new Voted([]);
        context.Remember(new Voted([.. known.Projects, .. projects
            .Where(project => !known.Projects.Any(one => one.ItemId == project.Id))
            .Select(project => new Origin(project.Id, project.Amount, project.Finish))]));
        var title = projects is [var only] ? $"{TitleAt(context)}：{Named(only)}" : TitleAt(context);
        return new ActivityResult.Waiting(Ask(context, Propose, new Request(title, LeadUnits.Of(projects, context.Get(Proposer)), ChangeForm.For(projects))
        {
            Actions = [new TaskAction(Outcomes.Done, "提出")],
            Due = Limit(context, context.Get(DueWorkingDays)),
            Instructions = $"金额增减不超过 {Tolerance(context)}、工期推迟不超过 {context.Get(ToleranceDays)} 天且不跨年、内容不变的，登记备案；其余须经{BodyAt(context)}同意后实施。",
            Items = projects,
        }));
    }

    /// <summary>Nothing is changed before it is agreed to.</summary>
    protected override bool IsReversible(ActivityContext context) => true;

    private protected override ActivityResult Proceed(ActivityContext context, Stimulus stimulus)
    {
        var answer = TaskAnswer.Of(stimulus);
        return stimulus.Bookmark.Name == Propose ? Weigh(context, answer) : Decide(context, answer, context.Load<ChangeRequest>()!);
    }

    private ActivityResult Weigh(ActivityContext context, TaskAnswer answer)
    {
        var facts = context.Cycle();
        var chosen = answer.Has("project") ? answer.Text("project") : answer.Spec.ItemIds?[0];
        var project = facts.Items(ItemStage.Project).FirstOrDefault(item => item.Id == chosen && item.State != ProjectState.Stopped)
            ?? throw new StimulusRefusedException("要调整的项目已经终止或不在本年度项目中，请刷新后重新选择。", "no-project");
        var voted = context.Recall<Voted>()!.Projects.First(one => one.ItemId == project.Id);
        var request = ChangeForm.Read(answer, project, voted, facts, new ChangeTolerance(Tolerance(context), context.Get(ToleranceDays)), facts.Dates.Today(context.Now));
        if (request.Kind == ChangeKind.Minor)
        {
            var by = DecidedBy(null, answer.Act.By);
            return Settle(context, request, isApproved: true, by, $"{by}登记一般调整：{Named(project)}，{request.Summary}。{request.Reason}");
        }

        context.Keep(request);
        var body = BodyAt(context);
        return new ActivityResult.Waiting(Ask(context, Consent, new Request($"{body}审议{request.KindWords}：{Named(project)}", [new(Body: body)], new Form([
            new Field { Name = "meetingDate", Label = "会议日期", Type = FieldType.Date, Required = true },
            new Field { Name = "documentNo", Label = "文号", Type = FieldType.Text }]))
        {
            LeadsOut = true,
            Actions = [new TaskAction(Approved, "同意"), new TaskAction(Rejected, "不同意", NeedsOpinion: true)],
            Due = Limit(context, context.Get(DueWorkingDays)),
            Body = $"{request.Summary}。\n{request.Reason}{(request.Alternatives.Length > 0 ? $"\n替代或补救办法：{request.Alternatives}" : "")}",
            Instructions = $"同意之前不得实施。{Afterwards(facts.Cycle.Level, request.Kind)}",
            Items = [project],
        }));
    }

    private ActivityResult Decide(ActivityContext context, TaskAnswer answer, ChangeRequest request)
    {
        var (body, level) = (BodyAt(context), context.Cycle().Cycle.Level);
        var project = context.Cycle().Items(ItemStage.Project).First(item => item.Id == request.ItemId);
        var day = DayWords.Full(PastDay(context, answer, "meetingDate"));
        var number = answer.Text("documentNo") is { Length: > 0 } text ? $"（{text}）" : "";
        var isApproved = answer.Act.Outcome == Approved;
        var opinion = answer.Act.Opinion is { Length: > 0 } words ? $"意见：{words.TrimEnd('。')}。" : "";
        var after = isApproved ? Afterwards(level, request.Kind) : "项目按原方案实施。";
        return Settle(context, request, isApproved, body,
            $"{day}{body}{(isApproved ? "同意" : "不同意")}{request.KindWords}{number}：{Named(project)}，{request.Summary}。{opinion}{after}");
    }

    private static ActivityResult Settle(ActivityContext context, ChangeRequest request, bool isApproved, string by, string sentence)
    {
        var needsCongress = isApproved && request.Kind != ChangeKind.Minor && context.Cycle().Cycle.Level != JurisdictionLevel.Street;
        context.Emit(new ChangeProject(
            $"{context.Instance.Id}.{context.Execution.Id}", request.ItemId, request.Kind, isApproved, request.Summary, request.Reason, by, needsCongress,
            request.Amount, request.Finish, request.ReplacedBy));
        context.Emit(new NoteHistory(sentence));
        if (isApproved && request.Kind != ChangeKind.Minor && request.Publicity.Length > 0)
            context.Emit(new PublishDocument("项目调整公告", $"{request.KindWords}公告", request.Publicity, []));
        context.SetVariable("ChangeKind", request.Kind.ToString());
        context.SetVariable("ChangeApproved", isApproved);
        return ActivityResult.Outcome(isApproved ? Approved : Rejected);
    }

    /// <summary>What is still owed after consent. A street has no congress to report to.</summary>
    private static string Afterwards(JurisdictionLevel level, ChangeKind kind) => (level, kind) switch
    {
        (JurisdictionLevel.Street, _) => "",
        (JurisdictionLevel.Township, ChangeKind.Substitution or ChangeKind.Stop) => "须提请下次人民代表大会确认。",
        _ => "须向下次人民代表大会报告。",
    };

    private string BodyAt(ActivityContext context) => context.Get(Body) is { Length: > 0 } body ? body : context.Cycle().Cycle.Level switch
    {
        JurisdictionLevel.Township => "乡镇人大主席团",
        JurisdictionLevel.Street => "人大街道工委",
        _ => "人大常委会",
    };

    private Fraction Tolerance(ActivityContext context) => Fraction.TryParse(context.Get(ToleranceAmount), out var share) ? share
        : throw new ActivityFaultException($"步骤“{Place.Title}”的金额允许幅度“{context.Get(ToleranceAmount)}”不是比例，请写成 10% 或 0.1。", "bad-ratio");

    private string TitleAt(ActivityContext context) => context.Get(Title) is { Length: > 0 } title ? title : Place.Title;

    /// <summary>What was voted, as first seen in this run: small changes one after the other are held against it, not against each other.</summary>
    private sealed record Voted(IReadOnlyList<Origin> Projects);
}
