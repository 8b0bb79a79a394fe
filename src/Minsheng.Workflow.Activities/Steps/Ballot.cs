using Minsheng.Workflow.Activities.Ballots;
using Minsheng.Workflow.Activities.Facts;
using Minsheng.Workflow.Engine.Definitions;
using Minsheng.Workflow.Engine.Expressions;
using Minsheng.Workflow.Engine.Running;

namespace Minsheng.Workflow.Activities.Steps;

/// <summary>
/// The secret differential vote on the candidates, with runoffs among the tied. Leaving by Shortfall or Void it remembers
/// the seats still to be filled, so that an arrow back to it goes on where it stopped.
/// </summary>
[ActivityType("Minsheng.Ballot", "票决", Category = "票决测评", Icon = "how_to_vote",
    Description = "代表对候选项目无记名差额票决，票数相等时就这些项目再次投票；街道由议事代表会票选，经党工委确认。", Outcomes = ["Adopted", "Shortfall", "Void"], OutcomeNames = ["票决产生", "名额不足", "票决无效"], Returns = ReturnRule.Barrier)]
public sealed partial class Ballot : BallotStep
{
    [InputLabel("票决主体", Hint = "谁来投票；街道议事代表会是票选，须经党工委确认；默认人民代表大会", Example = "人民代表大会")]
    public Input<VotingBody> VotingBody { get; } = new(Ballots.VotingBody.Congress);

    [InputLabel("应选数", Required = true, Example = "10", Hint = "要票决产生多少个项目，至少 1 个")]
    public Input<int> Seats { get; } = new();

    [InputLabel("差额下限", Hint = "默认 20%；候选项目不够时提醒，不阻止投票", Example = "20%")]
    public Input<string> RatioMin { get; } = new("20%");

    [InputLabel("差额上限", Hint = "不填为不限；没有整数能落在上下限之间时只提醒", Example = "30%")]
    public Input<string> RatioMax { get; } = new();

    [InputLabel("差额按什么算", Hint = "差额比例以应选数还是候选数为基数；默认按应选数", Example = "Seats")]
    public Input<DifferentialBase> Base { get; } = new();

    [InputLabel("不足整数时", Hint = "算出来的候选数不是整数时怎么办；材料未写明，默认进一", Example = "Ceil")]
    public Input<Rounding> Rounding { get; } = new();

    [InputLabel("票的种类", Hint = "赞成有上限的，多选的整张票无效（默认）；逐项表决的不限赞成数；按紧要程度排序的，各票编号相加，未编号的按最大编号加一计，和小的在前（算法为默认，材料未写明）", Example = "Cap")]
    public Input<BallotType> BallotType { get; } = new();

    [InputLabel("每张票的上限", Hint = "一张票最多赞成几个，或最多编到几号；默认 0：赞成按应选数，编号可编全部候选项目", Example = "10")]
    public Input<int> MarkCap { get; } = new(0);

    [InputLabel("过半数的基数", Hint = "以谁的半数为界；默认全体代表（地方组织法第二十五条）；排序的票以编有名次的票计", Example = "AllDeputies")]
    public Input<MajorityBase> MajorityBase { get; } = new();

    [InputLabel("须超过半数", Hint = "默认为是；填否时正好半数也算通过", Example = "是")]
    public Input<bool> MajorityStrict { get; } = new(true);

    [InputLabel("法定人数", Hint = "默认：人民代表大会 2/3，常委会 过半数，街道议事代表会 2/3", Example = "2/3")]
    public Input<string> Quorum { get; } = new();

    [InputLabel("组成人员数", Hint = "常委会或街道议事代表会的全体人数，作为基数；默认 0，按名册人数。人民代表大会总是以全体代表为基数", Example = "35")]
    public Input<int> Members { get; } = new(0);

    [InputLabel("票数相等时", Hint = "票数相等、名额又不够时怎么办；默认只就相等的项目再次投票", Example = "Revote")]
    public Input<TiePolicy> Tie { get; } = new(TiePolicy.Revote);

    [InputLabel("再次相等时", Hint = "再次投票还相等时怎么办；默认由主席团决定", Example = "PresidiumDecides")]
    public Input<TiePolicy> RepeatedTie { get; } = new(TiePolicy.PresidiumDecides);

