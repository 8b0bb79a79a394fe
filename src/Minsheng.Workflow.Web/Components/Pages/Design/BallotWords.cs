using System.Globalization;
using System.Text.Json.Nodes;
using Minsheng.Workflow.Activities.Ballots;
using Minsheng.Workflow.Activities.Design;
using Minsheng.Workflow.Engine.Definitions;

namespace Minsheng.Workflow.Web.Components.Pages.Design;

/// <summary>What the figures of a vote mean, while they are being filled in.</summary>
internal static class BallotWords
{
    /// <returns>Null while the figures are not known, or make no sense yet.</returns>
    public static string? Band(JsonObject step, WorkflowDefinition definition)
    {
        if (!int.TryParse(Known(step["seats"], definition), CultureInfo.InvariantCulture, out var seats) || seats < 1) return null;
        try
        {
            var rules = new BallotRules { Seats = seats, RatioMin = Ratio(Known(step["ratioMin"], definition) ?? "20%"), RatioMax = Ratio(Known(step["ratioMax"], definition)) };
            if (Enum.TryParse<DifferentialBase>(Known(step["base"], definition), out var by)) rules = rules with { DifferentialBase = by };
            var band = CandidateBand.Of(rules);
            return band.Warning ?? (band.Highest is { } highest && highest != band.Required ? $"应选 {seats} 项，候选须 {band.Required} 至 {highest} 项。" : $"应选 {seats} 项，候选不少于 {band.Required} 项。");
        }
        catch (FormatException)
        {
            return null;
        }
    }

    private static Fraction? Ratio(string? text) => string.IsNullOrWhiteSpace(text) ? null : Fraction.Parse(text);

    private static string? Known(JsonNode? input, WorkflowDefinition definition) => InputValue.Read(input) switch
    {
        { Mode: InputMode.Constant, Constant: { } value } => value.ToString(),
        { Mode: InputMode.Setting } setting => definition.Inputs.FirstOrDefault(one => one.Name == setting.Text).Json?["defaultValue"]?.ToString(),
        _ => null,
    };
}
