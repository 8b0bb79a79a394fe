namespace Minsheng.Workflow.Activities.Tasks;

/// <summary>How a person came to a task.</summary>
public enum ShareKind
{
    /// <summary>原办理人.</summary>
    Given,

    /// <summary>转办来的：the duty moved here.</summary>
    Transferred,

    /// <summary>委派来的：goes back to whoever asked.</summary>
    Delegated,

    /// <summary>前加签：先请他办，再回到我.</summary>
    Before,

    /// <summary>并加签：和我一起办.</summary>
    Beside,

    /// <summary>后加签：我办完，再请他办.</summary>
    After,
}

/// <summary>What somebody did on a task.</summary>
public enum TaskActKind
{
    /// <summary>One of the task's own buttons.</summary>
    Answer,

    /// <summary>转办.</summary>
    Transfer,

    /// <summary>委派.</summary>
    Delegate,

    /// <summary>委派的人办好交回.</summary>
    GiveBack,

    /// <summary>收回委派.</summary>
    TakeBack,

    /// <summary>加签.</summary>
    AddBefore,
    AddBeside,
    AddAfter,

    /// <summary>减签.</summary>
    Remove,

    /// <summary>认领.</summary>
    Claim,

    /// <summary>放回.</summary>
    Release,

    /// <summary>回避.</summary>
    Recuse,

    /// <summary>撤回自己的办理.</summary>
    Withdraw,

    /// <summary>退回到前面的步骤.</summary>
    Return,

    /// <summary>催办.</summary>
    Urge,

    /// <summary>抄送.</summary>
    Copy,

    /// <summary>已阅.</summary>
    Read,

    /// <summary>到期转交.</summary>
    HandOver,
}
