namespace Minsheng.Workflow.Runtime.Demo;

/// <summary>What else people propose everywhere, told of the neighbourhoods of one place.</summary>
internal static class DemoWishes
{
    private static readonly (string Title, string Content, string Domain, decimal Amount)[] Common =
    [
        ("{0}路灯修复和增设", "更换损坏路灯，在背街小巷增设节能路灯。", "市政建设", 18.5m),
        ("{0}健身器材更新", "更换老化器材，增设老人和儿童活动器材。", "文化体育", 12m),
        ("{0}排水沟清淤改造", "清淤疏通，更换破损盖板，解决雨天积水。", "市政建设", 36m),
        ("{0}老年活动室改造", "修缮房屋，添置取暖和无障碍设施。", "健康养老", 25m),
        ("{0}电动车充电棚建设", "建设集中充电棚，配齐消防设施。", "公共安全", 16m),
        ("{0}公共厕所改造", "改造水冲设施，设置无障碍厕位。", "环境治理", 28m),
        ("{0}停车泊位划设", "利用边角空地划设停车泊位。", "交通出行", 9.8m),
        ("{0}垃圾分类投放点提升", "改造投放点，增设洗手和照明设施。", "环境治理", 11m),
        ("{0}卫生室设备添置", "添置基本检查设备和急救药箱。", "医疗卫生", 22m),
        ("{0}农家书屋和阅览角更新", "更新图书，增设儿童阅览角。", "文化体育", 6.5m),
        ("{0}道路破损修补", "修补坑槽，完善标线和减速设施。", "交通出行", 42m),
        ("{0}饮水管网改造", "更换老旧管道，安装智能水表。", "饮水安全", 68m),
    ];

    public static IEnumerable<DemoItem> Of(DemoYear year)
    {
        for (var number = 0; number < year.More; number++)
        {
            var (title, content, domain, amount) = Common[number % Common.Length];
            var where = year.Neighbourhoods[number / Common.Length % year.Neighbourhoods.Count];
            var again = number / Common.Length / year.Neighbourhoods.Count;
            yield return new DemoItem(string.Format(null, title, where) + (again == 0 ? "" : $"（{again + 1}期）"), content, domain, where, amount, year.Items[0].Unit);
        }
    }
}
