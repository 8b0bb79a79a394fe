using System.Globalization;
using Minsheng.Workflow.Activities.Calendars;
using Minsheng.Workflow.Activities.Effects;
using Minsheng.Workflow.Activities.Facts;
using Minsheng.Workflow.Activities.Forms;
using Minsheng.Workflow.Activities.Tasks;
using Minsheng.Workflow.Engine;
using Minsheng.Workflow.Engine.Definitions;
using Minsheng.Workflow.Engine.Expressions;
using Minsheng.Workflow.Engine.Running;

namespace Minsheng.Workflow.Activities.Steps;

/// <summary>A deliberation opinion on its way: written, handed over, handled, commented on, reported again and deliberated again.</summary>
[ActivityType("Minsheng.Opinion", "审议意见", Category = "实施监督", Icon = "rate_review",
    Description = "会议的审议意见交办后限期研究处理，处理情况征求意见后再次报告、再次审议；退回的继续办理，多次退回的提请采取进一步措施。",
    Outcomes = ["Accepted", "Rework", "Escalated"], OutcomeNames = ["同意", "退回再办", "提请上一级处理"], Returns = ReturnRule.Barrier)]
public sealed class Opinion : TaskStep
{
    private const string Accepted = "Accepted", Rework = "Rework", Escalated = "Escalated";
    private const string Draft = "draft", HandOver = "hand-over", Handle = "handle", Comment = "comment", Report = "report", Deliberate = "deliberate";

    [InputLabel("标题", Hint = "审议的是哪件事；不填为步骤名称", Example = "民生实事项目实施情况的审议意见")]
    public Input<string> Title { get; } = new();

    [InputLabel("审议机构", Required = true, Hint = "提出审议意见、再次审议的会议，由它的秘书登记", Example = "县人大常委会会议")]
    public Input<string> Body { get; } = new();

    [InputLabel("起草人", Hint = "起草并交办审议意见的人；默认代表机关经办人", Example = "人大办公室")]
    public Input<List<Assignee>> Drafter { get; } = new([new(Role: "CountyNpcStaff")]);

    [InputLabel("办理单位", Hint = "研究处理审议意见的一方；默认政府办", Example = "县政府办")]
    public Input<List<Assignee>> Handler { get; } = new([new(Role: "GovOffice")]);

    [InputLabel("征求意见的委员会", Hint = "有关专门委员会或工作机构，在再次报告之前对处理情况提出意见；不填则不征求", Example = "财政经济委员会")]
    public Input<List<Assignee>> Committee { get; } = new();

    [InputLabel("起草工作日", Hint = "默认 0，即不限；西平县为 3 个工作日", Example = "3")]
    public Input<int> DraftWorkingDays { get; } = new(0);

    [InputLabel("交办工作日", Hint = "填写后起草与交办分两步，默认 0，起草完即交办；西平县为 3 个工作日", Example = "3")]
    public Input<int> HandOverWorkingDays { get; } = new(0);

    [InputLabel("办理月数", Hint = "监督法没有规定期限，默认按河南为 3 个月，重庆为 6 个月；退回后重新起算", Example = "3")]
    public Input<int> HandleMonths { get; } = new(3);

    [InputLabel("组成人员数", Hint = "填写后，再次审议时出席须超过半数；默认 0，不核对", Example = "25")]
    public Input<int> Members { get; } = new(0);

    [InputLabel("最多退回次数", Hint = "默认 2 次（按石泉县），退回满这么多次即提请采取进一步措施", Example = "2")]
    public Input<int> MaxRounds { get; } = new(2);

    [InputLabel("文书名称", Hint = "交办文书的名称", Example = "审议意见")]
    public Input<string> Instrument { get; } = new("审议意见");

    protected override void Bind(ActivityBinder binder)
    {
        binder.NeedsText(Body, "审议机构");
        binder.NeedsPeople(Drafter, "起草人");
        binder.NeedsPeople(Handler, "办理单位");
        binder.NeedsPeople(Committee, "征求意见的委员会");
        binder.NeedsAtLeast(DraftWorkingDays, 0, "起草工作日");
        binder.NeedsAtLeast(HandOverWorkingDays, 0, "交办工作日");
        binder.NeedsAtLeast(HandleMonths, 1, "办理月数");
        binder.NeedsAtLeast(Members, 0, "组成人员数");
        binder.NeedsAtLeast(MaxRounds, 1, "最多退回次数");
        binder.NeedsText(Instrument, "文书名称");
    }

