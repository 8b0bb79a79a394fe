using Minsheng.Workflow.Activities.Tasks;
using Minsheng.Workflow.Activities.Facts;

namespace Minsheng.Workflow.Runtime.Queries;

/// <summary>What a person wants to see of a task list. Everything is narrowed and ordered by the database.</summary>
public sealed record TaskFilter
{
    public const int PageSize = 20;

    /// <summary>Counting stops here: a list says “1000 件以上”, nobody waits for a census.</summary>
    public const int MostCounted = 1000;

    public const int LongestText = 100;

    /// <summary>Part of a title, of a project's number or name.</summary>
    public string? Text { get; init; }
    public DueSpan? Due { get; init; }
    public string? CycleId { get; init; }
    public string? ProjectId { get; init; }

    /// <summary>待办 only.</summary>
    public TaskHow? How { get; init; }

    /// <summary>已办 only; null for what settled or moved a task, without 催办, 抄送 and the like.</summary>
    public TaskActKind? Act { get; init; }

    /// <summary>抄送我 only.</summary>
    public bool UnreadOnly { get; init; }

    /// <summary>我发起 only.</summary>
    public StartedKind? Started { get; init; }
    public TaskSort Sort { get; init; }

    /// <summary>Counted from 1.</summary>
    public int Page { get; init; } = 1;

    public bool IsNarrowed => Words is not null || Due is not null || CycleId is not null || ProjectId is not null || How is not null || Act is not null || UnreadOnly || Started is not null;

    internal string? Words => Text?.Trim() is { Length: > 0 } text ? text[..Math.Min(text.Length, LongestText)] : null;
    internal int Skipped => (Math.Max(1, Page) - 1) * PageSize;
}

public enum TaskSort { Due, Newest, Oldest }

public enum DueSpan { Late, Today, ThreeDays, Soon, Later, Unlimited }

/// <summary>How a task came, and how it is to be done.</summary>
public enum TaskHow { Together, InTurn, Ratio, AnyOne, Added, Delegated, Transferred, Returned, Urged, ForOthers, Quick }

public enum StartedKind { Run, Proposal }

/// <summary>The moments that part a list by limit, in the place's own days.</summary>
internal sealed record DueBounds(DateTimeOffset Now, DateTimeOffset Tomorrow, DateTimeOffset ThreeDays, DateTimeOffset AfterNextWeek)
{
    public static DueBounds Of(Dates dates, DateTimeOffset now)
    {
        var today = dates.Today(now);
        var monday = today.AddDays(-(((int)today.DayOfWeek + 6) % 7));
        return new(now, Start(today.AddDays(1)), Start(today.AddDays(4)), Start(monday.AddDays(14)));

        DateTimeOffset Start(DateOnly day)
        {
            var local = day.ToDateTime(TimeOnly.MinValue);
            return new DateTimeOffset(local, dates.Zone.GetUtcOffset(local)).ToUniversalTime();
        }
    }
}

/// <param name="IsMore">There are more than were counted.</param>
public sealed record Counted(int Number, bool IsMore)
{
    public static Counted Of(int counted) => counted > TaskFilter.MostCounted ? new(TaskFilter.MostCounted, true) : new(counted, false);

    public override string ToString() => IsMore ? $"{Number}+" : $"{Number}";
}

/// <summary>One page of a list that was counted only as far as anybody reads.</summary>
/// <param name="Page">Counted from 1.</param>
public sealed record TaskPaged<T>(IReadOnlyList<T> Rows, Counted Total, int Page)
{
    public int First => Rows.Count == 0 ? 0 : (Page - 1) * TaskFilter.PageSize + 1;
    public int Last => (Page - 1) * TaskFilter.PageSize + Rows.Count;
    public bool HasNext => Total.IsMore ? Rows.Count == TaskFilter.PageSize : Last < Total.Number;
}

public static class TaskPaged
{
    public static TaskPaged<T> None<T>() => new([], new Counted(0, false), 1);
}
