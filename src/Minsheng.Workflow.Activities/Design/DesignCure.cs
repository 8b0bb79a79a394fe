using System.Text.Json.Nodes;
using Minsheng.Workflow.Activities.Facts;
using Minsheng.Workflow.Activities.Steps;
using Minsheng.Workflow.Engine.BuiltIn;

namespace Minsheng.Workflow.Activities.Design;

/// <summary>A way out of a problem that needs nobody's thinking; one act that can be taken back.</summary>
/// <param name="Words">What it does, e.g. 接到“票决”自己，表示重新投票.</param>
public sealed record DesignCure(string Words, Action<ProcedureDesign> Apply);

/// <summary>Which problems have one.</summary>
public static class DesignCures
{
    public static IReadOnlyList<DesignCure> Of(DesignProblem problem, ProcedureDesign design, DesignNames names, DesignPlace? place)
    {
        var (code, member) = (problem.Problem.Code, Member(problem.Problem.Path));
        if (code is "dangling-connection" or "duplicate-connection" or "bad-connection" && Arrow(problem.Problem.Path) is { } index && problem.At is { } chart)
            return [new("删去这条连线", drawn => drawn.RemoveArrow(chart.Path, index))];
        if (problem.At is not { IsRoot: false } at || design.Find(at) is not { } step) return [];
        var field = PropertyField.Of(step).FirstOrDefault(one => one.Name == member);
        return code switch
        {
            "missing-input" or "no-assignees" when field?.Kind == FieldKind.People => People(at, field, names, place),
            "missing-input" when field?.Kind == FieldKind.Body => Bodies(at, field, place),
            "missing-input" or "missing-child" when field?.Kind == FieldKind.Procedure => [.. (place?.Roster?.Procedures ?? []).Where(one => one.Id != design.Definition.DefinitionId).Select(one => Set(at, field, one.Id, $"改用“{one.Name}”"))],
            "missing-input" when field is { Name: "title" } => [Set(at, field, StepTree.Title(step), $"标题写“{StepTree.Title(step)}”")],
            "needs-confirmation" when field is not null => [Set(at, field, "PartyWorkCommittee", "改为经街道党工委确认")],
            "wrong-body" when field is { Name: "votingBody" } => [ByLevel(at, step, field, place)],
            "wrong-body" when field?.Kind == FieldKind.Body => Bodies(at, field, place),
            "wrong-body" when field?.Kind == FieldKind.People => People(at, field, names, place),
            "unknown-people" when field?.Kind == FieldKind.Body => Bodies(at, field, place),
            "unknown-people" or "nobody" when field?.Kind == FieldKind.People => People(at, field, names, place),
            _ => [],
        };
    }

    public static IReadOnlyList<DesignCure> ForDeadEnd(StepAddress at, JsonObject step, JsonObject chart, string port)
    {
        var title = StepTree.Title(step);
        if (StepTree.Type(step) == "Minsheng.Ballot" && port is "Void" or "Shortfall")
            return [new($"接到“{title}”自己，表示{(port == "Void" ? "重新投票" : "就缺额另行票决")}", design => design.Connect(at.Scope, at.Id, port, at.Id))];
        return StepTree.Children(chart).FirstOrDefault(child => StepTree.Type(child.Step) == "Elsa.End") is { Step: { } end, Id: var id } && id != at.Id
            ? [new($"连到“{StepTree.Title(end)}”", design => design.Connect(at.Scope, at.Id, port, id))] : [];
    }

    public static DesignCure ForJoin(string scope, string to, string title, IReadOnlyCollection<string> ways) =>
        new($"在“{title}”前加一个“汇合”，走到的各路都到齐再往下走", design => design.Join(scope, to, ways));

