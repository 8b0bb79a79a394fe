using System.Globalization;
using Minsheng.Workflow.Activities.Lights;

namespace Minsheng.Workflow.Runtime.Queries;

/// <summary>The rule of the lights, said beside them.</summary>
public static class LightRuleWords
{
    public static string Words(this LightSettings rule) => rule.Strategy == LightStrategy.Absolute
        ? $"灯由系统按完成多少算出：不足 {Text(rule.RedBelow)}% 为红，不足 {Text(rule.OrangeBelow)}% 为橙，不足 {Text(rule.YellowBelow)}% 为黄，以上为绿，验收为蓝。"
        : $"灯由系统按计划与实际之差算出：落后不足 {Text(rule.YellowFrom)} 个百分点为绿，{Text(rule.YellowFrom)} 至 {Text(rule.RedAbove)} 为黄，超过 {Text(rule.RedAbove)} 为红。";

    private static string Text(decimal value) => value.ToString("0.##", CultureInfo.InvariantCulture);
}
