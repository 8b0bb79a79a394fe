using System.Text.Json.Serialization;

namespace Minsheng.Workflow.Activities.Ballots;

/// <summary>Who votes. A street has no congress: its council recommends 票选, and the Party working committee confirms.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<VotingBody>))]
public enum VotingBody { Congress, StandingCommittee, StreetCouncil }

/// <summary>How slips are handed in. A secret vote is never taken by show of hands.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<VotingMode>))]
public enum VotingMode
{
    /// <summary>On phones or shared tablets; whoever needs paper can change to it.</summary>
    Electronic,

    /// <summary>Everybody on paper from the start.</summary>
    Paper,
}

/// <summary>What follows a vote that is only a recommendation.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<Confirmation>))]
public enum Confirmation { None, PartyWorkCommittee }

/// <summary>What the bodies are called and how they vote.</summary>
public static class VotingBodies
{
    public static string Name(this VotingBody body) => body switch
    {
        VotingBody.Congress => "人民代表大会",
        VotingBody.StandingCommittee => "人大常委会",
        _ => "街道议事代表会",
    };

    /// <summary>票决 decides, 票选 recommends.</summary>
    public static string Verb(this VotingBody body) => body == VotingBody.StreetCouncil ? "票选" : "票决";

    /// <summary>Who settles what the votes leave open. No source names one for a street.</summary>
    public static string Presidium(this VotingBody body) => body switch
    {
        VotingBody.Congress => "主席团",
        VotingBody.StandingCommittee => "主任会议",
        _ => "人大街道工委",
    };

    public static string Role(this VotingBody body) => body switch
    {
        VotingBody.Congress => "Deputy",
        VotingBody.StandingCommittee => "ScMember",
        _ => "StreetCouncilMember",
    };

    /// <summary>法定人数 where a procedure states none: two thirds for a congress (地方组织法第十四条), more than half for a standing committee.</summary>
    public static Quorum Quorum(this VotingBody body) => body == VotingBody.StandingCommittee ? Ballots.Quorum.MoreThanHalf : new Quorum(new Fraction(2, 3));
}

/// <summary>法定人数 as a share of all members: reached, or exceeded where strict.</summary>
public readonly record struct Quorum(Fraction Share, bool IsStrict = false)
{
    private const string Half = "过半数";

    public static Quorum MoreThanHalf { get; } = new(new Fraction(1, 2), IsStrict: true);

    /// <summary>Reads "2/3", "60%" or 过半数; a share above the whole or of nothing is none.</summary>
    public static bool TryParse(string? text, out Quorum quorum)
    {
        quorum = MoreThanHalf;
        if (text?.Trim() == Half) return true;
        if (!Fraction.TryParse(text, out var share)) return false;
        quorum = new Quorum(share);
        return share.Numerator > 0 && share <= new Fraction(1, 1);
    }

    public int Of(int members) => IsStrict ? Share.FloorOf(members) + 1 : Share.CeilOf(members);
}
