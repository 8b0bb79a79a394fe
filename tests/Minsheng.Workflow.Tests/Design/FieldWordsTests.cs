using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Minsheng.Workflow.Activities.Design;
using Minsheng.Workflow.Activities.Steps;

namespace Minsheng.Workflow.Tests.Design;

/// <summary>The property panel speaks to a clerk: every field explains itself, in Chinese.</summary>
public sealed partial class FieldWordsTests
{
    /// <summary>Written into texts and conditions as they are.</summary>
    private static readonly string[] Literally = ["Elsa.Cron", "Elsa.RunJavaScript"];

    private static IEnumerable<(string Step, PropertyField Field)> Fields =>
        StepCatalog.All.Descriptors.SelectMany(step => PropertyField.Of(new JsonObject { ["type"] = step.Type }).Select(one => (step.Type, one)));

    [Fact]
    public void Every_field_of_every_step_has_a_name_a_hint_and_an_example() =>
        Fields.Where(one => one.Field.Label == one.Field.Name || one.Field.Hint.Length == 0 || one.Field.Example.Length == 0).Select(one => $"{one.Step}.{one.Field.Name}").ShouldBeEmpty();

    [Fact]
    public void No_name_hint_or_default_shows_a_word_of_the_file() =>
        Fields.SelectMany(one => new[] { one.Field.Label, one.Field.Hint, one.Field.Default ?? "", one.Field.Remark ?? "" }.Concat(one.Field.Choices.Select(choice => choice.Word)).Select(words => (one.Step, one.Field.Name, Words: words)))
            .Where(one => Latin().IsMatch(Places().Replace(one.Words, ""))).Select(one => $"{one.Step}.{one.Name}: {one.Words}").ShouldBeEmpty();

    [Fact]
    public void Examples_read_as_a_person_would_write_them()
    {
        Fields.Where(one => one.Field.Example.StartsWith('[') || one.Field.Example.StartsWith('{') && !one.Field.Example.StartsWith("{{", StringComparison.Ordinal)).Where(one => one.Field.Kind is not (FieldKind.Json))
            .Select(one => $"{one.Step}.{one.Field.Name}: {one.Field.Example}").ShouldBeEmpty();
        Fields.Where(one => Latin().IsMatch(Places().Replace(one.Field.Example, "")) && !Literally.Contains(one.Step) && one.Field.Input.ValueType != typeof(bool))
            .Select(one => $"{one.Step}.{one.Field.Name}: {one.Field.Example}").ShouldBeEmpty();
    }

    [Fact]
    public void Rules_of_ratings_are_chosen_by_the_place_they_come_from()
    {
        var rule = PropertyField.Of(new JsonObject { ["type"] = "Minsheng.Rate" }).Single(field => field.Name == "rule");

        rule.Kind.ShouldBe(FieldKind.Choice);
        rule.Default.ShouldBe("柞水的办法");
        rule.Choices.Select(choice => choice.Word).ShouldContain("原阳的办法");
        rule.Remark.ShouldStartWith("柞水：");
    }

    [GeneratedRegex(@"\{\{[^}]*\}\}")]
    private static partial Regex Places();

    [GeneratedRegex("[A-Za-z]{2,}")]
    private static partial Regex Latin();
}
