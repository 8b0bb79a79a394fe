using System.Text.Json.Serialization;

namespace Minsheng.Workflow.Activities.Ballots;

/// <summary>What the differential ratio 差额比例 is measured against. Default: seats, as every statute counts (地方组织法第二十七条).</summary>
[JsonConverter(typeof(JsonStringEnumConverter<DifferentialBase>))]
public enum DifferentialBase
{
    /// <summary>(candidates − seats) / seats.</summary>
    Seats,

    /// <summary>(candidates − seats) / candidates.</summary>
    Candidates,
}

/// <summary>How a required number that is not whole becomes whole. No source states it; default <see cref="Ceil"/>.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<Rounding>))]
public enum Rounding { Ceil, Floor, Round }

/// <summary>How a slip is marked.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<BallotType>))]
public enum BallotType
{
    /// <summary>No more approvals than seats; one too many voids the whole slip.</summary>
    Cap,

    /// <summary>Each project is approved or opposed on its own; over-marking cannot occur.</summary>
    PerItem,

    /// <summary>
    /// Projects are numbered by urgency (力洋 2010). The source gives no formula. Default: the numbers of all slips are added up, a project
    /// left without one counts as the next number after the last that may be given, and the lowest sums win.
    /// </summary>
    Rank,
}

/// <summary>Whose majority adopts a project. Default: all deputies, absentees included (地方组织法第二十五条).</summary>
[JsonConverter(typeof(JsonStringEnumConverter<MajorityBase>))]
public enum MajorityBase
{
    AllDeputies,
    Present,
    Issued,
    ValidBallots,

    /// <summary>No majority: the highest approvals win, as the places that say only 以得票高低 do.</summary>
    None,
}

/// <summary>What follows a tie across the cut line.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<TiePolicy>))]
public enum TiePolicy
{
    /// <summary>再次投票 among the tied only (地方组织法第二十九条, by analogy).</summary>
    Revote,
    PresidiumDecides,
}

/// <summary>What follows when fewer projects than seats reach the majority. No source states it for projects.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<ShortfallPolicy>))]
public enum ShortfallPolicy
{
    /// <summary>另行票决 in this session.</summary>
    Revote,
    AcceptFewer,
    NextSession,
    PresidiumDecides,
}

/// <summary>How a vote ended. The host decides what comes next by the policies of its rules.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<BallotOutcome>))]
public enum BallotOutcome
{
    /// <summary>All seats are filled.</summary>
    Adopted,

    /// <summary>The last seats are disputed by projects with equal votes.</summary>
    Tie,

    /// <summary>Fewer projects than seats reached the majority.</summary>
    Shortfall,

    /// <summary>The whole vote does not count.</summary>
    Void,
}

/// <summary>A vote or its figures cannot be handled as they are; the message is a sentence for the user.</summary>
public sealed class BallotException(string message) : Exception(message);
