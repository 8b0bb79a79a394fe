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

/// <summary>A report is handed in, heard at a meeting, asked about and answered; the record of it is kept.</summary>
[ActivityType("Minsheng.Report", "报告", Category = "实施监督", Icon = "record_voice_over",
    Description = "报告单位提交书面报告，会议听取、询问，秘书登记出席、询问和答复；可以公布。", Returns = ReturnRule.Target)]
public sealed class Report : TaskStep
{
    private const string PaperTask = "report", MeetingTask = "meeting";
    private const int LongestReport = 20_000;

    [InputLabel("标题", Required = true, Hint = "可用 {{cycle.jurisdiction}}、{{cycle.year}}、{{project}}、{{period}}", Example = "{{cycle.jurisdiction}}人民政府关于{{cycle.year}}年民生实事项目实施情况的报告")]
    public Input<string> Title { get; } = new();

    [InputLabel("文种", Hint = "报告、说明、专题询问、情况通报等；默认为报告", Example = "报告")]
    public Input<string> Kind { get; } = new("报告");

    [InputLabel("在哪个会议上", Required = true, Hint = "会议或机构的名称，由它的秘书登记", Example = "县人大常委会会议")]
    public Input<string> Meeting { get; } = new();

    [InputLabel("报告人", Hint = "默认为政府办", Example = "政府办")]
    public Input<List<Assignee>> Reporter { get; } = new([new(Role: "GovOffice")]);

    [InputLabel("登记人", Hint = "不填为该会议的秘书", Example = "人大办工作人员")]
    public Input<List<Assignee>> Secretary { get; } = new();

    [InputLabel("报送限办工作日", Hint = "提交书面报告的期限；默认 0，即不限", Example = "10")]
    public Input<int> PaperWorkingDays { get; } = new(0);

    [InputLabel("登记限办工作日", Hint = "报告提交后登记会议情况的期限；默认 0，即不限", Example = "20")]
    public Input<int> DueWorkingDays { get; } = new(0);

    [InputLabel("公布", Hint = "会后在门户公布报告；默认不公布", Example = "否")]
    public Input<bool> Publish { get; } = new(false);

    [InputLabel("询问和答复", Hint = "登记谁问了什么、怎样答复；默认登记", Example = "是")]
    public Input<bool> Questions { get; } = new(true);

    protected override void Bind(ActivityBinder binder)
    {
        binder.NeedsText(Title, "标题");
        binder.NeedsText(Kind, "文种");
        binder.NeedsText(Meeting, "在哪个会议上");
        binder.NeedsPeople(Reporter, "报告人");
        binder.NeedsPeople(Secretary, "登记人");
        binder.NeedsAtLeast(PaperWorkingDays, 0, "报送限办工作日");
        binder.NeedsAtLeast(DueWorkingDays, 0, "登记限办工作日");
        if (binder.TryConstant(Title, out var title)) DocumentTemplate.Check(binder, "title", title);
        // What has been published cannot be called back.
        if (!binder.TryConstant(Publish, out var isPublished) || isPublished) Place.Returns = ReturnRule.Barrier;
    }

    protected override bool IsReversible(ActivityContext context) => true;

    public override ActivityResult Start(ActivityContext context)
    {
        var projects = context.Projects();
        return new ActivityResult.Waiting(Ask(context, PaperTask, new Request(TitleAt(context), LeadUnits.Of(projects, context.Get(Reporter)), new Form([
            new Field { Name = "text", Label = "报告正文", Type = FieldType.Paragraph, Required = true, MaxLength = LongestReport },
            new Field { Name = "attachments", Label = "附件", Type = FieldType.Attachment }]))
        {
            Actions = [new TaskAction(Outcomes.Done, "报送")],
            Due = Limit(context, context.Get(PaperWorkingDays)),
            Instructions = $"{KindAt(context)}送交{context.Get(Meeting)}。",
            Items = projects,
        }));
    }

    private protected override ActivityResult Proceed(ActivityContext context, Stimulus stimulus)
    {
        var answer = TaskAnswer.Of(stimulus);
        return stimulus.Bookmark.Name == PaperTask ? Hear(context, answer) : Record(context, answer);
    }

    private ActivityResult.Waiting Hear(ActivityContext context, TaskAnswer answer)
    {
        var meeting = context.Get(Meeting)!;
        context.Emit(new NoteHistory($"{DecidedBy(context.Get(Reporter), answer.Act.By)}报送“{TitleAt(context)}”。"));
        return new ActivityResult.Waiting(Ask(context, MeetingTask, new Request(
            $"{meeting}听取{KindAt(context)}：{TitleAt(context)}", context.Get(Secretary) ?? [new(Body: meeting)], Minutes(context.Get(Questions)))
        {
            Actions = [new TaskAction(Outcomes.Done, "登记")],
            Due = Limit(context, context.Get(DueWorkingDays)),
            Body = answer.Text("text"),
            Items = context.Projects(),
        }));
    }

    private ActivityResult Record(ActivityContext context, TaskAnswer answer)
    {
        var (title, kind) = (TitleAt(context), KindAt(context));
        var questions = answer.Rows("questions").Select(row => new Question(Cell(row, "asker"), Cell(row, "question"), Cell(row, "answer"))).ToList();
        if (context.Get(Publish)) context.Emit(new PublishDocument(kind, title, answer.Spec.Body + Answers(questions), []));
        var day = DayWords.Full(PastDay(context, answer, "meetingDate"));
        var facts = new[]
        {
            answer.Number("attendance") is { } present ? $"出席 {present:0} 人" : "",
            questions.Count > 0 ? $"询问 {questions.Count} 件，答复 {questions.Count(one => one.Answer.Length > 0)} 件" : "",
            context.Get(Publish) ? "报告已公布" : "",
        }.Where(part => part.Length > 0).ToList();
        context.Emit(new NoteHistory($"{day}{context.Get(Meeting)}听取{kind}“{title}”{(facts.Count > 0 ? $"：{string.Join("，", facts)}" : "")}。"));
        return ActivityResult.Done;
    }

    private static Form Minutes(bool withQuestions) => new([
        new Field { Name = "meetingDate", Label = "会议日期", Type = FieldType.Date, Required = true },
        new Field { Name = "attendance", Label = "出席人数", Type = FieldType.Number, Min = 1 },
        .. withQuestions
            ? [new Field
            {
                Name = "questions", Label = "询问和答复", Type = FieldType.Table,
                Columns = [
                    new Field { Name = "asker", Label = "询问人", Type = FieldType.Text, Required = true },
                    new Field { Name = "question", Label = "询问内容", Type = FieldType.Paragraph, Required = true },
                    new Field { Name = "answer", Label = "答复", Type = FieldType.Paragraph }],
            }]
            : Array.Empty<Field>(),
        new Field { Name = "minutes", Label = "会议记录", Type = FieldType.Paragraph }]);

    private static string Answers(List<Question> questions) => questions.Count == 0 ? ""
        : "\n\n询问和答复" + string.Concat(questions.Select((one, index) => $"\n{index + 1}. {one.Asker}问：{one.Text}\n答复：{(one.Answer.Length > 0 ? one.Answer : "会后书面答复。")}"));

    private static string Cell(Dictionary<string, object?> row, string column) => row.GetValueOrDefault(column) as string ?? "";

    private string TitleAt(ActivityContext context) => context.Fill(context.Get(Title));

    private string KindAt(ActivityContext context) => context.Get(Kind) is { Length: > 0 } kind ? kind : "报告";

    private sealed record Question(string Asker, string Text, string Answer);
}
