using System.Text.Json.Nodes;
using Minsheng.Workflow.Activities.Design;

namespace Minsheng.Workflow.Tests.Design;

/// <summary>Limits and recurring days as a clerk would say them.</summary>
public sealed class DateExampleTests
{
    private static readonly DesignPlace Place = BallotHelpTests.Place;
    private static readonly StepAddress At = new("", "s");

    private static ProcedureDesign Step(string type, string inputs) => ProcedureDesign.Open($$$"""
        {"name":"甲","root":{"id":"root","type":"Elsa.Flowchart","activities":[{"id":"s","type":"{{{type}}}",{{{inputs}}}}],"connections":[]}}
        """);

    private static string Is(string name, string value) => $$$"""
        "{{{name}}}":{"typeName":"Object","expression":{"type":"{{{(value[0] == '[' ? "Object" : "Literal")}}}","value":{{{value}}}}}
        """;

    private static string? Recurring(params (string Name, string Value)[] inputs) =>
        DateExample.Recurring(Step("Minsheng.Cadence", string.Join(',', inputs.Select(input => Is(input.Name, input.Value)))), At, Place);

    private static string? Of(string type, string name, string value, DateTimeOffset? now = null)
    {
        var design = Step(type, Is(name, value));
        return DateExample.Of(PropertyField.Of(design.Find(At)!).Single(field => field.Name == name), design, At, now is null ? Place : Place with { Now = now.Value });
    }

    [Fact]
    public void Monthly_work_is_a_sentence_with_its_next_day_and_why_that_was_moved() =>
        Recurring(("every", "\"Month\""), ("day", "5")).ShouldBe("每月 5 日，遇休息日顺延；今天走到的话，下次 12月7日 周一（5 日是休息日），再下次 2027年1月5日 周二，共 12 次");

    [Fact]
    public void Other_rhythms_are_told_too()
    {
        Recurring(("every", "\"Quarter\""), ("day", "10"), ("workday", "\"Same\"")).ShouldStartWith("每季度首月 10 日；今天走到的话，下次 2027年1月10日 周日");
        Recurring(("every", "\"Month\""), ("inMonths", "[9]")).ShouldStartWith("每月 1 日，遇休息日顺延，只在 9 月；今天走到的话，下次 2027年9月1日 周三");
        Recurring(("every", "\"Custom\""), ("dates", "[\"03-15\"]")).ShouldStartWith("每年 3月15日，遇休息日顺延；今天走到的话，下次 2027年3月15日 周一");
        Recurring(("every", "\"Month\""), ("day", "40")).ShouldBe("每月的日子应为 1 至 31。");
        Recurring(("day", "5")).ShouldBeNull();
    }

    [Fact]
    public void A_limit_is_told_with_an_example_from_the_calendar_of_the_place()
    {
        Of("Minsheng.HumanTask", "dueWorkingDays", "5", new DateTimeOffset(2026, 7, 6, 1, 0, 0, TimeSpan.Zero)).ShouldBe("收到当天起 5 个工作日，例如 7月6日收到，7月13日到期");
        Of("Minsheng.HumanTask", "dueWorkingDays", "0").ShouldBe("不限期：不催办，也不算逾期");
        Of("Minsheng.Collect", "days", "60").ShouldBe("今天开始的话，1月21日 周四下班时截止");
        Of("Minsheng.Collect", "untilMonthDay", "\"09-30\"").ShouldBe("今天开始的话，2027年9月30日 周四下班时截止");
        Of("Minsheng.Opinion", "handleMonths", "3").ShouldBe("交办当天起 3 个月，例如 11月22日交办，2027年2月22日 周一到期");
        Of("Elsa.Delay", "timeSpan", "\"1.12:00:00\"").ShouldBe("1 天 12 小时");
        Of("Elsa.Cron", "cronExpression", "\"0 0 9 5 * *\"").ShouldBe("下次 12月5日 周六 09:00，再下次 2027年1月5日 周二 09:00");
        Of("Minsheng.HumanTask", "title", "\"甲\"").ShouldBeNull();
    }
}
