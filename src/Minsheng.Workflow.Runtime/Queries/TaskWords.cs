using Minsheng.Workflow.Activities.Tasks;

namespace Minsheng.Workflow.Runtime.Queries;

/// <summary>What is done on a task, in the office's words.</summary>
public static class TaskWords
{
    public static string Word(this TaskActKind kind) => kind switch
    {
        TaskActKind.Answer => "办理",
        TaskActKind.Transfer => "转办",
        TaskActKind.Delegate => "委派",
        TaskActKind.GiveBack => "办好交回",
        TaskActKind.TakeBack => "收回委派",
        TaskActKind.AddBefore => "前加签",
        TaskActKind.AddBeside => "并加签",
        TaskActKind.AddAfter => "后加签",
        TaskActKind.Remove => "减签",
        TaskActKind.Claim => "认领",
        TaskActKind.Release => "放回",
        TaskActKind.Recuse => "回避",
        TaskActKind.Withdraw => "撤回",
        TaskActKind.Return => "退回",
        TaskActKind.Urge => "催办",
        TaskActKind.Copy => "抄送",
        TaskActKind.Read => "已阅",
        TaskActKind.HandOver => "到期转交",
        _ => kind.ToString(),
    };

    /// <summary>How somebody came to a task; null for those it was given to.</summary>
    public static string? Word(this ShareKind kind) => kind switch
    {
        ShareKind.Transferred => "转办",
        ShareKind.Delegated => "委派",
        ShareKind.Before => "前加签",
        ShareKind.Beside => "并加签",
        ShareKind.After => "后加签",
        _ => null,
    };
}
