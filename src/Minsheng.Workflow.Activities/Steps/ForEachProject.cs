using System.Globalization;
using Minsheng.Workflow.Activities.Effects;
using Minsheng.Workflow.Activities.Items;
using Minsheng.Workflow.Engine.Definitions;
using Minsheng.Workflow.Engine.Expressions;
using Minsheng.Workflow.Engine.Running;

namespace Minsheng.Workflow.Activities.Steps;

/// <summary>When a step goes on that has started children.</summary>
public enum GoOn
{
    /// <summary>When all of them have finished.</summary>
    WhenFinished,

    /// <summary>As soon as they are started; nobody waits for them.</summary>
    AtOnce,
}

/// <summary>Starts a child run for every adopted project and waits for all of them.</summary>
[ActivityType("Minsheng.ForEachProject", "逐项督办", Category = "实施监督", Icon = "account_tree", Description = "为每个正式项目启动一个子方案，全部办完后继续。", Returns = ReturnRule.Barrier)]
public sealed class ForEachProject : Activity
{
    [InputLabel("子方案", Required = true, Hint = "每个项目启动一份", Example = "柞水项目督办")]
    public Input<string> ChildDefinitionId { get; } = new();

    [InputLabel("标题", Hint = "子方案的名称，后面会加上项目名；不填为步骤名称", Example = "项目督办")]
    public Input<string> Title { get; } = new();

    [InputLabel("哪些项目", Hint = "默认为全部正式项目；已终止的总是除外", Example = "全部")]
    public Input<ProjectScope> Scope { get; } = new(ProjectScope.All);

    [InputLabel("何时继续", Hint = "默认等全部子方案办完；也可以启动后立即继续，子方案各自进行", Example = "全部办完")]
    public Input<GoOn> GoOn { get; } = new(Steps.GoOn.WhenFinished);

    protected override void Bind(ActivityBinder binder) => binder.NeedsText(ChildDefinitionId, "子方案");

    public override ActivityResult Start(ActivityContext context)
    {
        var (projects, goOn) = (context.Projects(context.Get(Scope)), context.Get(GoOn));
        if (projects.Count == 0)
        {
            context.Emit(new NoteHistory($"“{Place.Title}”没有{Words(context.Get(Scope))}项目，不启动子方案。"));
            return ActivityResult.Done;
        }
        foreach (var project in projects)
            context.Emit(new StartChild(context.Get(ChildDefinitionId)!, Key(context, project), context.Execution.Id, Input(context, project), null, goOn == Steps.GoOn.AtOnce ? ChildNotice.Never : ChildNotice.WhenFinished));
        if (goOn == Steps.GoOn.AtOnce) return ActivityResult.Done;
        context.Keep(new Open([.. projects.Select(project => Key(context, project))]));
        return new ActivityResult.Waiting(new Wait(WaitKind.Child, "projects"));
    }

    public override ActivityResult Resume(ActivityContext context, Stimulus stimulus)
    {
        var open = context.Load<Open>()!;
        if (stimulus.Input is not ChildReport report || !open.Keys.Contains(report.Key)) return ActivityResult.StillWaiting.Instance;
        if (report.SubStatus != SubStatus.Finished)
            context.Emit(new NoteHistory($"一个项目的子方案没有正常办完（{report.InstanceId}），请查看它的记录。"));
        open = new Open([.. open.Keys.Where(key => key != report.Key)]);
        context.Keep(open);
        return open.Keys.Count > 0 ? ActivityResult.StillWaiting.Instance : ActivityResult.Done;
    }

    private Dictionary<string, object?> Input(ActivityContext context, ItemFact project) => new(StringComparer.Ordinal)
    {
        ["projectId"] = project.Id,
        ["projectNumber"] = project.Number,
        ["projectTitle"] = project.Title,
        ["title"] = $"{(context.Get(Title) is { Length: > 0 } title ? title : Place.Title)}：{project.Title}",
    };

    private static string Words(ProjectScope scope) => scope switch
    {
        ProjectScope.Underway => "正在实施的",
        ProjectScope.Finished => "已结项的",
        ProjectScope.Unsatisfactory => "测评不满意的",
        ProjectScope.CarriedOver => "延续到下一年度的",
        _ => "正式",
    };

    /// <summary>With the execution, so that a second passage through this step starts children of its own.</summary>
    private static string Key(ActivityContext context, ItemFact project) => string.Create(CultureInfo.InvariantCulture, $"{context.Execution.Id}/{project.Id}");

    /// <summary>Children that have not reported yet.</summary>
    private sealed record Open(IReadOnlyList<string> Keys);
}
