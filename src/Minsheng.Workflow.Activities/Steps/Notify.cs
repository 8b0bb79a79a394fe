using System.Globalization;
using Minsheng.Workflow.Activities.Effects;
using Minsheng.Workflow.Activities.Facts;
using Minsheng.Workflow.Engine.Definitions;
using Minsheng.Workflow.Engine.Expressions;
using Minsheng.Workflow.Engine.Running;

namespace Minsheng.Workflow.Activities.Steps;

/// <summary>Tells people something now; nobody has to do anything.</summary>
[ActivityType("Minsheng.Notify", "通知", Category = "公开", Icon = "notifications", Description = "向有关人员发一次通知，不需要办理。", Returns = ReturnRule.Free)]
public sealed class Notify : Activity
{
    [InputLabel("通知谁", Required = true, Hint = "岗位、机构、小组、单位或人员", Example = "政府办")]
    public Input<List<Assignee>> To { get; } = new([]);

    [InputLabel("主题", Required = true, Hint = "可用 {{cycle.year}}、{{project}}、{{period}} 等", Example = "{{cycle.year}}年民生实事项目{{period}}通报")]
    public Input<string> Subject { get; } = new();

    [InputLabel("正文", Required = true, Hint = "可用 {{cycle.jurisdiction}}、{{cycle.year}}、{{date}}、{{projects}}、{{count}}、{{project}}、{{period}}", Example = "请于本月 25 日前报送项目进度。")]
    public Input<string> Text { get; } = new();

    [InputLabel("去重标记", Hint = "同一标记在这件事里只通知一次；不填则每次走到都通知", Example = "开工通知")]
    public Input<string> Key { get; } = new();

    protected override void Bind(ActivityBinder binder)
    {
        binder.NeedsPeople(To, "通知谁");
        binder.NeedsText(Subject, "主题");
        binder.NeedsText(Text, "正文");
        if (binder.TryConstant(Subject, out var subject)) DocumentTemplate.Check(binder, "subject", subject);
        if (binder.TryConstant(Text, out var text)) DocumentTemplate.Check(binder, "text", text);
    }

    public override ActivityResult Start(ActivityContext context)
    {
        var facts = context.Cycle();
        var subject = context.Fill(context.Get(Subject));
        var people = facts.Resolve(LeadUnits.Of(context.Projects(), context.Get(To)));
        if (people.Count == 0)
        {
            context.Emit(new NoteHistory($"通知“{subject}”没有找到收件人，没有发出。"));
            return ActivityResult.Done;
        }
        var key = context.Get(Key) is { Length: > 0 } given ? $"{Place.NodeId}/{given}" : context.Execution.Id.ToString(CultureInfo.InvariantCulture);
        context.Emit(new Effects.Notify(key, [.. people.Select(person => person.Id)], subject, context.Fill(context.Get(Text))));
        return ActivityResult.Done;
    }
}
