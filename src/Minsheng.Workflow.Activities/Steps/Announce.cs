using Minsheng.Workflow.Activities.Effects;
using Minsheng.Workflow.Activities.Facts;
using Minsheng.Workflow.Activities.Forms;
using Minsheng.Workflow.Activities.Tasks;
using Minsheng.Workflow.Engine;
using Minsheng.Workflow.Engine.Definitions;
using Minsheng.Workflow.Engine.Expressions;
using Minsheng.Workflow.Engine.Running;

namespace Minsheng.Workflow.Activities.Steps;

/// <summary>Makes a document from a template and publishes it, after somebody has confirmed it where the step says so.</summary>
[ActivityType("Minsheng.Announce", "公告公示", Category = "公开", Icon = "campaign", Description = "按模板生成文稿并在门户公布，可以先由人核定并登记文号和张贴地点。", Returns = ReturnRule.Barrier)]
public sealed class Announce : TaskStep
{
    [InputLabel("标题", Required = true, Example = "{{cycle.jurisdiction}}{{cycle.year}}年民生实事项目公告", Hint = "可用与正文模板相同的占位，如 {{cycle.year}}")]
    public Input<string> Title { get; } = new();

    [InputLabel("正文模板", Required = true, Hint = "可用 {{cycle.jurisdiction}}、{{cycle.year}}、{{date}}、{{projects}}、{{candidates}}、{{count}}、{{documentNo}}、{{postingPlaces}}", Example = "{{cycle.jurisdiction}}{{cycle.year}}年民生实事项目如下：\n{{projects}}")]
    public Input<string> Template { get; } = new();

    [InputLabel("文种", Example = "公告", Hint = "登记和归档时用的名称；默认为公告")]
    public Input<string> Kind { get; } = new("公告");

    [InputLabel("公布渠道", Hint = "门户之外还在哪里公布", Example = "[\"县政府网站\", \"各镇公示栏\"]")]
    public Input<List<string>> Channels { get; } = new([]);

    [InputLabel("核定人", Hint = "不填则直接公布", Example = "人大办工作人员")]
    public Input<List<Assignee>> Confirm { get; } = new();

    protected override void Bind(ActivityBinder binder)
    {
        binder.NeedsText(Title, "标题");
        binder.NeedsText(Template, "正文模板");
        binder.NeedsPeople(Confirm, "核定人");
        if (binder.TryConstant(Title, out var title)) DocumentTemplate.Check(binder, "title", title);
        if (binder.TryConstant(Template, out var template)) DocumentTemplate.Check(binder, "template", template);
    }

    public override ActivityResult Start(ActivityContext context)
    {
        if (context.Get(Confirm) is not { Count: > 0 } people)
        {
            Publish(context, "", "");
            return ActivityResult.Done;
        }
        var form = new Form([
            new Field { Name = "documentNo", Label = "文号", Type = FieldType.Text },
            new Field { Name = "postingPlaces", Label = "张贴地点", Type = FieldType.Paragraph, Hint = "镇、村、组" }]);
        return new ActivityResult.Waiting(Ask(context, Place.Id, new Request(Fill(context, context.Get(Title)), people, form)
        {
            Actions = [new TaskAction(Outcomes.Done, "核定并公布")],
            Body = Fill(context, context.Get(Template)),
        }));
    }

    /// <summary>Nothing is published before the task is done.</summary>
    protected override bool IsReversible(ActivityContext context) => true;

    private protected override ActivityResult Proceed(ActivityContext context, Stimulus stimulus)
    {
        var answer = TaskAnswer.Of(stimulus);
        Publish(context, answer.Text("documentNo"), answer.Text("postingPlaces"));
        return ActivityResult.Done;
    }

    private void Publish(ActivityContext context, string documentNo, string postingPlaces)
    {
        var title = Fill(context, context.Get(Title), documentNo, postingPlaces);
        var kind = context.Get(Kind) ?? "公告";
        context.Emit(new PublishDocument(kind, title, Fill(context, context.Get(Template), documentNo, postingPlaces), context.Get(Channels) ?? []));
        var number = documentNo.Length > 0 ? $"，文号 {documentNo}" : "";
        var places = postingPlaces.Length > 0 ? $"，张贴于{postingPlaces}" : "";
        context.Emit(new NoteHistory($"公布{kind}“{title}”{number}{places}。"));
    }

    private static string Fill(ActivityContext context, string? text, string documentNo = "", string postingPlaces = "") =>
        context.Fill(text, ("documentNo", documentNo), ("postingPlaces", postingPlaces));
}
