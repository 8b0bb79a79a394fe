using Minsheng.Workflow.Activities.Ballots;
using Minsheng.Workflow.Activities.Ratings;
using Minsheng.Workflow.Runtime.Queries;
using Minsheng.Workflow.Runtime.Storage.Rows;
using Minsheng.Workflow.Web.Account;

namespace Minsheng.Workflow.Web.Components.Pages.Hall;

/// <summary>What the pages of the hall say.</summary>
internal static class HallWords
{
    public static HallViewer AsViewer(this SignedIn me) => new(me.JurisdictionId, me.Id, me.Roles);

    /// <summary>The steps of a ballot, in order.</summary>
    public static IReadOnlyList<string> Steps { get; } = ["名册已冻结", "开箱", "投票", "封箱", "开封", "计票结果"];

    /// <summary>Index of the step that is on; the number of steps when all are over.</summary>
    public static int Step(HallBallot ballot, bool isCounted) => ballot.State switch
    {
        BallotState.Prepared => 1,
        BallotState.Open => 2,
        BallotState.Closed or BallotState.HalfOpened => 4,
        _ => isCounted ? Steps.Count : 5,
    };

    public static string State(BallotState state) => state switch
    {
        BallotState.Prepared => "待开箱",
        BallotState.Open => "正在投票",
        BallotState.Closed => "已封箱",
        BallotState.HalfOpened => "正在开封",
        _ => "已开封",
    };

    public static string Kind(BallotKind kind) => kind == BallotKind.Rating ? "满意度测评" : "差额票决";

    /// <summary>What happens next, and whether it is the viewer's to do.</summary>
    public static (string Text, bool IsMine) Next(HallBallot ballot) => ballot switch
    {
        { State: BallotState.Prepared, IsChair: true, ChairReady: false } => ("请您填写实到人数，输入口令开箱", true),
        { State: BallotState.Prepared, IsScrutineer: true, ScrutineerReady: false } => ("请您输入口令开箱", true),
        { State: BallotState.Prepared, ChairReady: false, ScrutineerReady: false } => ("等主持人、总监票人开箱", false),
        { State: BallotState.Prepared, ChairReady: false } => ("等主持人输入口令", false),
        { State: BallotState.Prepared } => ("等总监票人输入口令", false),
        { State: BallotState.Open, OnRoll: true, HasCast: false } => ("请您投票", true),
        { State: BallotState.Open, IsScrutineer: true } => ("投票结束后请您封箱", true),
        { State: BallotState.Open, HasCast: true } => ("您已投票，等总监票人封箱", false),
        { State: BallotState.Open } => ("正在投票，等总监票人封箱", false),
        { State: BallotState.Closed, IsScrutineer: true } => ("请您输入口令开封", true),
        { State: BallotState.Closed } => ("等总监票人输入口令开封", false),
        { State: BallotState.HalfOpened, IsChair: true } => ("请您输入口令开封", true),
        { State: BallotState.HalfOpened } => ("等主持人输入口令开封", false),
        _ => ("结果已公布", false),
    };

    /// <summary>本次规则, a label and what it says.</summary>
    public static IEnumerable<(string Label, string Text)> Rules(BallotSheet sheet, int due)
    {
        if (sheet.Rules is not { } rules)
        {
            yield return ("测评项目", $"{sheet.Rows.Count} 个，逐项测评");
            yield return ("可选", string.Join("、", sheet.Options));
            yield return ("没有选的", $"按{sheet.Options[^1]}计");
            yield break;
        }
        var ratio = rules.RatioMin is { } least ? $"（差额不低于 {least}）" : "";
        yield return ("候选和应选", $"{sheet.Rows.Count} 选 {rules.Seats}{ratio}");
        yield return ("每票赞成", rules.ApprovalCap is { } cap ? $"不超过 {cap} 项，多于的整张票无效" : "逐项表决，不限项数");
        yield return ("法定人数", $"全体的{rules.Quorum.ToWords()}，{rules.QuorumCount(due)} 人");
        yield return ("通过", Majority(rules, due));
        yield return ("票数相等", rules.Tie == TiePolicy.Revote ? "只对票数相等的项目再投一次" : "提请主席团决定");
        yield return ($"不足 {rules.Seats} 项", rules.Shortfall switch
        {
            ShortfallPolicy.Revote => "就缺额另行票决",
            ShortfallPolicy.AcceptFewer => "不再补足",
            ShortfallPolicy.NextSession => "留待下次会议",
            _ => "提请主席团决定",
        });
        yield return ("收回多于发出", "本次作废，重新投票");
    }

    private static string Majority(BallotRules rules, int due)
    {
        var half = rules.MajorityStrict ? "超过" : "达到";
        return rules.MajorityBase switch
        {
            MajorityBase.AllDeputies => $"赞成{half}全体半数，{Math.Max(rules.LeastApprovals, rules.MajorityCount(due))} 票起，从高到低取足",
            MajorityBase.Present => $"赞成{half}实到半数，从高到低取足",
            MajorityBase.Issued => $"赞成{half}发出票半数，从高到低取足",
            MajorityBase.ValidBallots => $"赞成{half}有效票半数，从高到低取足",
            _ => "按赞成票从高到低取足",
        };
    }

    /// <summary>Class of a grade's badge.</summary>
    public static string Css(this RatingOutcome outcome) => outcome switch
    {
        RatingOutcome.Satisfied => "bg gn",
        RatingOutcome.Basically => "bg yl",
        RatingOutcome.Unsatisfied => "bg rd",
        _ => "bg ln",
    };

    public static string Time(DateTimeOffset at) =>
        TimeZoneInfo.ConvertTimeBySystemTimeZoneId(at, "Asia/Shanghai").ToString("M月d日 HH:mm", System.Globalization.CultureInfo.InvariantCulture);

    /// <summary>Receipt codes are read aloud and compared by eye: three letters at a time.</summary>
    public static string Spaced(string code) => code.Length == ReceiptCode.Size ? $"{code[..3]} {code[3..]}" : code;

    /// <summary>The sentence of a refusal, or null when it is no refusal but a failure.</summary>
    public static string? Refusal(Exception problem) => problem switch
    {
        Engine.WorkflowException or BallotException or WrongPassphraseException => problem.Message,
        _ => null,
    };
}
