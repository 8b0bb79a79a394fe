using System.Globalization;
using Minsheng.Workflow.Activities.Ballots;

namespace Minsheng.Workflow.Activities.Written;

/// <summary>The rules of a vote in words, as they would be laid before the deputies.</summary>
internal static class BallotSentences
{
    public static IEnumerable<string> Of(StepInputs step)
    {
        var body = Enum.TryParse<VotingBody>(step.Plain("votingBody"), out var known) ? known : VotingBody.Congress;
        var (verb, presidium) = (body.Verb(), body.Presidium());
        yield return $"由{body.Name()}以无记名方式{verb}，投票人为{step.Words("voters") ?? "全体组成人员"}{(step.Plain("votingMode") == nameof(VotingMode.Paper) ? "，全部用纸质票" : "")}。";
        yield return $"应选 {step.Words("seats")} 项，差额比例不低于 {step.Words("ratioMin")}{(step.Words("ratioMax") is { } most ? $"、不高于 {most}" : "")}，{(step.Plain("base") == nameof(DifferentialBase.Candidates) ? "以候选项目数为基数" : "以应选数为基数")}，不足整数的{step.Words("rounding")}。{Band(step)}";
        yield return Marks(step);
        yield return $"出席须{Quorum(step, body)}；{Majority(step, body)}";
        yield return $"票数相等、不能确定的，{Tie(step.Plain("tie"), presidium)}；再次相等的，{Tie(step.Plain("repeatedTie") ?? nameof(TiePolicy.PresidiumDecides), presidium)}。";
        yield return $"通过的不足应选数的，{step.Words("shortfall")}。";
        yield return $"投票结束后，由{step.Words("chair")}和{step.Words("chiefScrutineer")}共同开启票箱、计票。";
        if (step.Plain("confirmation") == nameof(Confirmation.PartyWorkCommittee)) yield return $"选出的项目由{step.Words("confirmer")}登记街道党工委逐项确认的结果，不予确认的不再补足。";
        step.Skip("members", "majorityStrict", "paperMinimum", "markCap", "confirmer", "confirmation", "title", "repeatedTie", "votingMode");
    }

    private static string Band(StepInputs step)
    {
        if (!int.TryParse(step.Plain("seats"), CultureInfo.InvariantCulture, out var seats) || seats < 1) return "";
        try
        {
            var rules = new BallotRules { Seats = seats, RatioMin = Ratio(step.Plain("ratioMin") ?? "20%"), RatioMax = Ratio(step.Plain("ratioMax")) };
            if (Enum.TryParse<DifferentialBase>(step.Plain("base"), out var counted)) rules = rules with { DifferentialBase = counted };
            if (Enum.TryParse<Rounding>(step.Plain("rounding"), out var rounding)) rules = rules with { Rounding = rounding };
            var band = CandidateBand.Of(rules);
            return band.Warning ?? (band.Highest is { } highest && highest != band.Required ? $"应选 {seats} 项时，候选项目须有 {band.Required} 至 {highest} 项。" : $"应选 {seats} 项时，候选项目不少于 {band.Required} 项。");
        }
        catch (FormatException)
        {
            return "";
        }
    }

    private static string Marks(StepInputs step)
    {
        var cap = step.Plain("markCap") is { } text && text != "0" ? text : null;
        return Enum.TryParse<BallotType>(step.Plain("ballotType"), out var type) ? type switch
        {
            BallotType.PerItem => "每张票逐项表决，不限赞成的项数。",
            BallotType.Rank => $"每张票按紧要程度编号{(cap is null ? "" : $"，最多编到 {cap} 号")}，各票编号相加，和小的在前。",
            _ => $"每张票赞成的不超过{(cap is null ? "应选数" : $" {cap} 项")}，多选的整张票无效；未作标记的视为弃权。",
        } : "每张票赞成的不超过应选数，多选的整张票无效；未作标记的视为弃权。";
    }

    private static string Quorum(StepInputs step, VotingBody body)
    {
        var quorum = step.Plain("quorum") is { Length: > 0 } text && Ballots.Quorum.TryParse(text, out var stated) ? stated : body.Quorum();
        step.Skip("quorum");
        return quorum.IsStrict ? "超过全体的半数" : $"达到全体的{quorum.Share.ToWords()}";
    }

    private static string Majority(StepInputs step, VotingBody body)
    {
        var strict = step.Plain("majorityStrict") is not ("false" or "False");
        step.Skip("majorityBase");
        return step.Plain("majorityBase") switch
        {
            nameof(MajorityBase.None) => "不要求过半数，以得票多少为序。",
            nameof(MajorityBase.Present) => $"{Half("出席人数")}，以得票多少为序。",
            nameof(MajorityBase.Issued) => $"{Half("发出的票")}，以得票多少为序。",
            nameof(MajorityBase.ValidBallots) => $"{Half("有效票")}，以得票多少为序。",
            _ => $"{Half(body switch { VotingBody.Congress => "全体代表", VotingBody.StandingCommittee => "常委会全体组成人员", _ => "全体议事代表" })}，以得票多少为序。",
        };

        string Half(string whole) => strict ? $"获{whole}过半数赞成的为通过" : $"获{whole}半数以上赞成的为通过";
    }

    private static string Tie(string? policy, string presidium) => policy == nameof(TiePolicy.PresidiumDecides) ? $"由{presidium}决定" : "只就相等的项目再次投票";

    private static Fraction? Ratio(string? text) => string.IsNullOrWhiteSpace(text) ? null : Fraction.Parse(text);
}
