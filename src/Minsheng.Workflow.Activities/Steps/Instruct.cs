using System.Globalization;
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

/// <summary>A leader's instruction: handled by the lead unit, read by the leader, who closes it or sends it back.</summary>
[ActivityType("Minsheng.Instruct", "批示督办", Category = "实施监督", Icon = "edit_note",
    Description = "领导对一个项目或一条问题作出批示，责任单位限期办理并报告，批示人阅后办结，或退回继续办理。", Outcomes = ["Done"], OutcomeNames = ["完成"])]
public sealed class Instruct : TaskStep
{
    private const string Closed = "Closed", Again = "Again", Answering = "answer", Reading = "read";

    [InputLabel("批示内容", Required = true, Hint = "要求办什么、办到什么程度", Example = "请抓紧协调用地，月底前开工。")]
    public Input<string> Text { get; } = new();

    [InputLabel("批示人", Required = true, Hint = "办理情况由他审阅；找不到人时由代表机关经办人代为审阅", Example = "常委会领导")]
    public Input<List<Assignee>> Leader { get; } = new([]);

    [InputLabel("针对的问题", Hint = "就一条问题或函件批示时写明是哪一条；不填则针对整个项目", Example = "监督提醒函：工地围挡破损")]
    public Input<string> About { get; } = new();

    [InputLabel("办理单位", Hint = "默认为项目的责任单位，没有责任单位或不针对项目的由政府办办理", Example = "责任单位")]
    public Input<List<Assignee>> Responsible { get; } = new([new(Role: LeadDepartment)]);

    [InputLabel("限办工作日", Hint = "各地材料没有写明天数，默认 5 个工作日；0 为不限；退回后重新起算", Example = "5")]
    public Input<int> LimitWorkingDays { get; } = new(5);

    protected override void Bind(ActivityBinder binder)
    {
        binder.NeedsText(Text, "批示内容");
        binder.NeedsPeople(Leader, "批示人");
        binder.NeedsPeople(Responsible, "办理单位");
        binder.NeedsAtLeast(LimitWorkingDays, 0, "限办工作日");
    }

    public override ActivityResult Start(ActivityContext context)
    {
        var text = context.Get(Text) is { Length: > 0 } stated ? stated : throw new ActivityFaultException($"“{Place.Title}”没有批示内容，请补上后再重试。", "no-text");
        var item = context.Cycle().Project;
        var leader = Find(context, $"阅处批示：{Matter(context, item)}", context.Get(Leader))[0];
        var paper = new Paper(string.Create(CultureInfo.InvariantCulture, $"{context.Instance.Id}.{context.Execution.Id}.1"), Post(leader), item?.Id);
        var task = AskToAnswer(context, paper, item);
        context.Emit(new OpenFinding(
            paper.FindingId, "批示", item?.Id, Matter(context, item), text, paper.Leader, Units(((TaskSpec)task.Payload!).Participants), task.Due));
        context.Keep(paper);
        return new ActivityResult.Waiting(task);
    }

    private protected override ActivityResult Proceed(ActivityContext context, Stimulus stimulus)
    {
        var (answer, paper, item) = (TaskAnswer.Of(stimulus), context.Load<Paper>()!, context.Cycle().Project);
        if (stimulus.Bookmark.Name == Answering)
        {
            paper = paper with { Report = Stated(answer, "report") };
            context.Emit(new AdvanceFinding(paper.FindingId, FindingState.Answered, paper.Report, Units([answer.Act.By])));
            context.Keep(paper);
            return new ActivityResult.Waiting(AskToRead(context, paper, item));
        }
        var by = Post(answer.Act.By);
        if (answer.Act.Outcome == Closed)
        {
            context.Emit(new AdvanceFinding(paper.FindingId, FindingState.Closed, $"已阅，同意办结。{answer.Act.Opinion}", by));
            return ActivityResult.Outcome(Outcomes.Done);
        }
        paper = paper with { Returns = paper.Returns + 1, LastOpinion = answer.Act.Opinion };
        context.Emit(new AdvanceFinding(paper.FindingId, FindingState.Open, $"第 {paper.Returns} 次退回继续办理：{answer.Act.Opinion}", by));
        context.Keep(paper);
        return new ActivityResult.Waiting(AskToAnswer(context, paper, item));
    }

    private Wait AskToAnswer(ActivityContext context, Paper paper, ItemFact? item)
    {
        var form = new Form([
            new Field { Name = "report", Label = "办理情况", Type = FieldType.Paragraph, Required = true },
            new Field { Name = "photos", Label = "现场照片", Type = FieldType.Photo },
            new Field { Name = "file", Label = "附件", Type = FieldType.Attachment }]);
        return Ask(context, Answering, new Request($"办理批示：{Matter(context, item)}", For(context, item), form)
        {
            Actions = [new TaskAction(Outcomes.Done, "报告办理情况")],
            Due = Limit(context, context.Get(LimitWorkingDays)),
            Body = paper.LastOpinion is { Length: > 0 } opinion ? $"{Body(context, paper)}\n第 {paper.Returns} 次退回：{opinion}" : Body(context, paper),
            Items = item is null ? null : [item],
        });
    }

    private Wait AskToRead(ActivityContext context, Paper paper, ItemFact? item) =>
        Ask(context, Reading, new Request($"阅处批示：{Matter(context, item)}", context.Get(Leader), new Form([]))
        {
            LeadsOut = true,
            Actions = [new TaskAction(Closed, "办结", NeedsForm: false), new TaskAction(Again, "退回继续办理", NeedsForm: false, NeedsOpinion: true)],
            Body = $"{Body(context, paper)}\n办理情况：{paper.Report}",
            Items = item is null ? null : [item],
        });

    private IReadOnlyList<Assignee> For(ActivityContext context, ItemFact? item) =>
        item is not null ? AnswerableFor(context, context.Get(Responsible), item) : [new Assignee(Role: "GovOffice")];

    private string Body(ActivityContext context, Paper paper) =>
        context.Get(About) is { Length: > 0 } about ? $"{paper.Leader}批示：{context.Get(Text)}\n针对：{about}" : $"{paper.Leader}批示：{context.Get(Text)}";

    private string Matter(ActivityContext context, ItemFact? item) =>
        item is not null ? Named(item) : context.Get(About) is { Length: > 0 } about ? about : "全年工作";

    /// <summary>Papers name the post; the name only where there is none.</summary>
    private static string Post(PersonFact person) => person.Post.Length == 0 ? person.Name
        : person.Unit.Length == 0 || person.Post.StartsWith(person.Unit, StringComparison.Ordinal) ? person.Post : $"{person.Unit}{person.Post}";

    private sealed record Paper(string FindingId, string Leader, string? ItemId, string? Report = null, int Returns = 0, string? LastOpinion = null);
}
