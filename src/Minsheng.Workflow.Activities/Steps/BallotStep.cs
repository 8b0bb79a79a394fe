using System.Globalization;
using Minsheng.Workflow.Activities.Ballots;
using Minsheng.Workflow.Activities.Effects;
using Minsheng.Workflow.Activities.Facts;
using Minsheng.Workflow.Activities.Items;
using Minsheng.Workflow.Engine;
using Minsheng.Workflow.Engine.Definitions;
using Minsheng.Workflow.Engine.Expressions;
using Minsheng.Workflow.Engine.Running;

namespace Minsheng.Workflow.Activities.Steps;

/// <summary>A step that puts a secret ballot before people. It sees the roll before and bare slips after, never both together.</summary>
public abstract class BallotStep : TaskStep
{
    private const string BallotWait = "Ballot";

    [InputLabel("标题", Hint = "印在票面上", Example = "2026年民生实事项目票决")]
    public Input<string> Title { get; } = new();

    [InputLabel("主持人", Hint = "与总监票人共同开启票箱", Example = "会议主持人")]
    public Input<List<Assignee>> Chair { get; } = new([new(Role: "SessionChair")]);

    [InputLabel("总监票人", Hint = "与主持人共同开启票箱，负责监票；默认为总监票人", Example = "总监票人")]
    public Input<List<Assignee>> ChiefScrutineer { get; } = new([new(Role: "ChiefScrutineer")]);

    protected override void Bind(ActivityBinder binder)
    {
        binder.NeedsPeople(Chair, "主持人");
        binder.NeedsPeople(ChiefScrutineer, "总监票人");
    }

    /// <summary>From the frozen roll to the count a vote goes by one set of rules.</summary>
    protected override string? KeepsVersion(IEnumerable<Bookmark> waits) => waits.Any(wait => wait is { Kind: WaitKind.Manual, Name: BallotWait })
        ? $"“{Place.Title}”的名册已经冻结、票已备好，同一次投票不能换办法；等这次投票开箱计票以后再换。"
        : null;

    private protected string TitleAt(ActivityContext context) => context.Get(Title) is { Length: > 0 } title ? title : Place.Title;

    /// <summary>Freezes the roll and waits for the box to be opened.</summary>
    private protected Wait Prepare(ActivityContext context, BallotSheet sheet, IReadOnlyList<PersonFact> roll)
    {
        var id = BallotId(context, sheet.Round);
        context.Emit(new PrepareBallot(id, sheet, [.. roll.Select(person => person.Id)], Custodians(context), LegalBasis));
        return new Wait(WaitKind.Manual, BallotWait, Payload: new BallotPayload(id));
    }

    private protected static string BallotId(ActivityContext context, int round) =>
        string.Create(CultureInfo.InvariantCulture, $"{context.Instance.Id}.{context.Execution.Id}.{round}");

    private protected IReadOnlyList<PersonFact> Roll(ActivityContext context, IReadOnlyList<Assignee>? voters) =>
        context.Cycle().Resolve(voters ?? []) is { Count: > 0 } roll ? roll
            : throw new ActivityFaultException($"“{TitleAt(context)}”的名册上没有人，请先在人员管理中补上，再重试这一步。", "empty-roll");

    /// <exception cref="StimulusRefusedException">It is another ballot, or its slips were not counted in full.</exception>
    private protected static BallotOpened Opened(ActivityContext context, Stimulus stimulus, int round)
    {
        if (stimulus.Input is not BallotOpened opened || opened.BallotId != BallotId(context, round))
            throw new StimulusRefusedException("开启的不是这一轮的票箱，请刷新后再办。", "other-ballot");
        return opened;
    }

    private protected static IReadOnlyList<BallotRow> Rows(IEnumerable<ItemFact> items) =>
        [.. items.Select(item => new BallotRow(item.Id, item.Number, item.Title, Details(item)))];

    private static string Details(ItemFact item) => string.Join("；", new[]
    {
        item.Content,
        item.Place.Length > 0 ? $"地点：{item.Place}" : "",
        item.Amount is { } amount ? string.Create(CultureInfo.InvariantCulture, $"投资概算 {amount:0.00} 万元") : "",
    }.Where(part => part.Length > 0));

    private List<string> Custodians(ActivityContext context)
    {
        var chair = context.Cycle().Resolve(context.Get(Chair) ?? []);
        var scrutineer = context.Cycle().Resolve(context.Get(ChiefScrutineer) ?? []);
        if (chair.Count == 0 || scrutineer.Count == 0)
            throw new ActivityFaultException($"“{TitleAt(context)}”还没有确定{(chair.Count == 0 ? "主持人" : "总监票人")}，请先在人员管理中补上，再重试这一步。", "no-custodian");
        return scrutineer.FirstOrDefault(person => person.Id != chair[0].Id) is { } second
            ? [chair[0].Id, second.Id]
            : throw new ActivityFaultException($"“{TitleAt(context)}”的主持人和总监票人是同一人（{chair[0].Name}），票箱要由两人共同开启，请另行确定一人，再重试这一步。", "one-custodian");
    }

    private sealed record BallotPayload(string BallotId);
}