    /// <summary>An opinion sent back goes on where it is handled; otherwise a new one is written.</summary>
    public override ActivityResult Start(ActivityContext context)
    {
        if (context.Recall<Paper>() is { IsSentBack: true } paper) return Continue(context, paper, AskToHandle(context, paper));
        var form = new Form([
            new Field { Name = "text", Label = $"{context.Get(Instrument)}内容", Type = FieldType.Paragraph, Required = true },
            new Field { Name = "documentNo", Label = "文号", Type = FieldType.Text }]);
        return new ActivityResult.Waiting(Ask(context, Draft, new Request($"起草{context.Get(Instrument)}：{TitleAt(context)}", context.Get(Drafter), form)
        {
            Actions = [new TaskAction(Outcomes.Done, context.Get(HandOverWorkingDays) > 0 ? "提交" : "定稿并交办")],
            Due = Limit(context, context.Get(DraftWorkingDays)),
        }));
    }

    /// <summary>A draft has not been handed over yet.</summary>
    protected override bool IsReversible(ActivityContext context) => context.Waits.Any(wait => wait.Name == Draft) || base.IsReversible(context);

    private protected override ActivityResult Proceed(ActivityContext context, Stimulus stimulus)
    {
        var answer = TaskAnswer.Of(stimulus);
        var paper = context.Load<Paper>();
        return stimulus.Bookmark.Name switch
        {
            Draft => Drafted(context, answer),
            HandOver => HandedOver(context, paper! with { DocumentNo = answer.Text("documentNo") is { Length: > 0 } number ? number : paper.DocumentNo }, PastDay(context, answer, "handedOverOn")),
            Handle => Handled(context, paper! with { Report = Stated(answer, "report") }, answer),
            Comment => Continue(context, paper!, AskToReport(context, paper!, Stated(answer, "comments"))),
            Report => Reported(context, paper! with { Report = Stated(answer, "report") }, answer),
            _ => Deliberated(context, paper!, answer),
        };
    }

    private ActivityResult.Waiting Drafted(ActivityContext context, TaskAnswer answer)
    {
        var paper = new Paper(string.Create(CultureInfo.InvariantCulture, $"{context.Instance.Id}.{context.Execution.Id}.1"), Stated(answer, "text"), answer.Text("documentNo"));
        if (context.Get(HandOverWorkingDays) is not (> 0 and var days)) return HandedOver(context, paper, context.Cycle().Dates.Today(context.Now));
        var form = new Form([
            new Field { Name = "handedOverOn", Label = "交办日期", Type = FieldType.Date, Required = true },
            new Field { Name = "documentNo", Label = "文号", Type = FieldType.Text, Default = paper.DocumentNo.Length > 0 ? paper.DocumentNo : null }]);
        return Continue(context, paper, Ask(context, HandOver, new Request($"交办{context.Get(Instrument)}：{TitleAt(context)}", context.Get(Drafter), form)
        {
            Actions = [new TaskAction(Outcomes.Done, "已交办")],
            Due = Limit(context, days),
            Body = paper.Text,
        }));
    }

    /// <summary>The months run from the day it is handed over.</summary>
    private ActivityResult.Waiting HandedOver(ActivityContext context, Paper paper, DateOnly day)
    {
        paper = paper with { Due = context.Cycle().Dates.At(day.AddMonths(context.Get(HandleMonths)), Dates.CloseOfBusiness) };
        var task = AskToHandle(context, paper);
        var number = paper.DocumentNo.Length > 0 ? $"（{paper.DocumentNo}）" : "";
        context.Emit(new OpenFinding(
            paper.FindingId, context.Get(Instrument) ?? "", context.Cycle().Project?.Id, $"{TitleAt(context)}{number}", paper.Text, context.Get(Body)!,
            Units(((TaskSpec)task.Payload!).Participants), task.Due));
        return Continue(context, paper, task);
    }

    private Wait AskToHandle(ActivityContext context, Paper paper) =>
        Ask(context, Handle, new Request($"研究处理{context.Get(Instrument)}：{TitleAt(context)}", context.Get(Handler), ReportForm())
        {
            Actions = [new TaskAction(Outcomes.Done, HasCommittee(context) ? "送委员会征求意见" : "提交处理情况报告")],
            Due = paper.Due,
            Body = paper.LastOpinion is { Length: > 0 } opinion ? $"{paper.Text}\n第 {paper.Returns} 次退回：{opinion}" : paper.Text,
        });

