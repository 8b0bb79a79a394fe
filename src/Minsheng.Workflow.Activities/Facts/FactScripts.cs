using System.Globalization;
using Minsheng.Workflow.Activities.Items;
using Minsheng.Workflow.Activities.Procedures;
using Minsheng.Workflow.Engine;
using Minsheng.Workflow.Engine.Scripting;

namespace Minsheng.Workflow.Activities.Facts;

/// <summary>What scripts may ask of the field: the year, the place, its items, its working days.</summary>
internal static class FactScripts
{
    public static bool TryGet(ICycleFacts facts, string name, DateTimeOffset now, out object? value)
    {
        value = name switch
        {
            "cycle" => Cycle(facts.Cycle),
            "jurisdiction" => facts.Cycle.Jurisdiction,
            "today" => Day(facts.Dates.Today(now)),
            "deputies" => (ScriptFunction)(_ => (double)facts.AllDeputies),
            "items" => (ScriptFunction)(args => facts.Items([.. args.Select(Stage)]).Select(item => (object?)Item(item)).ToList()),
            "project" => (ScriptFunction)(_ => facts.Project is { } project ? Item(project) : null),
            "workdays" => (ScriptFunction)(args => Day(After(facts, From(facts, args, now), Number(args)))),
            _ => null,
        };
        return value is not null;
    }

    private static Dictionary<string, object?> Cycle(CycleFact cycle) => new(StringComparer.Ordinal)
    {
        ["year"] = (double)cycle.Year,
        ["jurisdiction"] = cycle.Jurisdiction,
        ["level"] = cycle.Level.ToString(),
        ["startedOn"] = Day(cycle.StartedOn),
    };

    private static Dictionary<string, object?> Item(ItemFact item) => new(StringComparer.Ordinal)
    {
        ["id"] = item.Id,
        ["number"] = item.Number,
        ["title"] = item.Title,
        ["content"] = item.Content,
        ["domain"] = item.Domain,
        ["place"] = item.Place,
        ["amount"] = item.Amount is { } amount ? (double)amount : null,
        ["stage"] = item.Stage.ToString(),
        ["state"] = item.State.ToString(),
        ["leadUnit"] = item.LeadUnit,
        ["finish"] = item.Finish is { } finish ? Day(finish) : null,
    };

    private static ItemStage Stage(object? name) =>
        ChoiceWords.Of(typeof(ItemStage)).FirstOrDefault(choice => Values.Text(name) is var text && (choice.Value == text || choice.Word == text)) is { } found
            ? Enum.Parse<ItemStage>(found.Value)
            : throw new ScriptException($"没有“{Values.Text(name)}”这个阶段，请写成{string.Join("、", ChoiceWords.Of(typeof(ItemStage)).Select(choice => choice.Word))}之一。");

    private static DateOnly After(ICycleFacts facts, DateOnly from, int days)
    {
        try
        {
            return facts.Dates.Calendar.AddWorkingDays(from, days);
        }
        catch (ArgumentOutOfRangeException)
        {
            throw new ScriptException("workdays 算到的日子超出了日历，请检查起算的日期。");
        }
    }

    private static int Number(IReadOnlyList<object?> args) => args.Count > 0 && args[0] is double number && Math.Abs(number) <= 1000 ? (int)number
        : throw new ScriptException("workdays 要写明几个工作日，1000 以内，例如 workdays(5)。");

    private static DateOnly From(ICycleFacts facts, IReadOnlyList<object?> args, DateTimeOffset now) => args.Count < 2 ? facts.Dates.Today(now)
        : DateOnly.TryParse(Values.Text(args[1]), CultureInfo.InvariantCulture, out var day) ? day
        : throw new ScriptException($"“{Values.Text(args[1])}”不是日期，应写成年-月-日，例如 workdays(5, '2026-07-06')。");

    private static string Day(DateOnly day) => day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
}
