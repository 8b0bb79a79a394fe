using Minsheng.Workflow.Activities.Items;
using Minsheng.Workflow.Engine.Running;

namespace Minsheng.Workflow.Activities.Effects;

/// <summary>A paper of supervision goes out, or a problem is put on record: 监督提醒函, 整改通知, 审议意见, 群众评价意见书, 问题清单.</summary>
/// <param name="FindingId">Unique for life: run, step and a number.</param>
/// <param name="Kind">The instrument by its Chinese name.</param>
/// <param name="ItemId">The project it is about; null when it is about the whole year's work.</param>
/// <param name="IssuedTo">Who has to answer, in words.</param>
public sealed record OpenFinding(string FindingId, string Kind, string? ItemId, string Title, string Text, string IssuedBy, string IssuedTo, DateTimeOffset? Due) : Effect;

/// <summary>What became of a finding: answered, closed after a check, sent back or escalated.</summary>
public sealed record AdvanceFinding(string FindingId, FindingState State, string Text, string By) : Effect;

public enum FindingState
{
    /// <summary>已发出，等待整改或答复。</summary>
    Open,

    /// <summary>已答复，等待复查。</summary>
    Answered,

    /// <summary>复查通过，销号。</summary>
    Closed,

    /// <summary>多次未通过，已提请上一级处理。</summary>
    Escalated,
}

/// <summary>A change of an adopted project, as decided.</summary>
/// <param name="ChangeId">Unique for life: run, step and a number.</param>
/// <param name="Summary">What changes, in a sentence.</param>
/// <param name="By">The body that consented, or who recorded a minor one.</param>
/// <param name="NeedsCongress">Whether the next congress has to confirm it or be told of it.</param>
/// <param name="Amount">The new amount, 万元; null when unchanged.</param>
/// <param name="ReplacedBy">The item that takes its place, which becomes a project.</param>
public sealed record ChangeProject(
    string ChangeId, string ItemId, ChangeKind Kind, bool IsApproved, string Summary, string Reason, string By, bool NeedsCongress,
    decimal? Amount = null, DateOnly? Finish = null, string? ReplacedBy = null) : Effect;

public enum ChangeKind
{
    /// <summary>一般调整：在允许幅度之内，登记备案。</summary>
    Minor,

    /// <summary>重大调整：金额、规模、地点、期限超出允许幅度。</summary>
    Material,

    /// <summary>替换为另一个项目。</summary>
    Substitution,

    /// <summary>终止。</summary>
    Stop,
}

/// <summary>A project is finished and accepted 验收结项.</summary>
public sealed record FinishProject(string ItemId, DateOnly On, string Opinion, string By) : Effect;

/// <summary>An unfinished project goes on in the next cycle, with its history.</summary>
public sealed record CarryOver(string ItemId, string Reason, string NextPlan, DateOnly? Finish, string By) : Effect;
