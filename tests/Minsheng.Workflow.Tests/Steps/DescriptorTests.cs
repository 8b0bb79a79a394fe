using System.Text.RegularExpressions;
using Minsheng.Workflow.Activities.Steps;
using Minsheng.Workflow.Engine.Definitions;

namespace Minsheng.Workflow.Tests.Steps;

/// <summary>Palette, property panel and validation know steps by their descriptors alone, so these must say everything.</summary>
public sealed partial class DescriptorTests
{
    private static IEnumerable<ActivityDescriptor> Steps => StepCatalog.All.Descriptors.OrderBy(step => step.Type, StringComparer.Ordinal);

    [Fact]
    public void Every_step_has_a_name_a_category_an_icon_and_a_sentence()
    {
        foreach (var step in Steps)
        {
            Chinese().IsMatch(step.Label.Name).ShouldBeTrue(step.Type);
            Chinese().IsMatch(step.Label.Category).ShouldBeTrue(step.Type);
            step.Label.Icon.ShouldNotBeNullOrWhiteSpace(step.Type);
            if (!step.Type.StartsWith("Minsheng.", StringComparison.Ordinal)) continue;
            step.Label.Category.ShouldNotBe("基础", step.Type);
            step.Label.Icon.ShouldNotBe("circle", step.Type);
            step.Label.Description.ShouldEndWith("。", Case.Sensitive, step.Type);
        }
    }

    [Fact]
    public void Every_input_of_every_step_has_a_label_a_hint_and_an_example()
    {
        var silent =
            from step in Steps
            from input in step.Inputs
            where input.Label is not { } label || !Chinese().IsMatch(label.Label) || !Chinese().IsMatch(label.Hint) || string.IsNullOrWhiteSpace(label.Example)
            select $"{step.Type}.{input.Name}";

        silent.ShouldBeEmpty();
    }

    [Fact]
    public void Every_outcome_has_a_Chinese_name_and_the_same_one_everywhere()
    {
        foreach (var step in Steps)
        {
            step.Label.OutcomeNames.Length.ShouldBe(step.Label.Outcomes.Length, step.Type);
            step.Label.OutcomeNames.ShouldAllBe(name => Chinese().IsMatch(name));
        }
        var torn = Steps.SelectMany(step => step.Label.Outcomes.Zip(step.Label.OutcomeNames)).Distinct().GroupBy(outcome => outcome.First).Where(names => names.Count() > 1);
        torn.Select(names => names.Key).ShouldBeEmpty();
    }

    [GeneratedRegex(@"\p{IsCJKUnifiedIdeographs}")]
    private static partial Regex Chinese();
}