    [InputLabel("选不足时", Hint = "过半数的少于应选数时怎么办：另行票决的走“名额不足”，连回本步即就缺额再投（默认）；下次会议再投的先登记日期；由主席团决定的在前三种中选", Example = "Revote")]
    public Input<ShortfallPolicy> Shortfall { get; } = new(ShortfallPolicy.Revote);

    [InputLabel("投票方式", Hint = "电子投票用手机或平板，会上可随时改用纸质票（默认）。无记名票决不用举手", Example = "Electronic")]
    public Input<VotingMode> VotingMode { get; } = new();

    [InputLabel("纸质票最少张数", Hint = "同一次投票既有电子票又有纸质票时，两种都不得少于这个数，以免看出少数人怎么投；默认 10，全部用纸质票时不限", Example = "10")]
    public Input<int> PaperMinimum { get; } = new(BallotSheet.DefaultPaperMinimum);

    [InputLabel("投票人", Hint = "默认按票决主体：全体代表、常委会组成人员或议事代表", Example = "人大代表")]
    public Input<List<Assignee>> Voters { get; } = new();

    [InputLabel("票选后的确认", Hint = "街道票选须经街道党工委逐项确认；其他不用（默认）。不予确认的不再补足（默认）", Example = "None")]
    public Input<Confirmation> Confirmation { get; } = new();

    [InputLabel("确认人", Hint = "默认为党委（党工委）经办人，登记会议决定", Example = "街道党工委")]
    public Input<List<Assignee>> Confirmer { get; } = new([new(Role: "PartyCommittee")]);

    protected override void Bind(ActivityBinder binder)
    {
        base.Bind(binder);
        if (binder.Json.ContainsKey("seats")) binder.NeedsAtLeast(Seats, 1, "应选数");
        binder.NeedsAtLeast(MarkCap, 0, "每张票的上限");
        binder.NeedsAtLeast(Members, 0, "组成人员数");
        binder.NeedsAtLeast(PaperMinimum, 2, "纸质票最少张数");
        binder.NeedsPeople(Voters, "投票人");
        binder.NeedsPeople(Confirmer, "确认人");
        if (binder.TryForesee(Quorum, out var quorum) && !string.IsNullOrWhiteSpace(quorum) && !Ballots.Quorum.TryParse(quorum, out _))
            binder.Problem("quorum", "bad-ratio", $"“法定人数”填的是“{quorum}”，应大于 0、不超过 100%，请写成 2/3、60% 或 过半数。");
        if (binder.TryForesee(VotingBody, out var body) && binder.TryForesee(Confirmation, out var confirmation) && Unconfirmed(body, confirmation))
            binder.Problem("confirmation", "needs-confirmation", NeedsConfirmation);
        NeedsBand(binder);
    }

    private void NeedsBand(ActivityBinder binder)
    {
        if (!(binder.NeedsFraction(RatioMin, "差额下限") & binder.NeedsFraction(RatioMax, "差额上限"))
            || !binder.TryConstant(RatioMin, out var min) || !binder.TryConstant(RatioMax, out var max) || !binder.TryConstant(Base, out var counted)) return;
        var isKnown = binder.TryConstant(Seats, out var seats) && seats > 0;
        var rules = new BallotRules { Seats = isKnown ? seats : 1, RatioMin = Ratio(min), RatioMax = Ratio(max), DifferentialBase = counted };
        foreach (var problem in rules.Problems())
            binder.Problem("ratioMin", "bad-rules", $"{problem}请改正差额比例。");
        if (isKnown && rules.Problems().Count == 0 && CandidateBand.Of(rules).Warning is { } warning)
            binder.Warning("ratioMax", "no-band", warning);
    }

    private const string NeedsConfirmation = "街道没有人民代表大会，议事代表会的票选只是推荐，要经街道党工委确认才成为民生实事项目，请把“票选后的确认”改为党工委确认。";

    private static bool Unconfirmed(VotingBody body, Confirmation confirmation) =>
        body == Ballots.VotingBody.StreetCouncil && confirmation == Ballots.Confirmation.None;

    private static Fraction? Ratio(string? text) => string.IsNullOrWhiteSpace(text) ? null : Fraction.Parse(text);
}
