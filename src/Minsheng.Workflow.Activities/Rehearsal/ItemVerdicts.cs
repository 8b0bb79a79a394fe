using System.Globalization;
using Minsheng.Workflow.Activities.Forms;

namespace Minsheng.Workflow.Activities.Rehearsal;

/// <summary>What the simulated people decide item by item: the better liked go on, enough of them for the ballot.</summary>
/// <param name="find">An item by its id.</param>
/// <param name="required">Candidates the ballot will need.</param>
public sealed class ItemVerdicts(Func<string, JudgedItem?> find, int required)
{
    private const int SpareForTheReviews = 3;
    private const double Recommended = 0.3;

    private static readonly string[] Reasons =
        ["资金来源尚未落实，建议充实后再报", "年内难以完成，建议分步实施", "上级已有同类安排，不再重复列入", "受益范围较窄，建议由所在镇统筹解决", "用地手续不全，条件成熟后再提"];

    /// <summary>How many of the listed items go on at a step of this type; null where all do.</summary>
    public int? Keep(string stepType, bool lanes, bool lastReview, int? target, int listed) => stepType switch
    {
        "Minsheng.Screen" when !lanes => Math.Max(target ?? 0, required + SpareForTheReviews),
        "Minsheng.Review" when lastReview => required,
        "Minsheng.Review" => Math.Max(required, listed - 1),
        _ => null,
    };

    public List<object?> Rows(Field field, IReadOnlyList<string> ids, int? keep, bool onlyOpinions, Dice dice)
    {
        var yes = field.Options[0].Value;
        var no = field.Options.FirstOrDefault(option => option.Value != yes && !field.TargetFor.Contains(option.Value))?.Value ?? yes;
        var join = field.TargetFor.Count > 0 ? field.TargetFor[0] : null;
        var known = ids.ToHashSet(StringComparer.Ordinal);
        var ranked = ids.Where(id => join is null || TwinOf(id, known) is null).OrderByDescending(Merit).ToList();
        var kept = ranked.Take(onlyOpinions ? ranked.Count : keep ?? ranked.Count).ToHashSet(StringComparer.Ordinal);

        return [.. ids.Select(id =>
        {
            var twin = join is not null ? TwinOf(id, known) : null;
            var verdict = twin is not null && kept.Contains(twin) ? join!
                : onlyOpinions ? Merit(id) >= Recommended ? yes : no
                : kept.Contains(id) ? yes : no;
            var row = new Dictionary<string, object?>(StringComparer.Ordinal) { ["item"] = id, ["verdict"] = verdict };
            if (verdict == join) row["target"] = twin;
            if (verdict == join) row["reason"] = "内容相同，合并办理";
            else if (verdict == no && no != yes || field.ReasonFor.Contains(verdict)) row["reason"] = verdict == yes ? "群众需要，条件具备" : dice.Pick(Reasons);
            return (object?)row;
        })];
    }

    /// <summary>The generated rows, with those a script states in their place: by id, number or title of the item, or by row from 1.</summary>
    public object? Scripted(object? generated, object? script)
    {
        if (generated is not List<object?> rows || Plain.Of(script) is not List<object?> stated) return script;
        var all = rows.ToList();
        foreach (var row in stated.OfType<Dictionary<string, object?>>())
        {
            var name = Convert.ToString(row.GetValueOrDefault("item"), CultureInfo.InvariantCulture) ?? "";
            var at = all.FindIndex(one => one is Dictionary<string, object?> known && known["item"] is string id
                && (id == name || find(id) is { } item && (item.Number == name || item.Title == name)));
            if (at < 0 && int.TryParse(name, out var number) && number >= 1 && number <= rows.Count) at = number - 1;
            if (at < 0) all.Add(row);
            else all[at] = new Dictionary<string, object?>(row, StringComparer.Ordinal) { ["item"] = ((Dictionary<string, object?>)all[at]!)["item"] };
        }
        return all;
    }

    private double Merit(string id) => find(id)?.Merit ?? 1;

    private string? TwinOf(string id, HashSet<string> among) => find(id)?.TwinId is { } twin && among.Contains(twin) ? twin : null;
}

/// <summary>An item as those who decide on it see it.</summary>
/// <param name="Merit">How much everybody likes it, 0 to 1: the same items find favour at every step.</param>
/// <param name="TwinId">An earlier item that asks for the same.</param>
public sealed record JudgedItem(string Id, string Number, string Title, double Merit, string? TwinId = null);
