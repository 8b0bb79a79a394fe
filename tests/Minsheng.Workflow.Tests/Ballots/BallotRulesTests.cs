using System.Text.Json;
using Minsheng.Workflow.Activities.Ballots;

namespace Minsheng.Workflow.Tests.Ballots;

public class BallotRulesTests
{
    private static readonly BallotRules Ten = new() { Seats = 10 };

    [Theory]
    [InlineData(327, 218, 164)]
    [InlineData(194, 130, 98)]
    [InlineData(81, 54, 41)]
    [InlineData(54, 36, 28)]
    [InlineData(347, 232, 174)]
    public void Quorum_and_majority_of_real_congresses(int deputies, int quorum, int majority)
    {
        Ten.QuorumCount(deputies).ShouldBe(quorum);
        Ten.MajorityCount(deputies).ShouldBe(majority);
    }

    [Theory]
    [InlineData(314, true, 158)]
    [InlineData(314, false, 157)]
    [InlineData(315, true, 158)]
    [InlineData(315, false, 158)]
    public void Half_is_enough_only_where_the_rule_says_so(int voters, bool strict, int needed) =>
        (Ten with { MajorityStrict = strict }).MajorityCount(voters).ShouldBe(needed);

    [Theory]
    [InlineData(10, "20%", null, 12)]
    [InlineData(10, "30%", null, 13)]
    [InlineData(10, "25%", null, 13)]
    [InlineData(12, "25%", null, 15)]
    [InlineData(24, "25%", null, 30)]
    [InlineData(10, "100%", null, 20)]
    [InlineData(4, "20%", "30%", 5)]
    [InlineData(5, "20%", "30%", 6)]
    [InlineData(10, null, null, 11)]
    public void Candidates_needed_on_the_seats_base(int seats, string? min, string? max, int required)
    {
        var band = CandidateBand.Of(Rules(seats, min, max));

        band.Required.ShouldBe(required);
        band.Warning.ShouldBeNull();
    }

    [Fact]
    public void Three_seats_fit_no_band_of_20_to_30_percent_and_only_warn()
    {
        var band = CandidateBand.Of(Rules(3, "20%", "30%"));

        band.Required.ShouldBe(4);
        band.Highest.ShouldBe(4);
        band.Warning.ShouldBe("应选 3 个时，没有一个候选项目数能使差额比例落在 20% 至 30% 之间；建议候选 4 个，差额比例为 33.3%。");
    }

    [Theory]
    [InlineData(Rounding.Ceil, 13)]
    [InlineData(Rounding.Floor, 12)]
    [InlineData(Rounding.Round, 13)]
    public void On_the_candidate_base_ten_seats_at_20_percent_need_thirteen(Rounding rounding, int required) =>
        CandidateBand.Of(Rules(10, "20%", null) with { DifferentialBase = DifferentialBase.Candidates, Rounding = rounding }).Required.ShouldBe(required);

    [Theory]
    [InlineData(Rounding.Ceil, 13)]
    [InlineData(Rounding.Floor, 12)]
    [InlineData(Rounding.Round, 13)]
    public void A_half_candidate_follows_the_rounding(Rounding rounding, int required) =>
        CandidateBand.Of(Rules(10, "25%", null) with { Rounding = rounding }).Required.ShouldBe(required);

    [Theory]
    [InlineData(10, "候选项目 10 个，应选 10 个，不构成差额。")]
    [InlineData(11, "候选项目 11 个，差额比例为 10%，少于应有的 12 个。")]
    [InlineData(12, null)]
    [InlineData(13, null)]
    [InlineData(14, "候选项目 14 个，差额比例为 40%，多于允许的 13 个。")]
    public void A_number_of_candidates_is_told_what_is_wrong_with_it(int candidates, string? sentence) =>
        CandidateBand.WarningFor(Rules(10, "20%", "30%"), candidates).ShouldBe(sentence);

