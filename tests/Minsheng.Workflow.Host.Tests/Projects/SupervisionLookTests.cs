using Minsheng.Workflow.Activities.Effects;
using Minsheng.Workflow.Activities.Items;
using Minsheng.Workflow.Host.Tests.Stores;
using Minsheng.Workflow.Runtime.Queries;
using Minsheng.Workflow.Runtime.Storage.Rows;

namespace Minsheng.Workflow.Host.Tests.Projects;

/// <summary>督办一览: what is shown first, by a rule that is stated; the sums and days beside it.</summary>
public sealed class SupervisionLookTests : IAsyncLifetime
{
    private readonly ProjectPlace _place = new();

    public ValueTask InitializeAsync() => _place.InitializeAsync();

    public ValueTask DisposeAsync() => _place.DisposeAsync();

    private Task<SupervisionView> ReadAsync() => _place.Supervision.ReadAsync(Office.Place, Office.Staff);

    [Fact]
    public async Task Severe_lag_comes_before_overdue_rectification_before_overdue_reports_before_lag_and_three_are_enough()
    {
        await ProjectAsync("lag", 70);
        await ProjectAsync("report", 90);
        await ProjectAsync("rectify", 90);
        await ProjectAsync("severe", 20);
        await ProjectAsync("fine", 90);
        await _place.AddAsync(_place.Finding("f1", "rectify", FindingState.Open, 20, -8), Task("late", "report", -3), Task("later", "fine", 3));

        var view = await ReadAsync();

        view.First.Select(look => (look.Reason, look.Project?.Id)).ShouldBe([(LookReason.SevereLag, "severe"), (LookReason.LateRectification, "rectify"), (LookReason.LateReport, "report")]);
        view.First[2].Tasks.ShouldHaveSingleItem().LateWorkingDays.ShouldBe(1);
        view.Overdue.ShouldHaveSingleItem().Number.ShouldBe("ZS26-report");
    }

    [Fact]
    public async Task Within_a_reason_the_longest_comes_first_and_a_project_is_said_once()
    {
        await ProjectAsync("a", 40);
        await ProjectAsync("b", 10);
        await _place.AddAsync(_place.Finding("f1", "b", FindingState.Open, 20, -8), _place.Finding("f2", "b", FindingState.Escalated, 30, null), _place.Finding("year", null, FindingState.Open, 30, -10));

        var first = (await ReadAsync()).First;

        first.Select(look => look.Project?.Id).ShouldBe(["b", "a", null]);
        first[0].Findings.Count.ShouldBe(2);
        first[2].Findings[0].Id.ShouldBe("year");
    }

    [Fact]
    public async Task What_is_accepted_stopped_or_in_time_is_nothing_to_look_at()
    {
        await ProjectAsync("done", 20, ProjectState.Finished);
        await ProjectAsync("gone", 20, ProjectState.Stopped);
        await ProjectAsync("fine", 90);
        await _place.AddAsync(_place.Finding("f1", "fine", FindingState.Open, 1, 5), _place.Finding("f2", "fine", FindingState.Answered, 40, -20));

        (await ReadAsync()).First.ShouldBeEmpty();
    }

    [Fact]
    public async Task Ages_of_findings_are_counted_by_unit_money_by_place_and_changes_since_last_month()
    {
        await ProjectAsync("a", 90, paid: 30);
        await ProjectAsync("b", 100, paid: 100);
        await ProjectAsync("gone", 100, ProjectState.Stopped, paid: 77);
        await _place.AddAsync(
            _place.Finding("f1", "a", FindingState.Open, 7, null), _place.Finding("f2", "a", FindingState.Open, 8, null), _place.Finding("f3", "a", FindingState.Open, 15, null),
            _place.Finding("f4", "a", FindingState.Closed, 60, null));

        var view = await ReadAsync();

        view.Ages.ShouldHaveSingleItem().ShouldBe(new FindingAges("县住建局", 1, 1, 1));
        (view.Money.Budget, view.Money.Paid, view.Money.Percent).ShouldBe((200, 130, 65));
        view.Money.Planned.ShouldBe(85);
        (view.Month.Opened, view.Month.Closed).ShouldBe((1, 1), "one was sent on 1 November, one closed today");
        view.Units.ShouldHaveSingleItem().Projects.ShouldBe(2);
    }

    [Fact]
    public async Task A_light_that_turned_this_month_is_told()
    {
        await _place.AddAsync(_place.Item("turned"), ProjectPlace.Plan("turned"), ProjectPlace.Report("turned", 1, new DateOnly(2026, 8, 3), 20), ProjectPlace.Report("turned", 2, new DateOnly(2026, 11, 3), 88));

        var turned = (await ReadAsync()).Month.Lights.ShouldHaveSingleItem();

        (turned.Track.LastMonth, turned.Progress.Light).ShouldBe((Activities.Lights.Light.Red, Activities.Lights.Light.Green));
        turned.Track.Since.ShouldBe(new DateOnly(2026, 11, 3));
    }

    [Fact]
    public async Task Milestones_findings_and_tasks_of_the_coming_week_are_listed_by_day()
    {
        await _place.AddAsync(_place.Item("a"), ProjectPlace.Plan("a")[0],
            new MilestoneRow { ItemId = "a", Position = 0, JurisdictionId = Office.Place, Name = "封顶", Due = new DateOnly(2026, 11, 12), Planned = 60 },
            new MilestoneRow { ItemId = "a", Position = 1, JurisdictionId = Office.Place, Name = "完工", Due = new DateOnly(2026, 11, 30), Planned = 100 },
            _place.Finding("f1", "a", FindingState.Open, 1, 2), _place.Finding("f2", "a", FindingState.Open, 1, 9));
        await _place.Instructions.IssueAsync(new(ProjectPlace.Leader, "a", null, "抓紧。", 3));

        var coming = (await ReadAsync()).Coming;

        coming.Select(day => (day.On.Day, day.Kind)).ShouldBe([(10, ComingKind.Finding), (11, ComingKind.Finding), (11, ComingKind.Task), (12, ComingKind.Milestone)], "the instruction is a finding and a task of the 11th");
    }

    private Task ProjectAsync(string id, int percent, ProjectState state = ProjectState.Underway, decimal? paid = null) =>
        _place.AddAsync(_place.Item(id, state: state), ProjectPlace.Plan(id), ProjectPlace.Report(id, 1, new DateOnly(2026, 11, 2), percent, paid));

    private TaskRow Task(string id, string project, int dueInDays) => new()
    {
        Id = $"run.{id}", JurisdictionId = Office.Place, InstanceId = "run", CycleId = _place.Cycle, ProjectId = project, BookmarkId = id, ActivityId = "report", Title = "月通报", SpecJson = "{}",
        State = TaskState.Open, Due = ProjectPlace.Now.AddDays(dueInDays), Created = ProjectPlace.Now.AddDays(-20),
    };
}
