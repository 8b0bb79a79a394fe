using System.Text.Json.Serialization;

namespace Minsheng.Workflow.Activities.Ratings;

/// <summary>等次 of a rating.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<RatingOutcome>))]
public enum RatingOutcome
{
    Satisfied,
    Basically,
    Unsatisfied,

    /// <summary>A figure without a grade: the place states no mark to reach. Says nothing about satisfaction.</summary>
    Ungraded,
}

/// <summary>Whose half decides.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<RatingBase>))]
public enum RatingBase
{
    /// <summary>Those who took part 参评人员, abstentions included.</summary>
    Participants,

    /// <summary>全体组成人员, absentees included.</summary>
    AllMembers,
}

/// <summary>Which votes the published rate counts.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<RatingRate>))]
public enum RatingRate
{
    Satisfied,
    SatisfiedAndBasically,
}

/// <summary>What the rule demands when 满意 votes are not more than half.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<RatingConsequence>))]
public enum RatingConsequence
{
    None,

    /// <summary>The head of the responsible unit explains at the congress.</summary>
    Explain,

    /// <summary>Handle again, report again, rate again.</summary>
    Rehandle,

    /// <summary>Rectify within a limit.</summary>
    Rectify,

    /// <summary>Unsatisfactory again and again: a written self-criticism, and whatever the body does next.</summary>
    Escalate,
}
