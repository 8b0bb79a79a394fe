using Minsheng.Workflow.Activities.Effects;
using Minsheng.Workflow.Activities.Forms;
using Minsheng.Workflow.Activities.Items;
using Minsheng.Workflow.Runtime.Audit;
using Minsheng.Workflow.Runtime.Commits;
using Minsheng.Workflow.Runtime.Facts;
using Minsheng.Workflow.Runtime.People;
using Minsheng.Workflow.Runtime.Processes;

namespace Minsheng.Workflow.Runtime.Supervision;

/// <summary>批示督办: a leader writes an instruction on a project or a finding; it goes to whoever answers for it and comes back to the leader.</summary>
public sealed class InstructionDesk(ProcessDesk desk)
{
    /// <summary>The shipped procedure an instruction follows.</summary>
    public const string DefinitionId = "leader-instruction";

    /// <summary>限办工作日. No source states one; default 5.</summary>
    public const int DefaultWorkingDays = 5;

    public const int LongestText = 1000, MostWorkingDays = 250;

    /// <returns>Id of the run.</returns>
    /// <exception cref="NotAllowedException">The person does not lead the supervision.</exception>
    /// <exception cref="FormRefusedException">Text or limit cannot be used.</exception>
    /// <exception cref="NotFoundException">There is no such project or finding here.</exception>
    public Task<string> IssueAsync(InstructionOrder order, CancellationToken cancellation = default) => desk.DoAsync((session, runner) =>
    {
        var place = PeopleReader.Jurisdiction(session, order.By) ?? throw new NotAllowedException("登录已失效，请重新登录。");
        if (!PeopleReader.Roles(session, order.By, Places.Today(session, place)).Exists(Roles.Instructors.Contains))
            throw new NotAllowedException("批示督办只能由常委会领导、会议主持人、乡镇人大主席和街道人大工委作出，请报请有关领导批示。");
        var subject = Subject(session, place, order);
        var text = Check(order);
        var id = runner.Start(session, new StartOrder(DefinitionId, place, order.By)
        {
            CycleId = subject.CycleId,
            ProjectId = subject.ItemId,
            Title = $"批示督办：{subject.Title}",
            Input = new Dictionary<string, object?> { ["instruction"] = text, ["leader"] = order.By, ["limitDays"] = order.WorkingDays ?? DefaultWorkingDays, ["about"] = subject.About },
        });
        AuditLog.Write(session, place, order.By, "instruction-issued", id, new { order.ItemId, order.FindingId, days = order.WorkingDays ?? DefaultWorkingDays });
        return id;
    }, cancellation);

    private static string Check(InstructionOrder order)
    {
        var text = order.Text?.Trim() ?? "";
        var problems = new List<FieldProblem>();
        if (text.Length == 0) problems.Add(new FieldProblem("text", "“批示内容”必填，请写明要求办什么。"));
        if (text.Length > LongestText) problems.Add(new FieldProblem("text", $"“批示内容”最多 {LongestText} 个字，现有 {text.Length} 个字。"));
        if (order.WorkingDays is < 0 or > MostWorkingDays) problems.Add(new FieldProblem("workingDays", $"“限办工作日”填 0 到 {MostWorkingDays} 的整数，0 为不限。"));
        return problems.Count == 0 ? text : throw new FormRefusedException(problems);
    }

    private static (string? CycleId, string? ItemId, string Title, string About) Subject(WriteSession session, string place, InstructionOrder order)
    {
        var (itemId, about) = (order.ItemId, "");
        if (order.FindingId is { } findingId)
        {
            var finding = session.First(
                $"SELECT kind, title, text, state, item_id, cycle_id FROM findings WHERE id = {findingId} AND jurisdiction_id = {place}",
                reader => new { Kind = reader.GetString(0), Title = reader.GetString(1), Text = reader.GetString(2), State = reader.Name<FindingState>(3), ItemId = reader.Text(4), CycleId = reader.Text(5) })
                ?? throw new NotFoundException("督办事项", findingId);
            if (finding.State == FindingState.Closed) throw new RefusedException("finding-closed", "这件督办事项已经销号，不用再批示；有新的要求，请对项目批示。");
            itemId = finding.ItemId;
            about = $"{finding.Kind}：{(itemId is not null && finding.Text.Length > 0 ? finding.Text : finding.Title)}";
            if (itemId is null) return (finding.CycleId, null, finding.Title, about);
        }
        var item = session.First(
            $"SELECT number, title, stage, state, cycle_id FROM items WHERE id = {itemId ?? ""} AND jurisdiction_id = {place}",
            reader => new { Number = reader.GetString(0), Title = reader.GetString(1), Stage = reader.Name<ItemStage>(2), State = reader.Name<ProjectState>(3), CycleId = reader.GetString(4) })
            ?? throw new NotFoundException("项目", itemId ?? "");
        if (item.Stage != ItemStage.Project) throw new RefusedException("no-project", "这一项还不是正式项目，没有责任单位；票决产生以后再批示。");
        if (item.State == ProjectState.Stopped) throw new RefusedException("project-stopped", "这个项目已经终止，不用再批示。");
        return (item.CycleId, itemId, $"{item.Number} {item.Title}", about);
    }
}

/// <param name="ItemId">The project; null where a finding is named.</param>
/// <param name="WorkingDays">限办工作日; null takes the default, 0 sets no limit.</param>
public sealed record InstructionOrder(string By, string? ItemId, string? FindingId, string? Text, int? WorkingDays = null);
