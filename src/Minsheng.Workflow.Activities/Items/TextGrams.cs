namespace Minsheng.Workflow.Activities.Items;

/// <summary>A text as pairs of neighbouring characters, which Chinese needs no dictionary for.</summary>
internal static class TextGrams
{
    /// <summary>Different words for one thing, said in one way before counting.</summary>
    private static readonly (string Said, string Meant)[] SameThing =
    [
        ("照明", "路灯"), ("公共厕所", "公厕"), ("停车泊位", "停车位"), ("泊位", "停车位"), ("自来水", "饮水"), ("下水道", "排水"),
        ("健身设施", "健身器材"), ("充电桩", "充电棚"), ("老年食堂", "社区食堂"), ("敬老院", "养老院"), ("坑洼", "破损"),
    ];

    /// <summary>Words every suggestion uses; they say little about what it wants.</summary>
    private static readonly HashSet<int> Common = [.. new[]
    {
        "建设", "改造", "工程", "项目", "建议", "希望", "解决", "问题", "提升", "完善", "加强", "增设", "新建", "修建", "更新", "进行", "我们", "安装", "加装",
        "设施", "更换", "社区", "街道", "小区", "相关", "有关", "居民", "群众", "方便",
    }.Select(word => Gram(word[0], word[1]))];

    /// <summary>Adds the pairs of a text with a weight each.</summary>
    public static void Add(Dictionary<int, double> counts, string text, double weight)
    {
        foreach (var (said, meant) in SameThing) text = text.Replace(said, meant, StringComparison.Ordinal);
        for (var i = 0; i + 1 < text.Length; i++)
        {
            if (!char.IsLetterOrDigit(text[i]) || !char.IsLetterOrDigit(text[i + 1])) continue;
            var gram = Gram(char.ToLowerInvariant(text[i]), char.ToLowerInvariant(text[i + 1]));
            counts[gram] = Math.Min(counts.GetValueOrDefault(gram) + weight, 3);
        }
    }

    /// <summary>How much an occurrence of a pair says.</summary>
    public static double Telling(int gram) => Common.Contains(gram) ? 0.25 : 1;

    public static bool IsCommon(char first, char second) => Common.Contains(Gram(first, second));

    private static int Gram(char first, char second) => first << 16 | second;
}
