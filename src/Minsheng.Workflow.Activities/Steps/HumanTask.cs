using System.Text.Json;
using Minsheng.Workflow.Activities.Ballots;
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

/// <summary>What happens when a task's limit passes.</summary>
public enum OnTimeout
{
    /// <summary>The task stays open and counts as overdue.</summary>
    None,

    /// <summary>The run goes on by the outcome Timeout.</summary>
    Pass,
}

/// <summary>Hands a form to people and waits until they settle it.</summary>
[ActivityType("Minsheng.HumanTask", "办理", Category = "办理", Icon = "assignment_ind",
    Description = "把一张表单交给有关人员，由一人办、各人会签、依次办或按比例票签。", Outcomes = ["Done", "Timeout"], OutcomeNames = ["完成", "逾期"])]
public sealed class HumanTask : TaskStep
{
    private Form? _form;

    [InputLabel("标题", Required = true, Example = "县政府办审核", Hint = "办理人在待办里看到的名称")]
    public Input<string> Title { get; } = new();

    [InputLabel("办理人", Required = true, Hint = "岗位、机构、小组、单位或人员", Example = "政府办")]
    public Input<List<Assignee>> Assignees { get; } = new([]);

    [InputLabel("办理方式", Hint = "或签、会签、依次、票签", Example = "会签")]
    public Input<TaskMode> Mode { get; } = new(TaskMode.Any);

    [InputLabel("通过比例", Hint = "票签时，同意的人数要达到这个比例", Example = "2/3")]
    public Input<string> Ratio { get; } = new("2/3");

    [InputLabel("表单", Hint = "要填写的内容；不填则只有按钮和意见", Example = "会议日期、出席人数、会议记录")]
    public Input<object> Form { get; } = new();

    [InputLabel("按钮", Hint = "第一个是同意或完成；会签、依次时选了其他按钮即按该按钮结束", Example = "同意、不同意")]
    public Input<List<TaskAction>> Actions { get; } = new([.. Finish]);

    [InputLabel("限办工作日", Hint = "0 为不限", Example = "10")]
    public Input<int> DueWorkingDays { get; } = new(0);

    [InputLabel("逾期时", Hint = "不处理，或按“逾期”出口继续", Example = "不处理")]
    public Input<OnTimeout> OnTimeout { get; } = new(Steps.OnTimeout.None);

    [InputLabel("正文", Hint = "给办理人看的材料正文，显示在表单上方", Example = "现将候选项目名单送审。")]
    public Input<string> Body { get; } = new();

    [InputLabel("办理说明", Hint = "怎样办、按什么标准办", Example = "请逐项核对资金来源和用地手续。")]
    public Input<string> Instructions { get; } = new();

    [InputLabel("显示项目", Hint = "把处于这一阶段的项目列在表单上方", Example = "候选项目")]
    public Input<ItemStage?> Items { get; } = new();

    [InputLabel("登记进度", Hint = "表单中的 percent、paid、text 记为项目进度", Example = "是")]
    public Input<bool> Progress { get; } = new(false);

    [InputLabel("进度种类", Example = "月通报", Hint = "进度报告的名称；默认为月通报")]
    public Input<string> ProgressKind { get; } = new("月通报");

    [InputLabel("存入变量", Hint = "最后一次填写的内容", Example = "MeetingDate")]
    public Input<string> SaveTo { get; } = new();

    protected override void Bind(ActivityBinder binder)
    {
        binder.NeedsText(Title, "标题");
        binder.NeedsPeople(Assignees, "办理人");
        binder.NeedsAtLeast(DueWorkingDays, 0, "限办工作日");
        BindForm(binder);
        BindActions(binder);
        if (!binder.TryConstant(Mode, out var mode) || mode == TaskMode.Ratio) binder.NeedsShare(Ratio, "通过比例");
        if (binder.TryConstant(OnTimeout, out var onTimeout) && onTimeout == Steps.OnTimeout.Pass
            && binder.TryConstant(DueWorkingDays, out var days) && days == 0)
            binder.Problem("dueWorkingDays", "no-limit", "写了逾期后继续，却没有限办工作日，永远不会逾期；请填写限办工作日，或把“逾期时”改为不处理。");
    }

