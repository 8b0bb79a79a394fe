using System.Text.RegularExpressions;
using Minsheng.Workflow.Activities.Ballots;
using Minsheng.Workflow.Activities.Cadence;
using Minsheng.Workflow.Activities.Calendars;
using Minsheng.Workflow.Activities.Items;
using Minsheng.Workflow.Activities.Steps;
using Minsheng.Workflow.Activities.Tasks;
using Minsheng.Workflow.Engine.BuiltIn;

namespace Minsheng.Workflow.Activities.Design;

/// <summary>The fixed choices of inputs as people say them.</summary>
public static partial class ChoiceWords
{
    private static readonly Dictionary<Type, string[]> Known = new()
    {
        [typeof(BallotType)] = ["逐项赞成，赞成有上限", "逐项表决，不限赞成数", "按缓急编号"],
        [typeof(CatchUp)] = ["逐次补办", "只补最近一次", "不补，只记一笔"],
        [typeof(Confirmation)] = ["不需要", "街道党工委逐项确认"],
        [typeof(DifferentialBase)] = ["按应选数", "按候选数"],
        [typeof(Every)] = ["按分钟", "每天", "每周", "每月", "每季度", "每半年", "每年", "自定日历"],
        [typeof(GoOn)] = ["全部办完再继续", "启动后就继续"],
        [typeof(ItemStage)] = ["建议", "初选项目", "候选项目", "正式项目", "未采纳", "已并入"],
        [typeof(JoinMode)] = ["有一路到就走", "每一路都要到", "等进行中的各路"],
        [typeof(MajorityBase)] = ["超过全体半数", "超过实到半数", "超过发出票半数", "超过有效票半数", "不要求过半数"],
        [typeof(OnTimeout)] = ["不处理", "提醒一次", "按“逾期”继续", "转交他人"],
        [typeof(ProjectScope)] = ["全部项目", "实施中的", "已结项的", "测评不满意的", "延续的"],
        [typeof(Rounding)] = ["进一", "舍去", "四舍五入"],
        [typeof(ShortfallPolicy)] = ["另行票决", "不再补足", "下次会议再投", "由主席团决定"],
        [typeof(SwitchMode)] = ["只走第一个成立的", "走所有成立的"],
        [typeof(TaskMode)] = ["或签：一人办即可", "会签：每人都办", "依次：一个接一个", "票签：达到比例"],
        [typeof(TiePolicy)] = ["同票项再投", "由主席团决定"],
        [typeof(VotingBody)] = ["人民代表大会", "人大常委会", "街道议事代表会"],
        [typeof(VotingMode)] = ["手机或平板", "全部用纸质票"],
        [typeof(WhenNobody)] = ["转人大办代办", "按第一个按钮通过", "停下等补人"],
        [typeof(WorkdayRule)] = ["不调整", "提前到前一个工作日", "顺延到下一个工作日"],
    };

    /// <summary>Choices of a type in their order; empty when it has no fixed ones.</summary>
    public static IReadOnlyList<(string Name, string Words)> Of(Type type)
    {
        var plain = Nullable.GetUnderlyingType(type) ?? type;
        if (!plain.IsEnum) return [];
        var words = Known.GetValueOrDefault(plain) ?? [];
        return [.. Enum.GetNames(plain).Select((name, index) => (name, index < words.Length ? words[index] : name))];
    }

    public static string? Of(Type type, string name) => Of(type).FirstOrDefault(choice => string.Equals(choice.Name, name, StringComparison.OrdinalIgnoreCase)).Words;

    /// <summary>A hint without the words of the file, which the panel's list stands for.</summary>
    public static string Hint(Type type, string hint)
    {
        var choices = Of(type);
        return choices.Count == 0 ? hint : FileWord().Replace(hint, word => choices.Any(choice => choice.Name == word.Groups[1].Value) ? "" : word.Value);
    }

    [GeneratedRegex(@"\b([A-Z][A-Za-z]+) (?=\p{IsCJKUnifiedIdeographs})")]
    private static partial Regex FileWord();
}
