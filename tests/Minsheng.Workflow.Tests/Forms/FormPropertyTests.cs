using System.Text.Json;
using Minsheng.Workflow.Activities.Forms;

namespace Minsheng.Workflow.Tests.Forms;

/// <summary>Thousands of random forms with random, often wrong, answers; a failure prints its seed.</summary>
public class FormPropertyTests
{
    private const int Seed = 20261123, Rounds = 5000;

    private static readonly FieldType[] Types = [.. Enum.GetValues<FieldType>().Where(type => type is not FieldType.Items)];
    private static readonly FieldType[] ColumnTypes = [.. Types.Where(type => type is not (FieldType.Table or FieldType.Region or FieldType.Signature or FieldType.RichText))];
    private static readonly string[] Options = ["甲", "乙", "丙"];

    [Fact]
    public void An_answer_holds_only_fields_that_are_there_keeps_what_is_read_only_and_is_its_own_normal_form()
    {
        var (accepted, refused) = (0, 0);
        for (var i = 0; i < Rounds; i++)
        {
            var random = new Random(Seed + i);
            var form = new Form([.. Enumerable.Range(0, random.Next(1, 6)).Select(at => Some(random, at, inTable: false))]);
            var values = form.Fields.Where(_ => random.Next(5) > 0).ToDictionary(field => field.Name, object? (field) => random.Next(4) == 0 ? Odd(random) : Fitting(random, field));

            var answer = form.Check(values);

            var shown = Shown(form, answer.Values);
            answer.Values.Keys.ShouldBe(shown, ignoreOrder: true, $"seed {Seed + i}");
            answer.Problems.Where(problem => !shown.Contains(problem.Path.Split('[', '.')[0]) || !problem.Sentence.EndsWith('。')).ShouldBeEmpty($"seed {Seed + i}");
            foreach (var field in form.Fields.Where(field => field.ReadOnly && shown.Contains(field.Name)))
                Text(answer.Values[field.Name]).ShouldBe(Text(new Form([field with { VisibleWhen = null }]).Check(new Dictionary<string, object?>()).Values[field.Name]), $"seed {Seed + i}");
            if (answer.IsValid)
            {
                accepted++;
                form.Fields.Where(field => field is { Required: true, ReadOnly: false } && shown.Contains(field.Name)).Where(field => Text(answer.Values[field.Name]) is "null" or "[]").ShouldBeEmpty($"seed {Seed + i}");
                var again = form.Check(JsonSerializer.SerializeToElement(answer.Values));
                Text(again.Values).ShouldBe(Text(answer.Values), $"seed {Seed + i}");
                again.IsValid.ShouldBeTrue($"seed {Seed + i}");
            }
            else refused++;
        }
        accepted.ShouldBeGreaterThan(Rounds / 5);
        refused.ShouldBeGreaterThan(Rounds / 5);
    }

    /// <summary>The rule of visibility said in another way: from what came out.</summary>
    private static List<string> Shown(Form form, IReadOnlyDictionary<string, object?> values) =>
        [.. form.Fields.Where(field => !field.Hidden && (field.VisibleWhen is not { } when || Says(form, values, when))).Select(field => field.Name)];

    private static bool Says(Form form, IReadOnlyDictionary<string, object?> values, FieldCondition when) => values.TryGetValue(when.Field, out var value)
        ? value is string text ? when.Values.Contains(text) : value is List<string> chosen && chosen.Exists(when.Values.Contains)
        : form.Fields.Single(field => field.Name == when.Field) is { Hidden: true, VisibleWhen: null, Default: { } given } && when.Values.Any(value => given is string ? value.Equals(given) : ((List<object?>)given).Contains(value));

    private static Field Some(Random random, int at, bool inTable)
    {
        var types = inTable ? ColumnTypes : Types;
        var type = at > 0 && !inTable || inTable ? types[random.Next(types.Length)] : random.Next(2) == 0 ? FieldType.Choice : FieldType.MultiChoice;
        var field = new Field
        {
            Name = $"f{at}", Label = $"字段{at}", Type = type, Required = random.Next(3) == 0,
            Options = type is FieldType.Choice or FieldType.MultiChoice or FieldType.Rating ? [.. Options.Select(option => new FieldOption(option, option))] : [],
            Columns = type is FieldType.Table ? [.. Enumerable.Range(0, random.Next(1, 4)).Select(column => Some(random, column, inTable: true))] : [],
        };
        if (inTable) return field;
        if (random.Next(5) == 0) field = field with { ReadOnly = true };
        if (random.Next(6) == 0) field = field with { Hidden = true };
        if (random.Next(3) == 0) field = field with { Default = type is FieldType.MultiChoice ? new List<object?> { "甲" } : Fitting(random, field) };
        return at > 0 && random.Next(3) == 0 ? field with { VisibleWhen = new FieldCondition("f0", [Options[random.Next(3)]]) } : field;
    }

    private static object? Fitting(Random random, Field field) => field.Type switch
    {
        FieldType.Number or FieldType.Money => random.Next(10_000) / 100m,
        FieldType.Date => $"2026-{random.Next(1, 13):00}-{random.Next(1, 29):00}",
        FieldType.Choice or FieldType.Rating => Options[random.Next(3)],
        FieldType.MultiChoice => Options.Where(_ => random.Next(2) == 0).ToList(),
        FieldType.Attachment or FieldType.Photo => Enumerable.Range(0, random.Next(3)).Select(file => $"file{file}").ToList(),
        FieldType.Table => Enumerable.Range(0, random.Next(3)).Select(_ => (object?)field.Columns.ToDictionary(column => column.Name, column => Fitting(random, column))).ToList(),
        FieldType.Region => new Dictionary<string, object?> { ["town"] = "营盘镇", ["village"] = random.Next(2) == 0 ? "秦丰村" : null },
        FieldType.RichText => "<p>一<b>二</b></p><script>x</script>",
        _ => "一行字",
    };

    private static object? Odd(Random random) => random.Next(8) switch
    {
        0 => null,
        1 => "",
        2 => "<script>alert(1)</script>",
        3 => -1.005m,
        4 => new List<object?> { "丁", 7m },
        5 => new Dictionary<string, object?> { ["item"] = "x" },
        6 => true,
        _ => new string('长', 6000),
    };

    private static string Text(object? value) => JsonSerializer.Serialize(value);
}
