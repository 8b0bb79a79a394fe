using Microsoft.EntityFrameworkCore;
using Minsheng.Workflow.Activities.Effects;
using Minsheng.Workflow.Activities.Items;
using Minsheng.Workflow.Host.Tests.Stores;
using Minsheng.Workflow.Runtime;
using Minsheng.Workflow.Runtime.Storage.Rows;
using Minsheng.Workflow.Runtime.Supervision;

namespace Minsheng.Workflow.Host.Tests.Projects;

/// <summary>批示督办 from the leader to the lead unit and back.</summary>
public sealed class InstructionTests : IAsyncLifetime
{
    private readonly ProjectPlace _place = new();

    public async ValueTask InitializeAsync()
    {
        await _place.InitializeAsync();
        await _place.AddAsync(_place.Item("road"), _place.Item("idea", ItemStage.Candidate), _place.Item("gone", state: ProjectState.Stopped));
    }

    public ValueTask DisposeAsync() => _place.DisposeAsync();

    [Fact]
    public async Task It_goes_to_the_lead_unit_with_a_limit_comes_back_and_is_closed_by_the_leader()
    {
        var run = await IssueAsync(ProjectPlace.Leader, "road", null, "  月底前开工。 ", 3);

        var task = (await _place.Office.OpenTasksAsync(run)).ShouldHaveSingleItem();
        (task.Title, task.ProjectId, task.CycleId).ShouldBe(("办理批示：ZS26-road 项目road", "road", _place.Cycle));
        task.Due.ShouldBe(new DateTimeOffset(2026, 11, 11, 10, 0, 0, TimeSpan.Zero), "three working days after a Sunday, at six in the evening");
        (await HoldersAsync(task.Id)).ShouldBe([ProjectPlace.Department]);
        (await FindingAsync()).ShouldBe(("批示", "road", FindingState.Open, "常委会副主任", "县住建局", "月底前开工。"));

        await ActAsync(task.Id, ProjectPlace.Department, "Done", null, ("report", "昨天已经开工。"));
        (await FindingAsync()).State.ShouldBe(FindingState.Answered);
        var back = (await _place.Office.OpenTasksAsync(run)).ShouldHaveSingleItem();
        (await HoldersAsync(back.Id)).ShouldBe([ProjectPlace.Leader]);
        back.Body!.ShouldContain("昨天已经开工。");

        await ActAsync(back.Id, ProjectPlace.Leader, "Again", "没有照片");
        (await FindingAsync()).State.ShouldBe(FindingState.Open);
        var again = (await _place.Office.OpenTasksAsync(run)).ShouldHaveSingleItem();
        again.Body!.ShouldContain("第 1 次退回：没有照片");
        await ActAsync(again.Id, ProjectPlace.Department, "Done", null, ("report", "照片已补。"));
        await ActAsync((await _place.Office.OpenTasksAsync(run))[0].Id, ProjectPlace.Leader, "Closed");

        (await FindingAsync()).State.ShouldBe(FindingState.Closed);
        (await _place.Office.OpenTasksAsync(run)).ShouldBeEmpty();
        (await _place.Page.FindAsync(Office.Place, "road", false))!.Findings.ShouldHaveSingleItem().Steps.Select(step => step.State)
            .ShouldBe([FindingState.Answered, FindingState.Open, FindingState.Answered, FindingState.Closed]);
        await using var db = _place.Read();
        (await db.Audit.AnyAsync(row => row.Act == "instruction-issued" && row.Actor == ProjectPlace.Leader)).ShouldBeTrue();
    }

