using Minsheng.Workflow.Activities.Lights;

namespace Minsheng.Workflow.Tests.Lights;

public class LagLightsTests
{
    private static readonly LagLights Lights = new();

    [Theory]
    [InlineData(50, 60, Light.Green)]
    [InlineData(50, 50, Light.Green)]
    [InlineData(50, 40.01, Light.Green)]
    [InlineData(50, 40, Light.Yellow)]
    [InlineData(50, 20, Light.Yellow)]
    [InlineData(50, 19.99, Light.Red)]
    public void Ten_to_thirty_points_behind_are_yellow_inclusive(decimal planned, decimal actual, Light light) =>
        Lights.Read(new Progress(planned, actual)).Light.ShouldBe(light);

    [Theory]
    [InlineData(0, Light.Green)]
    [InlineData(1, Light.Yellow)]
    [InlineData(2, Light.Yellow)]
    [InlineData(3, Light.Red)]
    public void Three_months_in_a_row_without_a_start_are_red(int months, Light light) =>
        Lights.Read(new Progress(0, 0, MonthsNotStarted: months)).Light.ShouldBe(light);

    [Theory]
    [InlineData(60, 20, 1, Light.Red, "计划进度 60%，实际进度 20%，落后 40 个百分点。")]
    [InlineData(15, 0, 3, Light.Red, "已连续 3 个月未按计划开工。")]
    [InlineData(15, 0, 1, Light.Yellow, "超过计划开工时间 1 个月，尚未开工。")]
    [InlineData(20, 32.5, 0, Light.Green, "计划进度 20%，实际进度 32.5%，超前 12.5 个百分点。")]
    [InlineData(20, 20, 0, Light.Green, "计划进度 20%，实际进度 20%，与计划持平。")]
    public void The_worse_light_gives_the_reason(decimal planned, decimal actual, int months, Light light, string reason) =>
        Lights.Read(new Progress(planned, actual, months)).ShouldBe(new LightReading(light, reason));

    [Fact]
    public void Done_beats_everything() =>
        Lights.Read(new Progress(100, 20, MonthsNotStarted: 9, IsDone: true)).ShouldBe(new LightReading(Light.Done, "项目已完工并通过验收。"));

    [Fact]
    public void Thresholds_are_settings() =>
        new LagLights { YellowFrom = 5, RedAbove = 15 }.Read(new Progress(50, 34)).Light.ShouldBe(Light.Red);
}