    public override ActivityResult Start(ActivityContext context)
    {
        var title = context.Get(Title) ?? Place.Title;
        if (context.Get(Progress) && context.Cycle().Project is null)
            throw new ActivityFaultException($"“{title}”要登记项目进度，而这件事不针对某个项目；请把它放进项目的子方案，或取消登记进度。", "no-project");

        var stage = context.Get(Items);
        var due = Limit(context, context.Get(DueWorkingDays));
        var task = Ask(context, Place.Id, new Request(title, context.Get(Assignees), FormAt(context))
        {
            Actions = ActionsAt(context),
            Due = due,
            Body = context.Get(Body),
            Instructions = context.Get(Instructions),
            Items = stage is { } at ? context.Cycle().Items(at) : null,
        });
        var mode = context.Get(Mode);
        var spec = (TaskSpec)task.Payload!;
        var tally = new Tally([.. spec.Participants.Select(person => person.Id)], [], context.GetVariable("Period") as string);
        context.Keep(tally);
        task = task with { Payload = spec with { Mode = mode, Open = tally.Open(mode) } };
        return due is not null && context.Get(OnTimeout) == Steps.OnTimeout.Pass
            ? new ActivityResult.Waiting(task, new Wait(WaitKind.Timer, "due", due))
            : new ActivityResult.Waiting(task);
    }

    public override ActivityResult Resume(ActivityContext context, Stimulus stimulus)
    {
        if (stimulus.Bookmark.Kind == WaitKind.Timer) return ActivityResult.Outcome("Timeout");

        var answer = TaskAnswer.Of(stimulus);
        var (spec, act) = (answer.Spec, answer.Act);
        var tally = context.Load<Tally>()!;
        if (!tally.Open(spec.Mode).Contains(act.By.Id))
            throw new StimulusRefusedException(tally.HasVoted(act.By.Id)
                ? $"{act.By.Name}已经办过“{spec.Title}”，不能重复办理。"
                : $"“{spec.Title}”还没有轮到{act.By.Name}，请等前面的人办完。", "not-your-turn");

        tally = tally.Add(act.By.Id, act.Outcome);
        if (answer.Action.NeedsForm && context.Get(SaveTo) is { Length: > 0 } variable) context.SetVariable(variable, answer.AsVariable());
        if (tally.Settle(spec.Mode, spec.Actions, Fraction.Parse(context.Get(Ratio) ?? "2/3")) is { } outcome)
        {
            if (context.Get(Progress) && answer.Action.NeedsForm) Report(context, answer, tally.Period);
            return ActivityResult.Outcome(outcome);
        }
        context.Keep(tally);
        context.Emit(new TaskTurn(stimulus.BookmarkId, tally.Open(spec.Mode)));
        return ActivityResult.StillWaiting.Instance;
    }

    private void Report(ActivityContext context, TaskAnswer answer, string? period)
    {
        var percent = answer.Number("percent");
        if (percent is < 0 or > 100) throw new StimulusRefusedException("完成进度应在 0 到 100 之间，请改正后再提交。", "bad-percent");
        var facts = context.Cycle();
        context.Emit(new RecordProgress(
            facts.Project!.Id, context.Get(ProgressKind) ?? "月通报", period ?? DateWords(facts.Dates.Today(context.Now)),
            percent is { } figure ? (int)Math.Round(figure, MidpointRounding.AwayFromZero) : null,
            answer.Number("paid"), answer.Has("text") ? answer.Text("text") : answer.Act.Opinion ?? ""));
    }