    [Fact]
    public async Task On_a_finding_it_says_which_one_and_without_a_project_the_government_office_has_it()
    {
        await _place.AddAsync(_place.Finding("f1", "road", FindingState.Open, 3, 5), _place.Finding("year", null, FindingState.Open, 3, 5), _place.Finding("over", "road", FindingState.Closed, 3, 5));

        var run = await IssueAsync(ProjectPlace.Leader, null, "f1", "抓紧整改。", null);
        var whole = await IssueAsync(ProjectPlace.Leader, null, "year", "抓紧答复。", 0);

        var task = (await _place.Office.OpenTasksAsync(run)).ShouldHaveSingleItem();
        task.Body!.ShouldContain("针对：监督提醒函：问题f1");
        task.Due.ShouldBe(new DateTimeOffset(2026, 11, 13, 10, 0, 0, TimeSpan.Zero), "five working days where the leader names none");
        var other = (await _place.Office.OpenTasksAsync(whole)).ShouldHaveSingleItem();
        (other.ProjectId, other.Due).ShouldBe((null, null));
        (await Should.ThrowAsync<RefusedException>(IssueAsync(ProjectPlace.Leader, null, "over", "抓紧。"))).Message.ShouldContain("已经销号");
    }

    [Theory]
    [InlineData(Office.Staff)]
    [InlineData(ProjectPlace.Deputy)]
    [InlineData(ProjectPlace.Department)]
    public async Task Whoever_does_not_lead_the_supervision_is_refused(string person)
    {
        (await Should.ThrowAsync<NotAllowedException>(IssueAsync(person, "road", null, "抓紧。"))).Message.ShouldContain("批示督办只能由");
        await NothingHappenedAsync();
    }

    [Fact]
    public async Task What_belongs_to_another_place_does_not_exist()
    {
        await Should.ThrowAsync<NotFoundException>(IssueAsync("foreign", "road", null, "抓紧。"));
        await Should.ThrowAsync<NotFoundException>(IssueAsync(ProjectPlace.Leader, "nowhere", null, "抓紧。"));
        await NothingHappenedAsync();
    }

    [Fact]
    public async Task Only_projects_that_go_on_are_instructed_about()
    {
        (await Should.ThrowAsync<RefusedException>(IssueAsync(ProjectPlace.Leader, "idea", null, "抓紧。"))).Code.ShouldBe("no-project");
        (await Should.ThrowAsync<RefusedException>(IssueAsync(ProjectPlace.Leader, "gone", null, "抓紧。"))).Code.ShouldBe("project-stopped");
        await NothingHappenedAsync();
    }

    [Fact]
    public async Task Empty_or_endless_words_and_impossible_limits_are_refused_beside_the_field()
    {
        async Task<string[]> FieldsAsync(string? text, int? days) => [.. (await Should.ThrowAsync<FormRefusedException>(IssueAsync(ProjectPlace.Leader, "road", null, text, days))).Problems.Select(problem => problem.Path)];

        (await FieldsAsync(" ", null)).ShouldBe(["text"]);
        (await FieldsAsync(new string('字', InstructionDesk.LongestText + 1), 5)).ShouldBe(["text"]);
        (await FieldsAsync(null, -1)).ShouldBe(["text", "workingDays"]);
        (await FieldsAsync("好", InstructionDesk.MostWorkingDays + 1)).ShouldBe(["workingDays"]);
        await NothingHappenedAsync();
    }

    private Task<string> IssueAsync(string by, string? item, string? finding, string? text, int? days = null) => _place.Instructions.IssueAsync(new InstructionOrder(by, item, finding, text, days));

    private Task ActAsync(string task, string person, string outcome, string? opinion = null, params (string Field, object? Value)[] values) =>
        _place.Office.Tasks.ActAsync(task, person, outcome, opinion, values.ToDictionary(value => value.Field, value => value.Value));

    private async Task<List<string>> HoldersAsync(string task)
    {
        await using var db = _place.Read();
        return await db.TaskParticipants.Where(row => row.TaskId == task && row.State == ParticipantState.Open).Select(row => row.PersonId).ToListAsync();
    }

    private async Task<(string Kind, string? Item, FindingState State, string By, string To, string Text)> FindingAsync()
    {
        await using var db = _place.Read();
        var row = await db.Findings.SingleAsync();
        return (row.Kind, row.ItemId, row.State, row.IssuedBy, row.IssuedTo, row.Text);
    }

    private async Task NothingHappenedAsync()
    {
        await using var db = _place.Read();
        (await db.Findings.CountAsync() + await db.Tasks.CountAsync(task => task.ProjectId != null)).ShouldBe(0);
    }
}
