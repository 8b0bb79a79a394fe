using Minsheng.Workflow.Engine.Moving;

namespace Minsheng.Workflow.Runtime.Moves;

/// <summary>Which running cycles are to go on under which version.</summary>
/// <param name="VersionId">In force now.</param>
/// <param name="Cycles">The years that move, with every run of this procedure in them.</param>
/// <param name="WithChildren">Runs of other procedures in these years move too, to the versions in force.</param>
public sealed record MoveOrder(string Place, string VersionId, IReadOnlyList<string> Cycles, bool WithChildren, MoveChoices Choices);

/// <summary>A case as its report was made: whatever has happened to it since makes the report stale.</summary>
/// <param name="ToVersionId">What it was to move to; null where the caller leaves that to the version in force.</param>
public sealed record MoveStand(string RunId, int Revision, string? ToVersionId = null);

public enum MoveLight
{
    /// <summary>Moves cleanly.</summary>
    Ready,

    /// <summary>Something has to be chosen first.</summary>
    Choose,

    /// <summary>Cannot be moved now.</summary>
    Cannot,
}

/// <summary>What moving would do, case by case. Nothing is written.</summary>
public sealed record MoveReport(string VersionId, string VersionName, string DefinitionId, string DefinitionName, IReadOnlyList<MoveCase> Cases)
{
    /// <summary>Everything that is to be chosen, each once.</summary>
    public IReadOnlyList<MoveQuestion> Questions => [.. Cases.SelectMany(one => one.Questions).DistinctBy(question => question.Key)];

    /// <summary>Runs of these years that stay as they are, and why.</summary>
    public IReadOnlyList<LeftOut> Left { get; init; } = [];

    public bool IsReady => Cases.Count > 0 && Cases.All(one => one.Light == MoveLight.Ready);

    public IReadOnlyList<MoveStand> Stand => [.. Cases.Select(one => new MoveStand(one.RunId, one.Revision, one.ToVersionId))];
}

/// <summary>One run of a move.</summary>
/// <param name="Open">Keys of the questions that nobody has answered.</param>
/// <param name="Refusals">Why it cannot be moved.</param>
/// <param name="Withdrawn">What ends with the move, with the people it is taken from.</param>
/// <param name="Begins">Steps that begin with the move.</param>
/// <param name="Barrier">Why it could not be taken back; null when it can.</param>
public sealed record MoveCase(
    string RunId, string CycleId, string CycleTitle, bool IsChild, string Title, string DefinitionId, string DefinitionName, string From, string To, string ToVersionId, int Revision,
    MoveLight Light, IReadOnlyList<string> Refusals, IReadOnlyList<MoveQuestion> Questions, IReadOnlyCollection<string> Open, IReadOnlyList<MoveNote> Notes,
    IReadOnlyList<string> Withdrawn, IReadOnlyList<string> Begins, string? Barrier)
{
    /// <summary>How it went on the copy; null where it was not rehearsed.</summary>
    public MoveOutlook? Outlook { get; init; }
}

/// <param name="EndsAt">When it came to its end; null when it did not.</param>
/// <param name="Standing">Where it stayed standing, or what failed; null when it ended.</param>
public sealed record MoveOutlook(DateTimeOffset? EndsAt, string? Standing);

/// <param name="Percent">0 to 100.</param>
public sealed record MoveProgress(int Percent, string Words);