    private Form FormAt(ActivityContext context)
    {
        if (_form is { } known) return known;
        if (context.Get(Form) is not { } written) return new Form([]);
        try
        {
            return Parse(written);
        }
        catch (InvalidFormException problem)
        {
            throw new ActivityFaultException($"步骤“{Place.Title}”的表单不能使用：{string.Join(" ", problem.Problems)}", "bad-form");
        }
    }

    private List<TaskAction> ActionsAt(ActivityContext context) => context.Get(Actions) is { Count: > 0 } actions
        ? actions
        : throw new ActivityFaultException($"步骤“{Place.Title}”没有按钮，办理人无法提交，请至少设一个按钮。", "no-actions");

    private static Form Parse(object written) => Forms.Form.Parse(JsonSerializer.SerializeToElement(written, Values.Json));

    private void BindForm(ActivityBinder binder)
    {
        if (!binder.TryConstant(Form, out var written) || written is null) return;
        try
        {
            _form = Parse(written);
        }
        catch (InvalidFormException invalid)
        {
            foreach (var problem in invalid.Problems) binder.Problem("form", "bad-form", $"{problem}请改正表单。");
        }
    }

    private void BindActions(ActivityBinder binder)
    {
        if (!binder.TryConstant(Actions, out var actions)) return;
        if (actions is not { Count: > 0 })
        {
            binder.Problem("actions", "no-actions", "没有按钮，办理人无法提交，请至少设一个按钮。");
            return;
        }
        if (actions.Any(action => string.IsNullOrWhiteSpace(action.Outcome) || string.IsNullOrWhiteSpace(action.Label)))
            binder.Problem("actions", "bad-action", "有的按钮没有出口（outcome）或文字（label），请补上。");
        if (actions.GroupBy(action => action.Outcome).FirstOrDefault(group => group.Count() > 1) is { } twice)
            binder.Problem("actions", "duplicate-action", $"出口“{twice.Key}”有两个按钮，请合并或改成不同的出口。");
        if (binder.TryConstant(Mode, out var mode) && mode == TaskMode.Ratio && actions.Count < 2)
            binder.Problem("actions", "ratio-needs-two", "票签要有两个按钮，第一个表示同意，第二个表示不同意，请补上。");
    }
}

/// <summary>Who has acted how, and what that settles.</summary>
/// <param name="People">Ids in their order.</param>
/// <param name="Period">The reporting period at the time the task was given, for later periods may begin before it is done.</param>
internal sealed record Tally(IReadOnlyList<string> People, IReadOnlyList<Vote> Votes, string? Period)
{
    public bool HasVoted(string person) => Votes.Any(vote => vote.By == person);

    public Tally Add(string person, string outcome) => this with { Votes = [.. Votes, new Vote(person, outcome)] };

    public IReadOnlyList<string> Open(TaskMode mode)
    {
        var left = People.Where(person => !HasVoted(person));
        return mode == TaskMode.Sequential ? [.. left.Take(1)] : [.. left];
    }

    /// <summary>The outcome as soon as no further act can change it, else null.</summary>
    public string? Settle(TaskMode mode, IReadOnlyList<TaskAction> actions, Fraction ratio)
    {
        var first = actions[0].Outcome;
        if (mode == TaskMode.Any) return Votes[^1].Outcome;
        if (mode == TaskMode.Ratio)
        {
            var needed = Math.Max(1, ratio.CeilOf(People.Count));
            var inFavour = Votes.Count(vote => vote.Outcome == first);
            if (inFavour >= needed) return first;
            return inFavour + People.Count - Votes.Count < needed ? actions.Count > 1 ? actions[1].Outcome : "Rejected" : null;
        }
        // One 不同意 stops a 会签: the others need not act any more.
        if (Votes[^1].Outcome != first) return Votes[^1].Outcome;
        return Votes.Count == People.Count ? first : null;
    }
}

internal sealed record Vote(string By, string Outcome);
