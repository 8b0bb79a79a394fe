using Minsheng.Workflow.Activities.Ballots;
using Minsheng.Workflow.Activities.Facts;
using Minsheng.Workflow.Engine.Definitions;
using Minsheng.Workflow.Engine.Expressions;

namespace Minsheng.Workflow.Activities.Steps;

/// <summary>What is refused when a definition is compiled, because no run could mend it. Inputs of the definition are judged by their defaults, computed ones while running.</summary>
internal static class InputChecks
{
    public static void NeedsText(this ActivityBinder binder, Input<string> input, string label)
    {
        if (binder.TryForesee(input, out var text) && binder.Json.ContainsKey(input.Name) && string.IsNullOrWhiteSpace(text))
            binder.Problem(input.Name, "missing-input", $"没有填写“{label}”，请补上。");
    }

    public static void NeedsAtLeast(this ActivityBinder binder, Input<int> input, int least, string label)
    {
        if (binder.TryForesee(input, out var number) && number < least)
            binder.Problem(input.Name, "out-of-range", $"“{label}”填的是 {number}，不能小于 {least}，请改正。");
    }

    /// <summary>People may be left out only where the step says who acts by default.</summary>
    public static void NeedsPeople(this ActivityBinder binder, Input<List<Assignee>> input, string label)
    {
        if (!binder.TryForesee(input, out var people) || !binder.Json.ContainsKey(input.Name)) return;
        CheckPeople(binder, input.Name, people, label);
    }

    public static void CheckPeople(ActivityBinder binder, string member, IReadOnlyList<Assignee>? people, string label)
    {
        if (people is not { Count: > 0 })
        {
            binder.Problem(member, "no-assignees", $"“{label}”一个也没有选，请至少选一个岗位、机构、小组、单位或人员。");
            return;
        }
        for (var index = 0; index < people.Count; index++)
            if (Count(people[index]) != 1)
                binder.Problem($"{member}[{index}]", "bad-assignee", $"“{label}”第 {index + 1} 项应在岗位、机构、小组、单位、人员中恰好选一种，请改正。");
    }

    /// <summary>A share above nothing and up to the whole.</summary>
    public static void NeedsShare(this ActivityBinder binder, Input<string> input, string label)
    {
        if (!NeedsFraction(binder, input, label) || !binder.TryForesee(input, out var text) || string.IsNullOrWhiteSpace(text)) return;
        if (Fraction.Parse(text) is var share && (share.Numerator == 0 || share > new Fraction(1, 1)))
            binder.Problem(input.Name, "bad-ratio", $"“{label}”填的是“{text}”，应大于 0、不超过 100%，请改正。");
    }

    public static bool NeedsFraction(this ActivityBinder binder, Input<string> input, string label)
    {
        if (!binder.TryForesee(input, out var text) || string.IsNullOrWhiteSpace(text) || Fraction.TryParse(text, out _)) return true;
        binder.Problem(input.Name, "bad-ratio", $"“{label}”填的是“{text}”，不是比例，请写成 20%、2/3 或 0.2。");
        return false;
    }

    private static int Count(Assignee assignee) =>
        new[] { assignee.Role, assignee.Body, assignee.Group, assignee.Unit, assignee.Person }.Count(member => !string.IsNullOrWhiteSpace(member));
}
