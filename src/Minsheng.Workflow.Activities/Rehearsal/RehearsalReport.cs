using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization;

namespace Minsheng.Workflow.Activities.Rehearsal;

public enum RehearsalStatus
{
    /// <summary>The procedure came to its end.</summary>
    Finished,

    /// <summary>It stands still, or the last day asked for was reached.</summary>
    Suspended,

    /// <summary>A step failed, or it ran on without end.</summary>
    Faulted,
}

/// <summary>What a rehearsal showed. Its JSON is the contract of <c>minsheng rehearse --json</c>.</summary>
/// <param name="Days">Days from the first event to the last.</param>
public sealed record RehearsalReport(
    RehearsalStatus Status,
    int Days,
    IReadOnlyList<RehearsalEvent> Events,
    RehearsalItems Items,
    IReadOnlyList<RehearsalBallot> Ballots,
    IReadOnlyList<RehearsalRating> Ratings,
    IReadOnlyList<RehearsalDocument> Documents,
    IReadOnlyList<RehearsalMail> Mails)
{
    /// <summary>Every task in the order of giving. Pages show it; the command's contract does without.</summary>
    [JsonIgnore]
    public IReadOnlyList<RehearsalTask> Tasks { get; init; } = [];

    /// <summary>Projects that were made up so that there is something to play.</summary>
    [JsonIgnore]
    public IReadOnlyList<AssumedProject> Assumed { get; init; } = [];

    /// <summary>Every time a step of the field was gone through, in the order of beginning.</summary>
    [JsonIgnore]
    public IReadOnlyList<RehearsalPassage> Passages { get; init; } = [];

    private static readonly JsonSerializerOptions Indented = new(Engine.Values.Json) { WriteIndented = true, DefaultIgnoreCondition = JsonIgnoreCondition.Never };

    public JsonNode ToJson() => JsonSerializer.SerializeToNode(this, Indented)!;

    public string ToJsonText() => JsonSerializer.Serialize(this, Indented);
}

/// <summary>One line of the calendar.</summary>
/// <param name="At">Local time of the jurisdiction.</param>
/// <param name="Step">What a person calls the step.</param>
/// <param name="Instance">The run it belongs to; children bear their project's number.</param>
/// <param name="Actor">Who did it; null when time or the engine did.</param>
/// <param name="Kind">start, child, collect, task, timer, decision, ballot, plan, progress, finding, change, finish, carry-over, rating, document, mail, note, refused, stall, fault or end.</param>
/// <param name="Outcome">The outcome chosen, where one was.</param>
public sealed record RehearsalEvent(
    DateTimeOffset At, string Step, string ActivityId, string Instance, string? Actor, string Kind, string Text, string? Outcome);

/// <summary>How many items came how far.</summary>
/// <param name="Proposals">All that were received.</param>
/// <param name="Shortlisted">All that were ever shortlisted.</param>
/// <param name="Candidates">All that were ever put on the ballot's list.</param>
/// <param name="Adopted">All projects, however they stand now.</param>
/// <param name="Finished">Projects accepted.</param>
/// <param name="Stopped">Projects ended or replaced with consent.</param>
public sealed record RehearsalItems(
    int Proposals, int Shortlisted, int Candidates, int Adopted, int NotChosen, int Merged, int Finished, int CarriedOver, int Stopped);

/// <param name="Outcome">Adopted, Tie, Shortfall or Void for votes; Counted for ratings.</param>
/// <param name="Options">What the counts of each row stand for.</param>
public sealed record RehearsalBallot(
    string Id, DateTimeOffset At, string Step, string ActivityId, string Kind, string Title, int Round, int Seats,
    int Due, int Present, int Issued, int Returned, int Valid, int ApprovalsNeeded, string Outcome,
    IReadOnlyList<string> Options, IReadOnlyList<RehearsalBallotRow> Rows, IReadOnlyList<string> Sentences)
{
    /// <summary>Deputies who must be present; 0 for ratings.</summary>
    [JsonIgnore]
    public int Quorum { get; init; }
}

/// <param name="Counts">Marks in the order of the ballot's options, on valid slips.</param>
public sealed record RehearsalBallotRow(string Number, string Title, IReadOnlyList<int> Counts, bool Adopted);

public sealed record RehearsalRating(DateTimeOffset At, string Number, string Title, string Rule, string Outcome, decimal Percent, int Base, string Sentence);

public sealed record RehearsalDocument(DateTimeOffset At, string Kind, string Title, string Body, IReadOnlyList<string> Channels)
{
    [JsonIgnore]
    public RehearsedAt Of { get; init; } = RehearsedAt.Nowhere;
}

public sealed record RehearsalMail(DateTimeOffset At, IReadOnlyList<string> To, string Subject, string Text)
{
    /// <summary>Who they are, by name and post.</summary>
    [JsonIgnore]
    public IReadOnlyList<string> Receivers { get; init; } = [];

    [JsonIgnore]
    public RehearsedAt Of { get; init; } = RehearsedAt.Nowhere;
}

/// <summary>The step of a run that made something.</summary>
public sealed record RehearsedAt(string Run, string ActivityId)
{
    public static RehearsedAt Nowhere { get; } = new("", "");
}
