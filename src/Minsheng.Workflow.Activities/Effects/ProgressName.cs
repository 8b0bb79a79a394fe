namespace Minsheng.Workflow.Activities.Effects;

/// <summary>What a report is called with its period, such as 2026年12月通报 of a 月通报.</summary>
public static class ProgressName
{
    /// <summary>How a period may end and how the kind of a report may begin with the same word.</summary>
    private static readonly (string Ends, string Begins)[] Twice = [("月", "月"), ("季度", "季度"), ("季度", "季"), ("半年", "半年")];

    public static string Of(string period, string kind) =>
        period + (Array.Find(Twice, twice => period.EndsWith(twice.Ends, StringComparison.Ordinal) && kind.StartsWith(twice.Begins, StringComparison.Ordinal)) is { Begins: { } word } ? kind[word.Length..] : kind);
}
