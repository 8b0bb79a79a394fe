using System.Collections.Frozen;
using Minsheng.Workflow.Activities.Ballots;
using Minsheng.Workflow.Activities.Cadence;
using Minsheng.Workflow.Activities.Calendars;
using Minsheng.Workflow.Activities.Items;
using Minsheng.Workflow.Activities.Lights;
using Minsheng.Workflow.Activities.Steps;
using Minsheng.Workflow.Activities.Tasks;
using Minsheng.Workflow.Engine.BuiltIn;

namespace Minsheng.Workflow.Activities.Procedures;

/// <param name="Value">As definitions and callers write it.</param>
/// <param name="Word">As people say it.</param>
public sealed record SettingChoice(string Value, string Word);

/// <summary>What the choices of the steps' inputs are called. Files and callers keep the code names.</summary>
public static class ChoiceWords
{
    private static readonly FrozenDictionary<Type, IReadOnlyList<SettingChoice>> Known = new[]
    {
        Of((ShortfallPolicy.Revote, "另行票决"), (ShortfallPolicy.AcceptFewer, "不再补足"), (ShortfallPolicy.NextSession, "下次会议再投"), (ShortfallPolicy.PresidiumDecides, "由主席团决定")),
        Of((TiePolicy.Revote, "就相等的项目再次投票"), (TiePolicy.PresidiumDecides, "由主席团决定")),
        Of((BallotType.Cap, "赞成不超过应选数"), (BallotType.PerItem, "逐项表决"), (BallotType.Rank, "按紧要程度排序")),
        Of((MajorityBase.AllDeputies, "全体代表"), (MajorityBase.Present, "出席人数"), (MajorityBase.Issued, "发出的票"), (MajorityBase.ValidBallots, "有效票"), (MajorityBase.None, "不要求过半数，以得票高低为序")),
        Of((DifferentialBase.Seats, "按应选数"), (DifferentialBase.Candidates, "按候选数")),
        Of((Rounding.Ceil, "进一"), (Rounding.Floor, "舍去"), (Rounding.Round, "四舍五入")),
        Of((VotingBody.Congress, VotingBody.Congress.Name()), (VotingBody.StandingCommittee, VotingBody.StandingCommittee.Name()), (VotingBody.StreetCouncil, VotingBody.StreetCouncil.Name())),
        Of((VotingMode.Electronic, "电子投票"), (VotingMode.Paper, "纸质票")),
        Of((Confirmation.None, "不用确认"), (Confirmation.PartyWorkCommittee, "党工委确认")),
        Of((Every.Minutes, "每隔几分钟"), (Every.Day, "每天"), (Every.Week, "每周"), (Every.Month, "每月"), (Every.Quarter, "每季度"), (Every.HalfYear, "每半年"), (Every.Year, "每年"), (Every.Custom, "自定日期")),
        Of((WorkdayRule.Same, "不调整"), (WorkdayRule.Before, "提前到前一个工作日"), (WorkdayRule.After, "顺延到下一个工作日")),
        Of((CatchUp.Each, "逐次补办"), (CatchUp.Once, "合并补办一次"), (CatchUp.Skip, "不补办")),
        Of((GoOn.WhenFinished, "全部办完再往下走"), (GoOn.AtOnce, "启动后就往下走")),
        Of((OnTimeout.None, "列为超期，继续等"), (OnTimeout.Remind, "提醒一次"), (OnTimeout.Pass, "自动往下走"), (OnTimeout.HandOver, "转给别人")),
        Of((WhenNobody.Office, "交人大办"), (WhenNobody.Pass, "自动往下走"), (WhenNobody.Stop, "停下等人")),
        Of((TaskMode.Any, "或签"), (TaskMode.All, "会签"), (TaskMode.Sequential, "依次"), (TaskMode.Ratio, "票签")),
        Of((ItemStage.Proposal, "建议"), (ItemStage.Shortlisted, "初选项目"), (ItemStage.Candidate, "候选项目"), (ItemStage.Project, "正式项目"), (ItemStage.NotChosen, "未采纳"), (ItemStage.Merged, "已并入")),
        Of((ProjectScope.All, "全部项目"), (ProjectScope.Underway, "实施中的"), (ProjectScope.Finished, "已完工的"), (ProjectScope.Unsatisfactory, "测评不满意的"), (ProjectScope.CarriedOver, "结转下年的")),
        Of((LightStrategy.Lag, "按落后计划多少"), (LightStrategy.Absolute, "按完成多少")),
        Of((JoinMode.WaitAll, "全部到齐"), (JoinMode.WaitAny, "到一个就走"), (JoinMode.WaitAllActive, "走到的都到齐")),
        Of((SwitchMode.MatchFirst, "走第一个符合的"), (SwitchMode.MatchAny, "符合的都走")),
    }.ToFrozenDictionary(known => known.Enum, known => known.Choices);

    /// <returns>Empty for what is no choice.</returns>
    public static IReadOnlyList<SettingChoice> Of(Type type) => Known.GetValueOrDefault(Nullable.GetUnderlyingType(type) ?? type) ?? [];

    /// <summary>What one choice is called; null where it is none of the type's.</summary>
    public static string? Of(Type type, string value) => Of(type).FirstOrDefault(choice => string.Equals(choice.Value, value, StringComparison.OrdinalIgnoreCase))?.Word;

    private static (Type Enum, IReadOnlyList<SettingChoice> Choices) Of<T>(params (T Value, string Word)[] words) where T : struct, Enum =>
        (typeof(T), [.. words.Select(word => new SettingChoice(word.Value.ToString(), word.Word))]);
}
