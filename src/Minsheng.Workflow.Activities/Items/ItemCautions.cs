namespace Minsheng.Workflow.Activities.Items;

/// <summary>
/// What somebody who decides on a matter should look at first. Only hints by its wording, 默认: the exclusion criteria of the field
/// (上级项目和非本级事权、只解决个别单位或个人的需求、续建、债务风险) are judged by people.
/// </summary>
public static class ItemCautions
{
    private static readonly (string Criterion, string[] Words)[] Wordings =
    [
        ("可能不属于本级事权", ["国道", "省道", "高速公路", "铁路", "高铁", "机场", "国家电网", "跨省", "跨市"]),
        ("可能只解决个别单位或个人的需求", ["家属院", "家属楼", "某单位", "我家", "我们公司", "一家公司", "公司门口", "本单位", "我单位"]),
        ("可能是续建或配套项目", ["续建", "二期", "三期", "配套工程"]),
        ("可能增加债务风险", ["举债", "贷款建设", "融资建设", "BT模式", "垫资"]),
    ];

    /// <returns>Sentences, each with what gave rise to it.</returns>
    public static IReadOnlyList<string> Of(string title, string content, decimal? amount)
    {
        var text = title + "\n" + content;
        var cautions = new List<string>();
        if (amount is null) cautions.Add("没有投资概算，请在意见中写明资金怎么落实。");
        foreach (var (criterion, words) in Wordings)
            if (words.FirstOrDefault(word => text.Contains(word, StringComparison.OrdinalIgnoreCase)) is { } found)
                cautions.Add($"{criterion}（写有“{found}”），请核对。");
        return cautions;
    }
}