    /// <param name="stated">What most other steps of the procedure are given, and which these are: no rule gives every task a limit.</param>
    public static IReadOnlyList<DesignCure> ForLimit(StepAddress at, IGrouping<int, string>? stated)
    {
        var untold = Limit(0, "写明不限期");
        return stated is null ? [untold] : [Limit(stated.Key, $"限 {stated.Key} 个工作日（默认，与“{stated.First()}”{(stated.Count() > 1 ? $"等 {stated.Count()} 步" : "")}相同）"), untold];

        DesignCure Limit(int days, string words) => new(words, design => design.SetInput(at, "dueWorkingDays", InputValue.OfConstant(design.Find(at)?["dueWorkingDays"], JsonValue.Create(days), typeof(int))));
    }

    /// <summary>What each of several problems offers in the same words, as one.</summary>
    public static IReadOnlyList<DesignCure> Common(IReadOnlyList<DesignProblem> problems) => problems.Count == 0 ? [] :
        [.. problems[0].Cures.Where(cure => problems.All(problem => problem.Cures.Any(other => other.Words == cure.Words)))
            .Select(cure => new DesignCure($"{problems.Count} 步都{cure.Words}", design =>
            {
                foreach (var problem in problems) problem.Cures.First(other => other.Words == cure.Words).Apply(design);
            }))];

    private static DesignCure ByLevel(StepAddress at, JsonObject step, PropertyField field, DesignPlace? place) => place?.Level == JurisdictionLevel.Street
        ? new("改为街道议事代表会票选，经街道党工委确认", design => design.Group("改为街道票选", () =>
        {
            design.SetInput(at, field.Name, InputValue.OfConstant(step[field.Name], JsonValue.Create("StreetCouncil"), field.Input.ValueType));
            design.SetInput(at, "confirmation", InputValue.OfConstant(step["confirmation"], JsonValue.Create("PartyWorkCommittee"), field.Input.ValueType));
        }))
        : Set(at, field, "Congress", "改为由人民代表大会票决");

    private static IReadOnlyList<DesignCure> Bodies(StepAddress at, PropertyField field, DesignPlace? place) =>
        [.. (place?.Roster?.Bodies ?? []).Where(body => place!.Level == JurisdictionLevel.County || !body.Contains("常委会会议", StringComparison.Ordinal) || !body.Contains("人大", StringComparison.Ordinal)).Select(body => Set(at, field, body, $"改为“{body}”"))];

    private static List<DesignCure> People(StepAddress at, PropertyField field, DesignNames names, DesignPlace? place)
    {
        string[] roles = place?.Level switch
        {
            JurisdictionLevel.Township => ["TownshipNpcChair", "GovOffice", "PartyCommittee", "Deputy", "LeadDepartment"],
            JurisdictionLevel.Street => ["StreetNpcStaff", "GovOffice", "PartyCommittee", "StreetCouncilMember", "LeadDepartment"],
            _ => ["CountyNpcStaff", "GovOffice", "PartyCommittee", "ScLeader", "ScMember", "Deputy", "LeadDepartment", "Expert"],
        };
        var posts = roles.Select(role => (Kind: "role", Name: role, Words: names.Role(role)));
        var rest = (place?.Roster?.Bodies ?? []).Select(name => (Kind: "body", Name: name, Words: name)).Concat((place?.Roster?.Groups ?? []).Select(name => (Kind: "group", Name: name, Words: name)));
        return [.. posts.Concat(rest).Select(one => Set(at, field, new JsonArray(new JsonObject { [one.Kind] = one.Name }), $"由“{one.Words}”办"))];
    }

    private static DesignCure Set(StepAddress at, PropertyField field, JsonNode value, string words) =>
        new(words, design => design.SetInput(at, field.Name, InputValue.OfConstant(design.Find(at)?[field.Name], value, field.Input.ValueType)));

    /// <summary>The input a path ends in: $.root.activities[3].assignees[0] is assignees.</summary>
    internal static string Member(string path)
    {
        var last = path[(path.LastIndexOf('.') + 1)..];
        return last.IndexOf('[', StringComparison.Ordinal) is >= 0 and var cut ? last[..cut] : last;
    }

    private static int? Arrow(string path) => path.LastIndexOf("connections[", StringComparison.Ordinal) is >= 0 and var at
        && int.TryParse(path.AsSpan(at + 12, Math.Max(0, path.IndexOf(']', at) - at - 12)), out var index) ? index : null;
}