    [Fact]
    public void The_band_is_what_trying_every_number_finds()
    {
        for (var seats = 1; seats <= 40; seats++)
            for (var min = 1; min <= 60; min += 3)
                for (var max = min; max <= 80; max += 7)
                    foreach (var onSeats in new[] { true, false })
                    {
                        var fits = Enumerable.Range(seats + 1, 400).Where(c => InBand(seats, c, min, max, onSeats)).ToList();
                        var band = CandidateBand.Of(Rules(seats, $"{min}%", $"{max}%") with { DifferentialBase = onSeats ? DifferentialBase.Seats : DifferentialBase.Candidates });

                        (band.Warning is null).ShouldBe(fits.Count > 0, $"{seats} seats, {min}–{max}%, on seats: {onSeats}");
                        if (fits.Count > 0)
                            (band.Required, band.Highest).ShouldBe((fits[0], fits[^1]), $"{seats} seats, {min}–{max}%, on seats: {onSeats}");
                    }
    }

    [Theory]
    [InlineData("20%", 1, 5)]
    [InlineData("2/3", 2, 3)]
    [InlineData("0.2", 1, 5)]
    [InlineData(" 12.5％ ", 1, 8)]
    [InlineData("4／6", 2, 3)]
    [InlineData("0", 0, 1)]
    public void Fractions_are_read_exactly(string text, long numerator, long denominator)
    {
        var fraction = Fraction.Parse(text);

        (fraction.Numerator, fraction.Denominator).ShouldBe((numerator, denominator));
        Fraction.Parse(fraction.ToString()).ShouldBe(fraction);
        JsonSerializer.Deserialize<Fraction>(JsonSerializer.Serialize(fraction)).ShouldBe(fraction);
    }

    [Theory]
    [InlineData("")]
    [InlineData("-1/2")]
    [InlineData("1/0")]
    [InlineData("1.")]
    [InlineData("20 percent")]
    [InlineData("1e2")]
    [InlineData("99999999999/3")]
    public void What_is_no_fraction_is_refused(string text)
    {
        Fraction.TryParse(text, out _).ShouldBeFalse();
        Should.Throw<FormatException>(() => Fraction.Parse(text)).Message.ShouldContain("不是比例");
    }

    [Theory]
    [InlineData("过半数", 35, 18)]
    [InlineData("过半数", 36, 19)]
    [InlineData("1/2", 36, 18)]
    [InlineData("2/3", 327, 218)]
    [InlineData("100%", 9, 9)]
    public void A_quorum_is_a_share_or_more_than_half(string text, int members, int needed)
    {
        Quorum.TryParse(text, out var quorum).ShouldBeTrue();

        quorum.Of(members).ShouldBe(needed);
    }

    [Theory]
    [InlineData("3/2")]
    [InlineData("0")]
    [InlineData("大半")]
    [InlineData(null)]
    public void What_is_no_quorum_is_refused(string? text) => Quorum.TryParse(text, out _).ShouldBeFalse();

    [Fact]
    public void Rules_survive_JSON()
    {
        var rules = Rules(3, "20%", "30%") with { MajorityBase = MajorityBase.Present, Tie = TiePolicy.PresidiumDecides, Body = VotingBody.StreetCouncil, QuorumStrict = true, MarkCap = 4 };

        var json = JsonSerializer.Serialize(rules, JsonSerializerOptions.Web);

        JsonSerializer.Deserialize<BallotRules>(json, JsonSerializerOptions.Web).ShouldBe(rules);
        json.ShouldContain("\"quorum\":\"2/3\"");
    }

    [Fact]
    public void Contradictions_are_named_together() =>
        new BallotRules
        {
            Seats = 0,
            RatioMin = Fraction.Parse("120%"),
            RatioMax = Fraction.Parse("30%"),
            DifferentialBase = DifferentialBase.Candidates,
            Quorum = Fraction.Parse("3/2"),
        }.Problems().Count.ShouldBe(4);

    private static BallotRules Rules(int seats, string? min, string? max) => new()
    {
        Seats = seats,
        RatioMin = min is null ? null : Fraction.Parse(min),
        RatioMax = max is null ? null : Fraction.Parse(max),
    };

    private static bool InBand(int seats, int candidates, int min, int max, bool onSeats)
    {
        var whole = onSeats ? seats : candidates;
        return (candidates - seats) * 100 >= min * whole && (candidates - seats) * 100 <= max * whole;
    }
}
