using System.Text.Json;
using System.Text.Json.Nodes;
using Minsheng.Workflow.Activities.Facts;
using Minsheng.Workflow.Activities.Steps;
using Minsheng.Workflow.Engine;
using Minsheng.Workflow.Engine.Definitions;
using Minsheng.Workflow.Engine.Expressions;

namespace Minsheng.Workflow.Activities.Procedures;

/// <summary>
/// Which bodies a level has. Only counties and above have a standing committee; between sessions a township has its presidium;
/// a street has no congress, its residents' council recommends and the Party working committee confirms.
/// </summary>
internal static class LevelRules
{
    private const string StandingCommittee = "人大常委会";

    /// <param name="withDefaults">Whether defaults of the definition's inputs count; what serves several levels leaves them to the place.</param>
    public static IEnumerable<DefinitionProblem> Problems(CompiledActivity step, JurisdictionLevel level, bool withDefaults)
    {
        if (level == JurisdictionLevel.County || StepCatalog.All.Find(step.Type) is not { } descriptor || !descriptor.Type.StartsWith("Minsheng.", StringComparison.Ordinal)) yield break;
        var inputs = descriptor.Inputs.Select(input => (input.Name, Value: Known(input.At(step), withDefaults))).ToList();
        foreach (var (name, cause, cure) in level == JurisdictionLevel.Township ? InTownship(step, inputs) : InStreet(step, inputs))
            yield return new DefinitionProblem(step.Id, $"{step.Path}.{name}", "wrong-body", $"“{step.Title}”{cause}；{cure}");
    }

    private static JsonNode? Known(Input input, bool withDefaults) =>
        (withDefaults || !input.IsForeseen) && input.TryForesee(out var value) ? JsonSerializer.SerializeToNode(value, Values.Json) : null;

    private static IEnumerable<(string Member, string Cause, string Cure)> InTownship(CompiledActivity step, List<(string Name, JsonNode? Value)> inputs)
    {
        const string None = "而乡镇不设人大常委会（地方组织法：县级以上人民代表大会才设常务委员会）";
        foreach (var (name, value) in inputs)
        {
            if (name == "votingBody" && Text(value) == "StandingCommittee")
                yield return (name, $"由常委会票决，{None}", "请改为由人民代表大会票决。");
            if (name is "body" or "meeting" && step.Type is not "Minsheng.HumanTask" && Text(value) is { } body && body.Contains(StandingCommittee, StringComparison.Ordinal))
                yield return (name, $"由“{body}”办理，{None}", "请改为乡镇人大主席团，或提请人民代表大会办理。");
            if (StandingCommitteePost(value) is { } post && step.Type is not "Minsheng.Notify")
                yield return (name, $"交给{post}办理，{None}", "请改为乡镇人大主席、主席团成员或人大代表。");
        }
    }

    private static IEnumerable<(string Member, string Cause, string Cure)> InStreet(CompiledActivity step, List<(string Name, JsonNode? Value)> inputs)
    {
        if (step.Type != "Minsheng.Ballot") yield break;
        var body = Text(inputs.Find(input => input.Name == "votingBody").Value);
        if (body is "Congress" or "StandingCommittee")
            yield return ("votingBody", $"由{(body == "Congress" ? "人民代表大会" : "人大常委会")}票决，而街道不设人民代表大会及其常委会，没有票决权", "请改为由街道议事代表会票选，并由街道党工委确认。");
    }

    /// <summary>A post of the standing committee among assignees at any depth, in words.</summary>
    private static string? StandingCommitteePost(JsonNode? node) => node switch
    {
        JsonArray list => list.Select(StandingCommitteePost).FirstOrDefault(found => found is not null),
        JsonObject one => Text(one["role"]) switch
        {
            "ScMember" => "常委会组成人员",
            "ScLeader" => "常委会领导",
            _ when Text(one["body"]) is { } body && body.Contains(StandingCommittee, StringComparison.Ordinal) => $"“{body}”",
            _ => one.Select(member => StandingCommitteePost(member.Value)).FirstOrDefault(found => found is not null),
        },
        _ => null,
    };

    private static string? Text(JsonNode? node) => node is JsonValue value && value.TryGetValue<string>(out var text) ? text : null;
}
