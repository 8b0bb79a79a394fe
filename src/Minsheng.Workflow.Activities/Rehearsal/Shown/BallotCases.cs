namespace Minsheng.Workflow.Activities.Rehearsal.Shown;

/// <summary>A way a vote may end.</summary>
/// <param name="Expects">How the first count must come out for this to be what happened.</param>
public sealed record BallotCase(string Key, string Name, string Expects, Func<RehearsalBallot, IReadOnlyList<RehearsalAnswer>> Answers)
{
    private const int Two = 2;

    public static IReadOnlyList<BallotCase> All { get; } =
    [
        new("full", "选足", "Adopted", _ => [new RehearsalAnswer()]),
        new("tie", "最后一个名额票数相等", "Tie", _ => [new RehearsalAnswer { Tie = Two }]),
        new("tie2", "再次投票又相等", "Tie", _ => [new RehearsalAnswer { Tie = Two }, new RehearsalAnswer { Tie = Two }]),
        new("short", "有名额没有过半数", "Shortfall", ballot => [Missing(ballot)]),
        new("short2", "另行票决仍然不足", "Shortfall", ballot => [Missing(ballot), new RehearsalAnswer { Shortfall = 1 }]),
        new("none", "没有一项过半数", "Shortfall", ballot => [new RehearsalAnswer { Shortfall = ballot.Seats }]),
        new("over", "收回的票多于发出的票", "Void", _ => [new RehearsalAnswer { Void = true }]),
        new("quorum", "到会不足法定人数", "Void", ballot => [new RehearsalAnswer { Present = Math.Max(0, ballot.Quorum - 1) }]),
    ];

    public static BallotCase? Find(string? key) => All.FirstOrDefault(one => one.Key == key);

    private static RehearsalAnswer Missing(RehearsalBallot ballot) => new() { Shortfall = Math.Min(Two, ballot.Seats) };
}
