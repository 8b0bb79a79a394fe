using Minsheng.Workflow.Activities.Effects;
using Minsheng.Workflow.Activities.Facts;
using Minsheng.Workflow.Activities.Forms;
using Minsheng.Workflow.Activities.Items;
using Minsheng.Workflow.Activities.Lights;
using Minsheng.Workflow.Activities.Tasks;
using Minsheng.Workflow.Engine;
using Minsheng.Workflow.Engine.Definitions;
using Minsheng.Workflow.Engine.Expressions;
using Minsheng.Workflow.Engine.Running;

namespace Minsheng.Workflow.Activities.Steps;

/// <summary>One implementation plan per adopted project: leader, units, money, milestones.</summary>
[ActivityType("Minsheng.Plan", "任务分解", Category = "实施监督", Icon = "event_note", Description = "为每个正式项目确定责任领导、责任单位、资金和进度节点。", Returns = ReturnRule.Target)]
public sealed class Plan : TaskStep
{
    private const int Complete = 100;

    [InputLabel("填报人", Hint = "填报实施计划的人；默认为政府办", Example = "政府办")]
    public Input<List<Assignee>> Assignees { get; } = new([new(Role: "GovOffice")]);

    [InputLabel("限办工作日", Hint = "0 为不限", Example = "20")]
    public Input<int> DueWorkingDays { get; } = new(0);

    [InputLabel("灯的规则", Hint = "默认按落后计划的百分点（银川：落后 10 至 30 黄灯，30 以上红灯，连续 3 个月未开工红灯）；也可以按完成多少（双路：低于 30% 红灯，完工并验收蓝灯；橙、黄灯界限材料未写明，默认 50%、80%）",
        Example = "按完成多少：低于 30% 红灯，低于 80% 黄灯")]
    public Input<LightSettings> Lights { get; } = new(LightSettings.Default);

    protected override void Bind(ActivityBinder binder)
    {
        // Screens read it from the file, where nothing is computed.
        if (!binder.TryConstant(Lights, out var lights))
            binder.Problem("lights", "not-constant", "“灯的规则”要写成固定内容，不能用变量或表达式，请改正。");
        else if (lights?.Problem() is { } problem)
            binder.Problem("lights", "bad-lights", problem);
        binder.NeedsPeople(Assignees, "填报人");
        binder.NeedsAtLeast(DueWorkingDays, 0, "限办工作日");
    }

    public override ActivityResult Start(ActivityContext context)
    {
        var projects = context.Projects();
        if (projects.Count > 0) return new ActivityResult.Waiting([.. projects.Select(item => TaskFor(context, item))]);
        context.Emit(new NoteHistory($"“{Place.Title}”没有正式项目，不需要分解。"));
        return ActivityResult.Done;
    }

    private protected override ActivityResult Proceed(ActivityContext context, Stimulus stimulus)
    {
        var answer = TaskAnswer.Of(stimulus);
        context.Emit(new RecordPlan(
            stimulus.Bookmark.Name, answer.Text("leader"), answer.Text("leadUnit"),
            answer.Has("assistUnits") ? answer.Text("assistUnits") : null, answer.Number("budget"), Milestones(answer)));
        var isLast = context.Instance.Bookmarks.Count(open => open.Execution == context.Execution) == 1;
        return isLast ? ActivityResult.Done : new ActivityResult.Waiting();
    }

    private Wait TaskFor(ActivityContext context, ItemFact item) =>
        Ask(context, item.Id, new Request($"{Place.Title}：{item.Number} {item.Title}", context.Get(Assignees), FormFor(item))
        {
            Due = Limit(context, context.Get(DueWorkingDays)),
            Items = [item],
        });

    private static Form FormFor(ItemFact item) => new([
        new Field { Name = "leader", Label = "责任领导", Type = FieldType.Text, Required = true },
        new Field { Name = "leadUnit", Label = "责任单位", Type = FieldType.Unit, Required = true, Default = item.LeadUnitId },
        new Field { Name = "assistUnits", Label = "配合单位", Type = FieldType.Text },
        new Field { Name = "budget", Label = "投资（万元）", Type = FieldType.Money, Required = true, Min = 0, Default = item.Amount },
        new Field { Name = "startDate", Label = "开工日期", Type = FieldType.Date },
        new Field { Name = "finishDate", Label = "完工日期", Type = FieldType.Date, Required = true },
        new Field
        {
            Name = "milestones", Label = "进度节点", Type = FieldType.Table, Required = true,
            Columns = [
                new Field { Name = "name", Label = "节点", Type = FieldType.Text, Required = true },
                new Field { Name = "due", Label = "完成日期", Type = FieldType.Date, Required = true },
                new Field { Name = "planned", Label = "累计进度（%）", Type = FieldType.Number, Required = true, Min = 0, Max = Complete }],
        }]);

    /// <summary>The rows in order of date, from the start at nothing to the finish at all of it.</summary>
    private static List<Milestone> Milestones(TaskAnswer answer)
    {
        var rows = answer.Rows("milestones")
            .Select(row => new Milestone(
                row.GetValueOrDefault("name") as string ?? "",
                Scalars.TryDate(row.GetValueOrDefault("due"), out var due) ? due : throw new StimulusRefusedException("有的进度节点没有完成日期，请补上。", "bad-milestone"),
                Scalars.TryNumber(row.GetValueOrDefault("planned"), out var planned) ? (int)planned : throw new StimulusRefusedException("有的进度节点没有累计进度，请补上。", "bad-milestone")))
            .OrderBy(milestone => milestone.Due).ToList();
        var finish = answer.Date("finishDate") ?? throw new StimulusRefusedException("没有填写完工日期，请补上。", "no-finish");

        if (answer.Date("startDate") is { } start && rows.TrueForAll(row => row.Planned > 0))
        {
            if (start > finish || rows.Exists(row => row.Due < start))
                throw new StimulusRefusedException("开工日期晚于完工日期或某个进度节点，请核对日期。", "dates-crossed");
            rows.Insert(0, new Milestone("开工", start, 0));
        }
        if (rows.Exists(row => row.Due > finish))
            throw new StimulusRefusedException("有的进度节点晚于完工日期，请核对日期。", "dates-crossed");
        if (rows.Zip(rows.Skip(1)).FirstOrDefault(pair => pair.Second.Planned < pair.First.Planned) is { First: { } earlier, Second: { } later })
            throw new StimulusRefusedException($"“{later.Name}”的累计进度 {later.Planned}% 少于它之前的“{earlier.Name}” {earlier.Planned}%，请改正。", "progress-falls");
        if (rows.Count == 0 || rows[^1].Planned < Complete) rows.Add(new Milestone("完工", finish, Complete));
        return rows;
    }
}
