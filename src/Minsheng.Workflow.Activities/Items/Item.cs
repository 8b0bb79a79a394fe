using Minsheng.Workflow.Activities.Ratings;

namespace Minsheng.Workflow.Activities.Items;

/// <summary>Where an item stands on its way from 建议 to 项目. It keeps one number throughout.</summary>
public enum ItemStage
{
    /// <summary>建议：已收到，未筛选。</summary>
    Proposal,

    /// <summary>初选项目：筛选后，报审前或审议中。</summary>
    Shortlisted,

    /// <summary>候选项目：已过各审，将上表决票。</summary>
    Candidate,

    /// <summary>正式项目：票决确定。</summary>
    Project,

    /// <summary>未采纳，理由已告知提出人。</summary>
    NotChosen,

    /// <summary>并入另一件，提出人一并计入。</summary>
    Merged,
}

/// <summary>How an adopted project stands. Says nothing about items that are no projects.</summary>
public enum ProjectState
{
    /// <summary>实施中。</summary>
    Underway,

    /// <summary>已验收结项。</summary>
    Finished,

    /// <summary>未完成，延续到下一年度周期。</summary>
    CarriedOver,

    /// <summary>经同意终止或被替换。</summary>
    Stopped,
}

/// <summary>Which of a cycle's projects a step is about.</summary>
public enum ProjectScope { All, Underway, Finished, Unsatisfactory, CarriedOver }

/// <param name="Number">One number for life, e.g. ZS26-0018.</param>
/// <param name="Amount">投资概算，万元，两位小数；null 为未填。</param>
/// <param name="LeadUnitId">责任单位；null until planned.</param>
/// <param name="State">Of a project; others are Underway.</param>
/// <param name="LastRating">等次 of the latest satisfaction rating; null when never rated.</param>
/// <param name="Finish">完工日期 of the plan, as changed since.</param>
public sealed record ItemFact(
    string Id, string Number, string Title, string Content, string Domain, string Place,
    decimal? Amount, ItemStage Stage, string? LeadUnitId, string? LeadUnit, int Proposers,
    ProjectState State = ProjectState.Underway, RatingOutcome? LastRating = null, DateOnly? Finish = null);

/// <summary>What a body decided on one item; told to its proposers.</summary>
/// <param name="Stage">Where the item stands from now on.</param>
/// <param name="MergedInto">For <see cref="ItemStage.Merged"/>: the item it joins.</param>
public sealed record ItemDecision(string ItemId, ItemStage Stage, string Verdict, string Reason, string By, string? MergedInto = null);
