using System.Text.Json.Nodes;
using Minsheng.Workflow.Activities.Facts;

namespace Minsheng.Workflow.Activities.Design;

/// <summary>Bodies and people that the place does not have, and posts that nobody holds today.</summary>
internal static class PeopleSlips
{
    private static readonly string[] Kinds = ["role", "body", "group", "unit", "person"];

    /// <summary>Who these are follows from the project, not from the day.</summary>
    private static readonly string[] OfProject = ["LeadDepartment", "AssistDepartment"];

    public static IEnumerable<DesignProblem> Of(ProcedureDesign design, DesignRoster roster, DesignNames names)
    {
        var known = new Dictionary<string, HashSet<string>>(StringComparer.Ordinal)
        {
            ["body"] = [.. roster.Bodies], ["group"] = [.. roster.Groups], ["unit"] = [.. roster.Units], ["person"] = [.. roster.People],
        };
        var holders = new Dictionary<string, bool>(StringComparer.Ordinal);
        foreach (var (at, step) in design.Steps())
            foreach (var field in PropertyField.Of(step))
            {
                if (field.Value is not { Mode: InputMode.Constant, Constant: { } value }) continue;
                if (field.Kind == FieldKind.Body && value.ToString() is { Length: > 0 } body && !known["body"].Contains(body))
                    yield return DesignCheck.Slip(at, StepTree.Title(step), "unknown-people", $"“{field.Label}”写的是“{body}”，本地没有这个会议或机构，届时转人大办办理；请改选，或先在“机构”里加上。", member: field.Name);
                if (field.Kind == FieldKind.People && value is JsonArray people)
                    foreach (var slip in Listed(at, step, field, [.. people.OfType<JsonObject>()])) yield return slip;
            }

        IEnumerable<DesignProblem> Listed(StepAddress at, JsonObject step, PropertyField field, List<JsonObject> people)
        {
            var isHeld = people.Count == 0;
            foreach (var one in people)
            {
                if (Kinds.FirstOrDefault(kind => StepTree.Text(one[kind]) is { Length: > 0 }) is not { } kind) yield break;
                var name = StepTree.Text(one[kind])!;
                if (known.TryGetValue(kind, out var here) && !here.Contains(name))
                    yield return DesignCheck.Slip(at, StepTree.Title(step), "unknown-people", $"“{field.Label}”里的“{names.Of(one)}”本地没有，不会有人收到；请改选，或先在人员管理中加上。", member: field.Name);
                else if (kind == "role" && OfProject.Contains(name)) isHeld = true;
                isHeld |= Holds(kind, name);
            }
            if (!isHeld && people.TrueForAll(one => StepTree.Text(one["role"]) is not null || known.Any(kind => StepTree.Text(one[kind.Key]) is { } name && kind.Value.Contains(name))))
                yield return DesignCheck.Slip(at, StepTree.Title(step), "nobody", $"“{field.Label}”是“{names.Of(new JsonArray([.. people.Select(one => one.DeepClone())]), 3)}”，现在没有人担任，届时转人大办办理；请改选，或先在人员管理中补上。", member: field.Name);
        }

        bool Holds(string kind, string name)
        {
            if (holders.TryGetValue($"{kind}:{name}", out var held)) return held;
            return holders[$"{kind}:{name}"] = roster.Holders(kind switch
            {
                "role" => new Assignee(Role: name), "body" => new Assignee(Body: name), "group" => new Assignee(Group: name), "unit" => new Assignee(Unit: name), _ => new Assignee(Person: name),
            }).Count > 0;
        }
    }
}
