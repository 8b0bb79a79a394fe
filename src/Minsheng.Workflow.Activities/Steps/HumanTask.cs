using System.Text.Json;
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

/// <summary>What happens when a task's limit passes.</summary>
public enum OnTimeout
{
    /// <summary>The task stays open and counts as overdue.</summary>
    None,

    /// <summary>Whoever has it and the office are told, once.</summary>
    Remind,

    /// <summary>The run goes on by the outcome Timeout.</summary>
    Pass,

    /// <summary>It goes to other people; both names are kept.</summary>
    HandOver,
}

/// <summary>What happens to a task for people whom nobody is.</summary>
public enum WhenNobody
{
    /// <summary>The congress office gets it.</summary>
    Office,

    /// <summary>The run goes on by the first button.</summary>
    Pass,

    /// <summary>The step stands still until somebody is found.</summary>
    Stop,
}

/// <summary>Hands a form to people and waits until they settle it.</summary>
[ActivityType("Minsheng.HumanTask", "办理", Category = "办理", Icon = "assignment_ind",
    Description = "把一张表单交给有关人员，由一人办、各人会签、依次办或按比例票签。", Outcomes = ["Done", "Timeout"], OutcomeNames = ["完成", "逾期"], Returns = ReturnRule.Target)]
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

    [InputLabel("逾期时", Hint = "不处理（默认）、提醒办理人和人大办一次、按“逾期”出口继续，或转交他人", Example = "提醒")]
    public Input<OnTimeout> OnTimeout { get; } = new(Steps.OnTimeout.None);

    [InputLabel("逾期转交给", Hint = "“逾期时”为转交时填写，原办理人和接办人的姓名都留在记录里", Example = "政府办")]
    public Input<List<Assignee>> HandOverTo { get; } = new([]);

    [InputLabel("超期几个工作日后报告上级", Hint = "0 为按本地区的设置，默认 5 个工作日", Example = "3")]
    public Input<int> EscalateAfter { get; } = new(0);

    [InputLabel("超期报告给", Hint = "超期后把没有办的单位和人告诉他们；不填为政府办和人大办", Example = "县人大常委会分管领导")]
    public Input<List<Assignee>> EscalateTo { get; } = new([]);

    [InputLabel("找不到办理人时", Hint = "转人大办代办（默认）、按第一个按钮自动通过，或停下等补人", Example = "转人大办")]
    public Input<WhenNobody> WhenNobody { get; } = new(Steps.WhenNobody.Office);

    [InputLabel("同一人跳过", Hint = "唯一的办理人就是上一步刚办完的人，又不用填写什么时，自动按第一个按钮通过；默认不跳过", Example = "是")]
    public Input<bool> SkipSamePerson { get; } = new(false);

    [InputLabel("抄送", Hint = "任务发出时告知这些人，他们可以看，不用办；默认不抄送", Example = "县人大常委会分管领导")]
    public Input<List<Assignee>> Cc { get; } = new([]);

    [InputLabel("手写签名", Hint = "办理时要在页面上手写签名；默认不要", Example = "是")]
    public Input<bool> Signature { get; } = new(false);

    [InputLabel("正文", Hint = "给办理人看的材料正文，显示在表单上方", Example = "现将候选项目名单送审。")]
    public Input<string> Body { get; } = new();

    [InputLabel("办理说明", Hint = "怎样办、按什么标准办", Example = "请逐项核对资金来源和用地手续。")]
    public Input<string> Instructions { get; } = new();

    [InputLabel("显示项目", Hint = "把处于这一阶段的项目列在表单上方", Example = "候选项目")]
    public Input<ItemStage?> Items { get; } = new();

    [InputLabel("登记进度", Hint = "表单中的完成进度、累计支付、进展情况记为项目进度", Example = "是")]
    public Input<bool> Progress { get; } = new(false);

    [InputLabel("进度种类", Example = "月通报", Hint = "进度报告的名称；默认为月通报")]
    public Input<string> ProgressKind { get; } = new("月通报");

    [InputLabel("存入变量", Hint = "最后一次填写的内容", Example = "会议日期")]
    public Input<string> SaveTo { get; } = new();

    protected override void Bind(ActivityBinder binder)
    {
        binder.NeedsText(Title, "标题");
        binder.NeedsPeople(Assignees, "办理人");
        binder.NeedsAtLeast(DueWorkingDays, 0, "限办工作日");
        binder.NeedsAtLeast(EscalateAfter, 0, "超期几个工作日后报告上级");
        BindForm(binder);
        BindActions(binder);
        if (!binder.TryConstant(Mode, out var mode) || mode == TaskMode.Ratio) binder.NeedsShare(Ratio, "通过比例");
        BindLimit(binder);
    }

    public override ActivityResult Start(ActivityContext context)
    {
        var title = context.Get(Title) ?? Place.Title;
        if (context.Get(Progress) && context.Cycle().Project is null)
            throw new ActivityFaultException($"“{title}”要登记项目进度，而这件事不针对某个项目；请把它放进项目的子方案，或取消登记进度。", "no-project");

        var (people, actions, stage, due) = (People(context, title), ActionsAt(context), context.Get(Items), Limit(context, context.Get(DueWorkingDays)));
        if (people.Count == 0) return Pass(context, actions[0], $"“{title}”找不到办理人，按“{actions[0].Label}”自动通过。");
        var task = Ask(context, Place.Id, new Request(title, null, FormAt(context))
        {
            People = people,
            Actions = actions,
            Due = due,
            Body = context.Get(Body),
            Instructions = context.Get(Instructions),
            Items = stage is { } at ? context.Cycle().Items(at) : null,
            Mode = context.Get(Mode),
            Ratio = context.Get(Mode) == TaskMode.Ratio ? context.Get(Ratio) : null,
            NeedsSignature = context.Get(Signature),
            Escalation = EscalationAt(context),
            Copies = context.Get(Cc) is { Count: > 0 } told ? context.Cycle().Resolve(told) : null,
        });
        if (context.Get(SkipSamePerson) && people is [var only] && context.Origin?.Input is TaskAct last && last.By.Id == only.Id && ((TaskSpec)task.Payload!).IsQuick)
            return Pass(context, actions[0], $"“{title}”的办理人{only.Name}刚办过上一步，自动按“{actions[0].Label}”通过。");

        context.Keep(new Given(context.GetVariable("Period") as string));
        return due is not null && context.Get(OnTimeout) != Steps.OnTimeout.None
            ? new ActivityResult.Waiting(task, new Wait(WaitKind.Timer, "due", due))
            : new ActivityResult.Waiting(task);
    }

    private protected override ActivityResult Proceed(ActivityContext context, Stimulus stimulus)
    {
        if (stimulus.Bookmark.Kind == WaitKind.Timer) return Overdue(context);
        var answer = TaskAnswer.Of(stimulus);
        if (answer.Action.NeedsForm && context.Get(SaveTo) is { Length: > 0 } variable) context.SetVariable(variable, answer.AsVariable());
        if (context.Get(Progress) && answer.Action.NeedsForm) Report(context, answer, context.Load<Given>()?.Period);
        return ActivityResult.Outcome(answer.Act.Outcome);
    }

    private protected override void Check(ActivityContext context, Bookmark wait, TaskAnswer answer)
    {
        if (context.Get(Progress) && answer.Action.NeedsForm) PercentOf(answer);
    }

    private protected override Circulation Begin(ActivityContext context, Bookmark wait, TaskSpec spec)
    {
        if (context.Load<Given>()?.Votes is not { Count: > 0 } votes) return Circulation.Of(spec);
        // Opened by a version that kept the votes beside the task.
        return votes.Aggregate(Circulation.Of(spec with { Ratio = context.Get(Ratio) }), (circulation, vote) =>
            circulation.Answer(new TaskAct(circulation.Find(vote.By)!.Holder, vote.Outcome, null, [])));
    }

    private static ActivityResult.Completed Pass(ActivityContext context, TaskAction action, string why)
    {
        context.Emit(new NoteHistory(why));
        return new ActivityResult.Completed([action.Outcome]);
    }

    /// <summary>Who is asked; empty when the step is to pass without anybody.</summary>
    private IReadOnlyList<PersonFact> People(ActivityContext context, string title)
    {
        var rule = context.Get(WhenNobody);
        if (rule == Steps.WhenNobody.Office) return Find(context, title, context.Get(Assignees));
        var people = context.Cycle().Resolve(context.Get(Assignees) ?? []);
        return people.Count > 0 || rule == Steps.WhenNobody.Pass ? people
            : throw new ActivityFaultException($"“{title}”找不到办理人，请先在人员管理中补上，再重试这一步。", "nobody");
    }

    private Escalation? EscalationAt(ActivityContext context)
    {
        var (after, to) = (context.Get(EscalateAfter), context.Get(EscalateTo));
        return after == 0 && to is not { Count: > 0 } ? null : new Escalation(after, context.Cycle().Resolve(to ?? []));
    }

    private ActivityResult Overdue(ActivityContext context)
    {
        if (context.Get(OnTimeout) == Steps.OnTimeout.Pass || context.Waits.FirstOrDefault(open => open.Kind == WaitKind.Task) is not { } wait)
            return ActivityResult.Outcome("Timeout");
        var spec = TaskSpec.Of(wait);
        var before = spec.Circulation ?? Begin(context, wait, spec);
        var holders = before.Open.Select(share => share.Holder).ToList();
        var names = string.Join("、", holders.Select(person => person.Name));
        if (context.Get(OnTimeout) == Steps.OnTimeout.Remind)
        {
            var told = holders.Concat(context.Cycle().Resolve(Office)).Select(person => person.Id).Distinct(StringComparer.Ordinal).ToList();
            context.Emit(new Effects.Notify($"overdue/{wait.Id}", told, $"“{spec.Title}”已到期", $"“{spec.Title}”已经到期，还在{names}手里，请尽快办理。"));
            context.Emit(new NoteHistory($"“{spec.Title}”已到期，已提醒{names}和人大办。"));
            return new ActivityResult.Waiting();
        }
        var after = before.HandOver(Find(context, spec.Title, context.Get(HandOverTo)));
        if (ReferenceEquals(after, before))
        {
            context.Emit(new NoteHistory($"“{spec.Title}”已到期，没有别的人可以接办，仍由{names}办理。"));
            return new ActivityResult.Waiting();
        }
        var heirs = string.Join("、", after.Open.Select(share => share.Holder).Except(holders).Select(person => person.Name));
        context.Emit(new NoteHistory($"“{spec.Title}”已到期，由{names}转交{heirs}办理。"));
        Circulate(context, wait, spec, before, after);
        return new ActivityResult.Waiting();
    }

    private void Report(ActivityContext context, TaskAnswer answer, string? period)
    {
        var percent = PercentOf(answer);
        var facts = context.Cycle();
        context.Emit(new RecordProgress(
            facts.Project!.Id, context.Get(ProgressKind) ?? "月通报", period ?? DayWords.Full(facts.Dates.Today(context.Now)),
            percent is { } figure ? (int)Math.Round(figure, MidpointRounding.AwayFromZero) : null,
            answer.Number("paid"), answer.Has("text") ? answer.Text("text") : answer.Act.Opinion ?? ""));
    }

    private static decimal? PercentOf(TaskAnswer answer) => answer.Number("percent") is < 0 or > 100
        ? throw new StimulusRefusedException("完成进度应在 0 到 100 之间，请改正后再提交。", "bad-percent")
        : answer.Number("percent");

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

    private void BindLimit(ActivityBinder binder)
    {
        if (!binder.TryConstant(OnTimeout, out var onTimeout) || onTimeout == Steps.OnTimeout.None) return;
        if (binder.TryConstant(DueWorkingDays, out var days) && days == 0)
            binder.Problem("dueWorkingDays", "no-limit", $"写了逾期后{TimeoutWords(onTimeout)}，却没有限办工作日，永远不会逾期；请填写限办工作日，或把“逾期时”改为不处理。");
        if (onTimeout == Steps.OnTimeout.HandOver) binder.NeedsPeople(HandOverTo, "逾期转交给");
    }

    private static string TimeoutWords(OnTimeout what) => what switch
    {
        Steps.OnTimeout.Remind => "提醒",
        Steps.OnTimeout.HandOver => "转交",
        _ => "继续",
    };

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
            binder.Problem("actions", "bad-action", "有的按钮没有文字或出口，请补上。");
        if (actions.GroupBy(action => action.Outcome).FirstOrDefault(group => group.Count() > 1) is { } twice)
            binder.Problem("actions", "duplicate-action", $"出口“{twice.Key}”有两个按钮，请合并或改成不同的出口。");
        if (binder.TryConstant(Mode, out var mode) && mode == TaskMode.Ratio && actions.Count < 2)
            binder.Problem("actions", "ratio-needs-two", "票签要有两个按钮，第一个表示同意，第二个表示不同意，请补上。");
    }
}

/// <param name="Period">The reporting period at the time the task was given, for later periods may begin before it is done.</param>
/// <param name="Votes">What a former version kept here.</param>
internal sealed record Given(string? Period, IReadOnlyList<Vote>? Votes = null);

internal sealed record Vote(string By, string Outcome);
