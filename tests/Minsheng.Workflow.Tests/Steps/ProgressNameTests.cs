using Minsheng.Workflow.Activities.Effects;

namespace Minsheng.Workflow.Tests.Steps;

public sealed class ProgressNameTests
{
    [Theory]
    [InlineData("2026年12月", "月进度", "2026年12月进度")]
    [InlineData("2026年12月", "推进情况", "2026年12月推进情况")]
    [InlineData("2026年第二季度", "季点评", "2026年第二季度点评")]
    [InlineData("2026年第二季度", "季度进展", "2026年第二季度进展")]
    [InlineData("2026年上半年", "半年小结", "2026年上半年小结")]
    [InlineData("2026年12月9日", "月通报", "2026年12月9日月通报")]
    [InlineData("2026年", "年终考核", "2026年年终考核")]
    public void The_period_is_not_said_twice(string period, string kind, string name) => ProgressName.Of(period, kind).ShouldBe(name);
}
