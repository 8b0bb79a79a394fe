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

/// <summary>Project by project: finished and accepted, or unfinished and carried into the next cycle with an explanation.</summary>
[ActivityType("Minsheng.Accept", "验收结项", Category = "实施监督", Icon = "task_alt",
    Description = "逐项验收：已完成的结项，未完成的说明原因和下一步安排，延续到下一年度。", Outcomes = ["Done", "CarriedOver"], OutcomeNames = ["完成", "有延续项目"], Returns = ReturnRule.Barrier)]
public sealed class Accept : TaskStep
{
    private const string Finished = "Finished", CarriedOver = "CarriedOver";

    [InputLabel("标题", Hint = "不填为步骤名称", Example = "年末验收")]
    public Input<string> Title { get; } = new();

    [InputLabel("验收人", Required = true, Hint = "评估组或主管部门，一人登记即可", Example = "民生实事项目评估组")]
    public Input<List<Assignee>> Assignees { get; } = new([]);

    [InputLabel("验收哪些项目", Hint = "默认为正在实施的项目；在项目的子方案中即该项目", Example = "正在实施")]
    public Input<ProjectScope> Scope { get; } = new(ProjectScope.Underway);

    [InputLabel("限办工作日", Hint = "默认 0，即不限", Example = "20")]
    public Input<int> DueWorkingDays { get; } = new(0);

    [InputLabel("未完成的可以延续", Hint = "默认可以；不可以时，要等到完成后才能登记", Example = "是")]
    public Input<bool> MayCarryOver { get; } = new(true);

    protected override void Bind(ActivityBinder binder)
    {
        binder.NeedsPeople(Assignees, "验收人");
        binder.NeedsAtLeast(DueWorkingDays, 0, "限办工作日");
    }

    public override ActivityResult Start(ActivityContext context)
    {
        var projects = context.Projects(context.Get(Scope)).Where(project => project.State != ProjectState.Finished).ToList();
        if (projects.Count > 0)
        {
            context.Keep(new Settled(0, 0));
            return new ActivityResult.Waiting([.. projects.Select(project => TaskFor(context, project))]);
        }
        context.Emit(new NoteHistory($"“{TitleAt(context)}”没有待验收的项目。"));
        return ActivityResult.Done;
    }

    private protected override ActivityResult Proceed(ActivityContext context, Stimulus stimulus)
    {
        var answer = TaskAnswer.Of(stimulus);
        var project = context.Cycle().Items(ItemStage.Project).First(item => item.Id == stimulus.Bookmark.Name);
        var tally = context.Load<Settled>()!;
        var by = DecidedBy(context.Get(Assignees), answer.Act.By);
        if (answer.Act.Outcome == Finished)
        {
            Close(context, answer, project, by);
            tally = tally with { Finished = tally.Finished + 1 };
        }
        else
        {
            Carry(context, answer, project, by);
            tally = tally with { Carried = tally.Carried + 1 };
        }
        context.Keep(tally);
        var isLast = context.Instance.Bookmarks.Count(open => open.Execution == context.Execution) == 1;
        if (!isLast) return new ActivityResult.Waiting();
        if (tally.Finished + tally.Carried > 1)
            context.Emit(new NoteHistory($"“{TitleAt(context)}”全部登记：验收结项 {tally.Finished} 项，延续到下一年度 {tally.Carried} 项。"));
        return ActivityResult.Outcome(tally.Carried > 0 ? CarriedOver : Outcomes.Done);
    }

    private Wait TaskFor(ActivityContext context, ItemFact project) =>
        Ask(context, project.Id, new Request($"{TitleAt(context)}：{Named(project)}", LeadUnits.Of([project], context.Get(Assignees)), new Form([
            new Field { Name = "acceptedOn", Label = "验收日期", Type = FieldType.Date, Required = true },
            new Field { Name = "opinion", Label = "验收意见", Type = FieldType.Paragraph },
            new Field { Name = "explanation", Label = "未完成的原因", Type = FieldType.Paragraph, Hint = "未完成时填写" },
            new Field { Name = "nextPlan", Label = "下一步安排", Type = FieldType.Paragraph, Hint = "未完成时填写" },
            new Field { Name = "newFinish", Label = "预计完工日期", Type = FieldType.Date, Hint = "未完成时填写", Earliest = context.Cycle().Dates.Today(context.Now).AddDays(1) }]))
        {
            Actions = [
                new TaskAction(Finished, "验收通过"),
                .. context.Get(MayCarryOver) ? [new TaskAction(CarriedOver, "未完成，延续")] : Array.Empty<TaskAction>()],
            Due = Limit(context, context.Get(DueWorkingDays)),
            Items = [project],
        });

    private static void Close(ActivityContext context, TaskAnswer answer, ItemFact project, string by)
    {
        var on = PastDay(context, answer, "acceptedOn");
        context.Emit(new FinishProject(project.Id, on, answer.Text("opinion"), by));
        var opinion = answer.Text("opinion") is { Length: > 0 } words ? $"意见：{words}" : "";
        context.Emit(new NoteHistory($"{DayWords.Full(on)}{by}验收{Named(project)}，同意结项。{opinion}"));
    }

    private static void Carry(ActivityContext context, TaskAnswer answer, ItemFact project, string by)
    {
        var (reason, plan) = (answer.Text("explanation"), answer.Text("nextPlan"));
        if (reason.Length == 0 || plan.Length == 0 || answer.Date("newFinish") is not { } finish)
            throw new StimulusRefusedException("未完成的项目要写明未完成的原因、下一步安排和预计完工日期，请补上后再提交。", "no-explanation");
        if (finish <= PastDay(context, answer, "acceptedOn"))
            throw new StimulusRefusedException("预计完工日期应晚于验收日期，请改正后再提交。", "finish-passed");
        context.Emit(new CarryOver(project.Id, reason, plan, finish, by));
        context.Emit(new NoteHistory($"{by}登记{Named(project)}未完成，延续到下一年度，预计{DayWords.Full(finish)}完工。原因：{reason.TrimEnd('。')}。下一步：{plan}"));
    }

    private string TitleAt(ActivityContext context) => context.Get(Title) is { Length: > 0 } title ? title : Place.Title;

    private sealed record Settled(int Finished, int Carried);
}
