using Minsheng.Workflow.Activities.Lights;

namespace Minsheng.Workflow.Tests.Lights;

public class AbsoluteLightsTests
{
    [Theory]
    [InlineData(0, Light.Red, "完成 0%，低于 30%。")]
    [InlineData(29.99, Light.Red, "完成 29.99%，低于 30%。")]
    [InlineData(30, Light.Orange, "完成 30%，低于 50%。")]
    [InlineData(50, Light.Yellow, "完成 50%，低于 80%。")]
    [InlineData(80, Light.Green, "完成 80%，达到 80%。")]
    [InlineData(100, Light.Green, "完成 100%，达到 80%。")]
    public void Less_than_30_percent_is_red_and_all_of_it_is_not_yet_accepted(decimal actual, Light light, string reason) =>
        new AbsoluteLights().Read(new Progress(0, actual)).ShouldBe(new LightReading(light, reason));

    [Fact]
    public void Only_what_is_completed_and_accepted_is_done() =>
        new AbsoluteLights().Read(new Progress(100, 95, IsDone: true)).ShouldBe(new LightReading(Light.Done, "项目已完工并通过验收。"));

    [Fact]
    public void The_strategy_is_a_setting()
    {
        var progress = new Progress(PlannedPercent: 20, ActualPercent: 20);

        LightSettings.Default.Read(progress).Light.ShouldBe(Light.Green, "it keeps up with the plan");
        (LightSettings.Default with { Strategy = LightStrategy.Absolute }).Read(progress).Light.ShouldBe(Light.Red, "it has done less than 30%");
        (LightSettings.Default with { Strategy = LightStrategy.Absolute, RedBelow = 10 }).Read(progress).Light.ShouldBe(Light.Orange);
        (LightSettings.Default with { YellowFrom = 5 }).Read(progress with { ActualPercent = 14 }).Light.ShouldBe(Light.Yellow);
    }

    [Fact]
    public void Thresholds_that_cross_are_refused()
    {
        LightSettings.Default.Problem().ShouldBeNull();
        (LightSettings.Default with { YellowFrom = 40 }).Problem().ShouldNotBeNull();
        (LightSettings.Default with { YellowFrom = 0 }).Problem().ShouldNotBeNull();
        (LightSettings.Default with { RedAbove = 101 }).Problem().ShouldNotBeNull();
        (LightSettings.Default with { RedAfterMonths = 0 }).Problem().ShouldNotBeNull();
        (LightSettings.Default with { RedBelow = 60 }).Problem().ShouldNotBeNull();
        (LightSettings.Default with { OrangeBelow = 90 }).Problem().ShouldNotBeNull();
        (LightSettings.Default with { YellowBelow = 101 }).Problem().ShouldNotBeNull();
    }
}