    private ActivityResult.Waiting Handled(ActivityContext context, Paper paper, TaskAnswer answer)
    {
        if (!HasCommittee(context)) return Reported(context, paper, answer);
        var form = new Form([new Field { Name = "comments", Label = "对处理情况的意见", Type = FieldType.Paragraph, Required = true }]);
        return Continue(context, paper, Ask(context, Comment, new Request($"对处理情况提出意见：{TitleAt(context)}", context.Get(Committee), form)
        {
            Actions = [new TaskAction(Outcomes.Done, "提出意见")],
            Body = $"{paper.Text}\n处理情况：{paper.Report}",
        }));
    }

    private Wait AskToReport(ActivityContext context, Paper paper, string comments) =>
        Ask(context, Report, new Request($"再次报告：{TitleAt(context)}", context.Get(Handler), ReportForm(paper.Report))
        {
            Actions = [new TaskAction(Outcomes.Done, "提交书面报告")],
            Body = $"{paper.Text}\n委员会意见：{comments}",
        });

    private ActivityResult.Waiting Reported(ActivityContext context, Paper paper, TaskAnswer answer)
    {
        context.Emit(new AdvanceFinding(paper.FindingId, FindingState.Answered, paper.Report ?? "", Units([answer.Act.By])));
        var form = new Form([
            new Field { Name = "meetingDate", Label = "会议日期", Type = FieldType.Date, Required = true },
            new Field { Name = "attendance", Label = "出席人数", Type = FieldType.Number, Required = true, Min = 1 },
            new Field { Name = "opinion", Label = "再次审议的意见", Type = FieldType.Paragraph }]);
        return Continue(context, paper, Ask(context, Deliberate, new Request($"{context.Get(Body)}再次审议：{TitleAt(context)}", [new Assignee(Body: context.Get(Body))], form)
        {
            Actions = [new TaskAction(Accepted, "同意"), new TaskAction(Rework, "退回办理", NeedsOpinion: true)],
            Instructions = context.Get(Members) is > 0 and var members ? $"组成人员 {members} 人，出席须超过半数。" : null,
            Body = $"{paper.Text}\n办理情况报告：{paper.Report}",
        }));
    }

    private ActivityResult Deliberated(ActivityContext context, Paper paper, TaskAnswer answer)
    {
        var (body, day) = (context.Get(Body)!, DayWords.Full(PastDay(context, answer, "meetingDate")));
        var attendance = (int)(answer.Number("attendance") ?? 0);
        if (Review.Shortage(attendance, context.Get(Members)) is { } shortage) throw new StimulusRefusedException(shortage, "no-quorum");

        var held = $"{day}{body}再次审议，出席 {attendance} 人，";
        var returns = paper.Returns + 1;
        if (answer.Act.Outcome == Accepted)
        {
            context.Emit(new AdvanceFinding(paper.FindingId, FindingState.Closed, $"{held}同意办理情况报告。{answer.Text("opinion")}", body));
        }
        else if (returns < context.Get(MaxRounds))
        {
            context.Emit(new AdvanceFinding(paper.FindingId, FindingState.Open, $"{held}第 {returns} 次退回办理：{answer.Act.Opinion}", body));
            var again = context.Cycle().Dates.At(context.Cycle().Dates.Today(context.Now).AddMonths(context.Get(HandleMonths)), Dates.CloseOfBusiness);
            context.Remember(paper with { Returns = returns, LastOpinion = answer.Act.Opinion, Due = again, IsSentBack = true });
            return ActivityResult.Outcome(Rework);
        }
        else
        {
            context.Emit(new AdvanceFinding(paper.FindingId, FindingState.Escalated, $"{held}第 {returns} 次退回办理，提请采取进一步措施：{answer.Act.Opinion}", body));
        }
        context.Remember(paper with { IsSentBack = false });
        return ActivityResult.Outcome(answer.Act.Outcome == Accepted ? Accepted : Escalated);
    }

    private static ActivityResult.Waiting Continue(ActivityContext context, Paper paper, Wait task)
    {
        context.Keep(paper);
        return new ActivityResult.Waiting(task);
    }

    private static Form ReportForm(string? report = null) => new([
        new Field { Name = "report", Label = "研究处理情况报告", Type = FieldType.Paragraph, Required = true, Default = report },
        new Field { Name = "file", Label = "附件", Type = FieldType.Attachment }]);

    private bool HasCommittee(ActivityContext context) => context.Get(Committee) is { Count: > 0 };

    private string TitleAt(ActivityContext context) => context.Get(Title) is { Length: > 0 } title ? title : Place.Title;

    /// <summary>One opinion, also from one passage through this step to the next.</summary>
    /// <param name="Due">When the handling has to be reported.</param>
    private sealed record Paper(
        string FindingId, string Text, string DocumentNo, DateTimeOffset? Due = null, string? Report = null, int Returns = 0, string? LastOpinion = null, bool IsSentBack = false);
}
