using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Minsheng.Workflow.Activities.Procedures;
using Minsheng.Workflow.Activities.Steps;
using Minsheng.Workflow.Engine.Definitions;
using Minsheng.Workflow.Tests.Rehearsal;

namespace Minsheng.Workflow.Tests.Procedures;

/// <summary>Code names stay in files: people choose among words.</summary>
public sealed partial class ChoiceWordsTests
{
    [Fact]
    public void Every_choice_of_every_input_of_every_step_has_a_Chinese_word_of_its_own()
    {
        var types = StepCatalog.All.Descriptors.SelectMany(step => step.Inputs).Select(input => Nullable.GetUnderlyingType(input.ValueType) ?? input.ValueType).Where(type => type.IsEnum).Distinct().ToList();
        types.Count.ShouldBeGreaterThan(15);
        foreach (var type in types)
        {
            var choices = ChoiceWords.Of(type);
            choices.Select(choice => choice.Value).ShouldBe(Enum.GetNames(type), ignoreOrder: true, type.Name);
            choices.ShouldAllBe(choice => Chinese().IsMatch(choice.Word) && !Latin().IsMatch(choice.Word));
            choices.Select(choice => choice.Word).ShouldBeUnique();
        }
    }

    [Fact]
    public void What_a_year_may_settle_is_offered_in_words_wherever_a_step_takes_a_choice()
    {
        var definition = WorkflowDefinitionOf("beiguan-three-party-rating");
        SettingChoices.Of(definition, "shortfall").Select(choice => choice.Word).ShouldBe(["另行票决", "不再补足", "下次会议再投", "由主席团决定"]);
        SettingChoices.Of(definition, "seats").ShouldBeEmpty();
    }

    [Fact]
    public void No_shipped_setting_explains_itself_by_code_names()
    {
        var words = StepCatalog.All.Descriptors.SelectMany(step => step.Inputs).SelectMany(input => ChoiceWords.Of(input.ValueType)).Select(choice => choice.Value).Distinct().ToList();
        var told =
            from file in Directory.GetFiles(Shipped.Folder(), "*.json")
            from input in JsonNode.Parse(File.ReadAllText(file))!["inputs"]!.AsArray()
            let description = input!["description"]?.ToString() ?? ""
            from word in words
            where Regex.IsMatch(description, $@"\b{word}\b")
            select $"{Path.GetFileName(file)} {input!["name"]}: {word}";
        told.ShouldBeEmpty();
    }

    private static WorkflowDefinition WorkflowDefinitionOf(string id) => new(JsonNode.Parse(File.ReadAllText(Path.Combine(Shipped.Folder(), $"{id}.json")))!.AsObject());

    [GeneratedRegex(@"\p{IsCJKUnifiedIdeographs}")]
    private static partial Regex Chinese();

    [GeneratedRegex("[A-Za-z]")]
    private static partial Regex Latin();
}
