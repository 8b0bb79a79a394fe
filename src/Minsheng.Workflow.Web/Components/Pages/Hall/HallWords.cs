using Minsheng.Workflow.Activities.Ballots;
using Minsheng.Workflow.Activities.Ratings;
using Minsheng.Workflow.Runtime.Queries;
using Minsheng.Workflow.Runtime.Storage.Rows;
using Minsheng.Workflow.Web.Account;
using Minsheng.Workflow.Web.Components.Parts;

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

    /// <summary>What the keepers do to their lock: on paper alone there is none.</summary>
    public static string Key(HallBallot ballot) => ballot.IsPaperOnly ? "确认" : "输入口令";

    public static string Kind(BallotKind kind) => kind == BallotKind.Rating ? "满意度测评" : "差额票决";

    /// <summary>What happens next, and whether it is the viewer's to do.</summary>
    public static (string Text, bool IsMine) Next(HallBallot ballot) => ballot switch
    {
        { State: BallotState.Prepared, IsChair: true, ChairReady: false } => ($"请您填写实到人数，{Key(ballot)}开箱", true),
        { State: BallotState.Prepared, IsScrutineer: true, ScrutineerReady: false } => ($"请您{Key(ballot)}开箱", true),
        { State: BallotState.Prepared, ChairReady: false, ScrutineerReady: false } => ("等主持人、总监票人开箱", false),
        { State: BallotState.Prepared, ChairReady: false } => ($"等主持人{Key(ballot)}", false),
        { State: BallotState.Prepared } => ($"等总监票人{Key(ballot)}", false),
        { MayCast: true } => ("请您投票", true),
        { State: BallotState.Open, OnPaper: true, IsScrutineer: false } => ("请填写您的纸质票，投入票箱", false),
        { State: BallotState.Open, IsScrutineer: true } => ("投票结束后请您封箱", true),
        { State: BallotState.Open, HasCast: true } => ("您已投票，等总监票人封箱", false),
        { State: BallotState.Open } => ("正在投票，等总监票人封箱", false),
        { State: BallotState.Closed, IsScrutineer: true, PaperIssued: not null } => ("纸质票录好以后请您开封", true),
        { State: BallotState.Closed, PaperIssued: not null } => ("等两人录入纸质票，再由总监票人开封", false),
        { State: BallotState.Closed, IsScrutineer: true } => ("请您输入口令开封", true),
        { State: BallotState.Closed } => ("等总监票人输入口令开封", false),
        { State: BallotState.HalfOpened, IsChair: true } => ($"请您{Key(ballot)}开封", true),
        { State: BallotState.HalfOpened } => ($"等主持人{Key(ballot)}开封", false),
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
        yield return ("投票主体", $"{rules.Body.Name()}{(sheet.Mode == VotingMode.Paper ? "，用纸质票" : "")}");
        yield return ("候选和应选", $"{sheet.Rows.Count} 选 {rules.Seats}{ratio}");
        if (sheet.IsRank)
        {
            yield return ("怎么填", $"按缓急编号，1 最急，最多编到 {rules.HighestRank(sheet.Rows.Count)}");
            yield return ("怎么计", $"各票编号相加，没编的按 {rules.HighestRank(sheet.Rows.Count) + 1} 计，和小的在前");
        }
        else
        {
            yield return ("每票赞成", rules.ApprovalCap is { } cap ? $"不超过 {cap} 项，多于的整张票无效" : "逐项表决，不限项数");
        }
        yield return ("法定人数", $"{(rules.QuorumStrict ? "超过" : "")}全体的{(rules.Quorum == new Fraction(1, 2) ? "半数" : rules.Quorum.ToWords())}，{rules.QuorumCount(due)} 人");
        yield return ("通过", Majority(sheet, rules, due));
        yield return ("票数相等", rules.Tie == TiePolicy.Revote ? "只对票数相等的项目再投一次" : $"提请{rules.Body.Presidium()}决定");
        yield return ($"不足 {rules.Seats} 项", rules.Shortfall switch
        {
            ShortfallPolicy.Revote => "就缺额另行票决",
            ShortfallPolicy.AcceptFewer => "不再补足",
            ShortfallPolicy.NextSession => "留待下次会议",
            _ => $"提请{rules.Body.Presidium()}决定",
        });
        yield return ("收回多于发出", "本次作废，重新投票");
        if (rules.Body == VotingBody.StreetCouncil) yield return ("票选之后", "街道党工委逐项确认，才成为民生实事项目");
    }

    private static string Majority(BallotSheet sheet, BallotRules rules, int due)
    {
        var half = rules.MajorityStrict ? "超过" : "达到";
        var (votes, order) = sheet.IsRank ? ("编有名次的票", "按名次和从小到大取足") : ("赞成", "从高到低取足");
        return rules.MajorityBase switch
        {
            MajorityBase.AllDeputies => $"{votes}{half}全体半数，{Math.Max(rules.LeastApprovals, rules.MajorityCount(due))} 票起，{order}",
            MajorityBase.Present => $"{votes}{half}实到半数，{order}",
            MajorityBase.Issued => $"{votes}{half}发出票半数，{order}",
            MajorityBase.ValidBallots => $"{votes}{half}有效票半数，{order}",
            _ => sheet.IsRank ? order : "按赞成票从高到低取足",
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

    public static string Time(TimeProvider clock, DateTimeOffset at) =>
        clock.Local(at).ToString("M月d日 HH:mm", System.Globalization.CultureInfo.InvariantCulture);

    /// <summary>Receipt codes are read aloud and compared by eye: three letters at a time.</summary>
    public static string Spaced(string code) => code.Length == ReceiptCode.Size ? $"{code[..3]} {code[3..]}" : code;

    /// <summary>The sentence of a refusal, or null when it is no refusal but a failure.</summary>
    public static string? Refusal(Exception problem) => problem switch
    {
        Engine.WorkflowException or BallotException or WrongPassphraseException => problem.Message,
        _ => null,
    };
}
