using Minsheng.Workflow.Activities.Facts;
using Minsheng.Workflow.Runtime.Queries;

namespace Minsheng.Workflow.Web.Components.Pages.Design.Properties;

/// <summary>One post, body, group, unit or person to choose.</summary>
/// <param name="Kind">The member of the file: role, body, group, unit, person.</param>
/// <param name="Holder">Who that is today; empty where nobody is, or where it follows from the project.</param>
internal sealed record PeopleChoice(string Kind, string Name, string Words, string Group, string Holder);

internal static class PeopleChoices
{
    private const int Most = 40;

    public static IEnumerable<PeopleChoice> Find(DesignPicks picks, string text)
    {
        var words = text.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries);
        return All(picks).Where(choice => Array.TrueForAll(words, word => choice.Words.Contains(word, StringComparison.OrdinalIgnoreCase) || choice.Group.Contains(word, StringComparison.Ordinal) || choice.Holder.Contains(word, StringComparison.OrdinalIgnoreCase))).Take(Most);
    }

    /// <summary>Who some assignees are today, in a line; null where it is not known or follows from the project.</summary>
    public static (string Words, bool IsNobody)? Today(DesignPicks picks, IEnumerable<Assignee> assignees)
    {
        if (picks.Place?.Roster is not { } roster) return null;
        var all = assignees.ToList();
        if (all.Count == 0) return null;
        var people = all.Where(one => !IsOfProject(one)).SelectMany(roster.Holders).DistinctBy(person => person.Id).ToList();
        if (all.Exists(IsOfProject)) return (people.Count == 0 ? "到时按各项目的责任单位" : $"现在是：{Names(people)}；另按各项目的责任单位", false);
        return people.Count == 0 ? ("现在没有人担任，届时转人大办办理", true) : ($"现在是：{Names(people)}", false);
    }

    public static Assignee Assignee(string kind, string name) => kind switch
    {
        "role" => new(Role: name), "body" => new(Body: name), "group" => new(Group: name), "unit" => new(Unit: name), _ => new(Person: name),
    };

    private static IEnumerable<PeopleChoice> All(DesignPicks picks)
    {
        return
        [
            .. picks.Roles.Select(role => Choice("role", role.Id, role.Label, "岗位")),
            .. picks.Bodies.Select(body => Choice("body", body, body, "会议、机构")),
            .. picks.Groups.Select(group => Choice("group", group, group, "小组")),
            .. picks.Units.Select(unit => Choice("unit", unit, unit, "单位")),
            .. picks.People.Select(person => new PeopleChoice("person", person.Id, person.Label, "个人", "")),
        ];

        PeopleChoice Choice(string kind, string name, string words, string group)
        {
            var one = Assignee(kind, name);
            var held = IsOfProject(one) ? "按各项目" : picks.Place?.Roster?.Holders(one) is not { } people ? "" : people.Count == 0 ? "没有人担任" : Names(people, 1);
            return new(kind, name, words, group, held);
        }
    }

    private static bool IsOfProject(Assignee one) => one.Role is "LeadDepartment" or "AssistDepartment";

    private static string Names(IReadOnlyList<PersonFact> people, int most = 3) =>
        $"{string.Join("、", people.Take(most).Select(Name))}{(people.Count > most ? $"等 {people.Count} 人" : "")}";

    private static string Name(PersonFact person) => Holder.Of(person) is var held && held.Contains(person.Name, StringComparison.Ordinal) ? held : $"{held} {person.Name}";
}
