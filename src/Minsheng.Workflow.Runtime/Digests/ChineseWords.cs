using System.Globalization;
using Humanizer;
using Humanizer.Configuration;
using Humanizer.Localisation;
using Humanizer.Localisation.Formatters;

namespace Minsheng.Workflow.Runtime.Digests;

/// <summary>Relative times and small numbers as the office says them: 3 天前, 刚刚, 七月. Humanizer ships no Chinese; these are our words.</summary>
public static class ChineseWords
{
    internal static CultureInfo Culture { get; } = CultureInfo.GetCultureInfo("zh-CN");

    static ChineseWords() => Configurator.Formatters.Register("zh-CN", _ => new Formatter());

    /// <summary>刚刚, 5 分钟前, 2 小时前, 昨天, 3 天后.</summary>
    public static string Relative(this DateTimeOffset at, DateTimeOffset now) => at.Humanize(now, Culture);

    /// <summary>昨天, 5 天前, 3 个月前.</summary>
    public static string Relative(this DateOnly day, DateOnly today) =>
        day == today ? "今天" : day.ToDateTime(TimeOnly.MinValue).Humanize(utcDate: false, dateToCompareAgainst: today.ToDateTime(TimeOnly.MinValue), culture: Culture);

    /// <summary>七, 十一.</summary>
    public static string InChinese(this int number) => number is >= 10 and < 20 ? $"十{(number == 10 ? "" : (number - 10).ToWords(Culture))}" : number.ToWords(Culture);

    private sealed class Formatter : IFormatter
    {
        public string DateHumanize_Now() => "刚刚";

        public string DateHumanize_Never() => "从未";

        public string DateHumanize(TimeUnit timeUnit, Tense timeUnitTense, int unit) => (timeUnit, timeUnitTense, unit) switch
        {
            (TimeUnit.Day, Tense.Past, 1) => "昨天",
            (TimeUnit.Day, Tense.Future, 1) => "明天",
            (TimeUnit.Millisecond or TimeUnit.Second, _, _) => timeUnitTense == Tense.Past ? "刚刚" : "马上",
            _ => $"{TimeSpanHumanize(timeUnit, unit)}{(timeUnitTense == Tense.Past ? "前" : "后")}",
        };

        public string TimeSpanHumanize_Zero() => "0 天";

        public string TimeSpanHumanize(TimeUnit timeUnit, int unit, bool toWords = false) => $"{(toWords ? unit.InChinese() : unit)} {Word(timeUnit)}";

        public string TimeUnitHumanize(TimeUnit timeUnit) => Word(timeUnit);

        public string DataUnitHumanize(DataUnit dataUnit, double count, bool toSymbol = true) => $"{count} {dataUnit}";

        private static string Word(TimeUnit unit) => unit switch
        {
            TimeUnit.Millisecond => "毫秒",
            TimeUnit.Second => "秒",
            TimeUnit.Minute => "分钟",
            TimeUnit.Hour => "小时",
            TimeUnit.Day => "天",
            TimeUnit.Week => "周",
            TimeUnit.Month => "个月",
            _ => "年",
        };
    }
}
