using Minsheng.Workflow.Web.Components.Parts;

namespace Minsheng.Workflow.EndToEnd.Tests.Parts;

public sealed class DueWordsTests
{
    private static readonly DateTime Now = new(2026, 7, 3, 10, 26, 0);

    [Theory]
    [InlineData("2026-07-02T18:00", 1, "超 1 个工作日", DueWeight.Late)]
    [InlineData("2026-07-02T18:00", 0, "已超期", DueWeight.Late)]
    [InlineData("2026-07-03T09:00", 0, "今天 09:00 已过", DueWeight.Late)]
    [InlineData("2026-07-03T18:00", 0, "今天 18:00", DueWeight.Today)]
    [InlineData("2026-07-06T18:00", 0, "7月6日 周一", DueWeight.Later)]
    [InlineData("2027-01-05T18:00", 0, "2027年1月5日", DueWeight.Later)]
    public void A_limit_is_said_as_the_office_says_it(string due, int lateWorkingDays, string words, DueWeight weight) =>
        DueWords.Of(DateTime.Parse(due, null), Now, lateWorkingDays).ShouldBe(new DueWords(words, weight));
}
