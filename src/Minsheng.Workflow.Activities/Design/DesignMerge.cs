using System.Text.Json.Nodes;

namespace Minsheng.Workflow.Activities.Design;

public enum MergeSide { Mine, Theirs }

/// <summary>One step that two people have changed differently.</summary>
/// <param name="Key">Address of the step; "$" for what belongs to the procedure as a whole.</param>
public sealed record MergeChoice(string Key, string Title, bool MineGone, bool TheirsGone);

/// <summary>
/// Two people's work on one procedure put together: what only one has changed is taken as it is, what both have changed differently
/// is chosen step by step. Arrows are taken from both, and fall away where a step they lead to is gone.
/// </summary>
public static class DesignMerge
{
    /// <summary>What has to be chosen.</summary>
    public static IReadOnlyList<MergeChoice> Choices(JsonObject start, JsonObject mine, JsonObject theirs)
    {
        var choices = new List<MergeChoice>();
        Merge(start, mine, theirs, choice =>
        {
            choices.Add(choice);
            return MergeSide.Mine;
        });
        return choices;
    }

    public static JsonObject Merge(JsonObject start, JsonObject mine, JsonObject theirs, Func<MergeChoice, MergeSide> choose) =>
        Whole(start, mine, theirs, choose, "", "整个方案");

    private static JsonObject Whole(JsonObject? start, JsonObject mine, JsonObject theirs, Func<MergeChoice, MergeSide> choose, string path, string title)
    {
        var merged = new JsonObject();
        MergeSide? side = null;
        foreach (var name in JsonMembers.Union(mine, theirs))
        {
            if (name is "activities" or "connections" && (mine[name] is JsonArray || theirs[name] is JsonArray)) continue;
            var (was, my, their) = (start?[name], mine[name], theirs[name]);
            if (name == "root" && path.Length == 0 && my is JsonObject myRoot && their is JsonObject theirRoot) merged[name] = Whole(was as JsonObject, myRoot, theirRoot, choose, "$", title);
            else if (JsonNode.DeepEquals(my, their) || JsonNode.DeepEquals(was, their)) Keep(merged, mine, name);
            else if (JsonNode.DeepEquals(was, my)) Keep(merged, theirs, name);
            else if (name == "customProperties" && my is JsonObject myNotes && their is JsonObject theirNotes) merged[name] = Notes(was as JsonObject, myNotes, theirNotes, Side);
            else if (path.Length == 0 && name is "inputs" or "variables" or "outputs" && JsonMembers.ByName(was) is { } before && JsonMembers.ByName(my) is { } left && JsonMembers.ByName(their) is { } right) merged[name] = Settings(name, before, left, right, choose);
            else if (name == "metadata" && my is JsonObject myWords && their is JsonObject theirWords && JsonNode.DeepEquals(myWords["displayText"], theirWords["displayText"])) Keep(merged, mine, name);
            else Keep(merged, Side() == MergeSide.Mine ? mine : theirs, name);
        }
        if (mine["activities"] is JsonArray || theirs["activities"] is JsonArray)
        {
            merged["activities"] = Steps(start, mine, theirs, choose, path);
            if (mine["connections"] is JsonArray || theirs["connections"] is JsonArray) merged["connections"] = Arrows(start, mine, theirs, merged);
        }
        return merged;

        MergeSide Side() => side ??= choose(new MergeChoice(path.Length == 0 ? "$" : path, title, false, false));
    }

    /// <summary>Notes of a step or of the procedure, each by itself.</summary>
    private static JsonObject Notes(JsonObject? start, JsonObject mine, JsonObject theirs, Func<MergeSide> side)
    {
        var merged = new JsonObject();
        foreach (var name in JsonMembers.Union(mine, theirs))
        {
            var (was, my, their) = (start?[name], mine[name], theirs[name]);
            Keep(merged, JsonNode.DeepEquals(my, their) || JsonNode.DeepEquals(was, their) ? mine : JsonNode.DeepEquals(was, my) ? theirs : side() == MergeSide.Mine ? mine : theirs, name);
        }
        return merged;
    }

    /// <summary>Settings, variables and results, each by its name.</summary>
    private static JsonArray Settings(string list, Dictionary<string, JsonObject> start, Dictionary<string, JsonObject> mine, Dictionary<string, JsonObject> theirs, Func<MergeChoice, MergeSide> choose)
    {
        var merged = new JsonArray();
        foreach (var name in Order([.. mine.Keys], [.. theirs.Keys]))
        {
            var (was, my, their) = (start.GetValueOrDefault(name), mine.GetValueOrDefault(name), theirs.GetValueOrDefault(name));
            var kept = JsonNode.DeepEquals(my, their) || JsonNode.DeepEquals(was, their) ? my : JsonNode.DeepEquals(was, my) ? their
                : choose(new MergeChoice($"${list}/{name}", $"设置“{StepTree.Text((my ?? their)!["displayName"]) ?? name}”", my is null, their is null)) == MergeSide.Mine ? my : their;
            if (kept is not null) merged.Add(kept.DeepClone());
        }
        return merged;
    }

    /// <summary>In a sequence the order is that of handling: theirs, where I have not touched it.</summary>
    private static bool TheirOrder(JsonObject mine, Dictionary<string, JsonObject> start, Dictionary<string, JsonObject> my) =>
        !StepTree.IsChart(mine) && start.Count > 0 && Versions.OrderChanges.Moved([.. start.Keys], [.. my.Keys]).Count == 0;

    /// <summary>Mine as they stand; what only theirs has comes behind what it follows there.</summary>
    private static List<string> Order(List<string> mine, List<string> theirs)
    {
        var order = mine.ToList();
        for (var index = 0; index < theirs.Count; index++)
            if (!order.Contains(theirs[index])) order.Insert(index == 0 ? 0 : order.IndexOf(theirs[index - 1]) + 1, theirs[index]);
        return order;
    }

    private static JsonArray Steps(JsonObject? start, JsonObject mine, JsonObject theirs, Func<MergeChoice, MergeSide> choose, string path)
    {
        var (was, my, their) = (ById(start), ById(mine), ById(theirs));
        var merged = new JsonArray();
        foreach (var id in TheirOrder(mine, was, my) ? Order([.. their.Keys], [.. my.Keys]) : Order([.. my.Keys], [.. their.Keys]))
        {
            var (old, left, right) = (was.GetValueOrDefault(id), my.GetValueOrDefault(id), their.GetValueOrDefault(id));
            var key = path is "$" or "" ? new StepAddress("", id).Path : $"{path}/{new StepAddress("", id).Path}";
            var title = StepTree.Title((left ?? right)!);
            var kept = (left, right) switch
            {
                ({ } a, { } b) => Whole(old, a, b, choose, key, title),
                ({ } a, null) => old is null ? a : JsonNode.DeepEquals(old, a) ? null : choose(new MergeChoice(key, title, false, true)) == MergeSide.Mine ? a : null,
                (null, { } b) => old is null ? b : JsonNode.DeepEquals(old, b) ? null : choose(new MergeChoice(key, title, true, false)) == MergeSide.Theirs ? b : null,
                _ => null,
            };
            if (kept is not null) merged.Add(kept.DeepClone());
        }
        return merged;
    }

    private static JsonArray Arrows(JsonObject? start, JsonObject mine, JsonObject theirs, JsonObject merged)
    {
        var (was, my, their) = (Way.ByKey(start), Way.ByKey(mine), Way.ByKey(theirs));
        var steps = ById(merged);
        var arrows = new JsonArray();
        foreach (var key in my.Keys.Union(their.Keys))
        {
            // Taken away by one of the two is taken away.
            if (was.ContainsKey(key) && !(my.ContainsKey(key) && their.ContainsKey(key))) continue;
            var way = Way.Parse(key);
            if (!steps.ContainsKey(way.From) || !steps.ContainsKey(way.To)) continue;
            var arrow = my.TryGetValue(key, out var left) && !(was.TryGetValue(key, out var old) && JsonNode.DeepEquals(old, left) && their.ContainsKey(key)) ? left : their.GetValueOrDefault(key, left!);
            arrows.Add(arrow.DeepClone());
        }
        return arrows;
    }

    private static void Keep(JsonObject merged, JsonObject from, string name)
    {
        if (from.ContainsKey(name)) merged[name] = from[name]?.DeepClone();
    }

    private static Dictionary<string, JsonObject> ById(JsonObject? container)
    {
        var steps = new Dictionary<string, JsonObject>(StringComparer.Ordinal);
        foreach (var step in (container?["activities"] as JsonArray ?? []).OfType<JsonObject>())
            for (var (id, number) = (StepTree.Id(step), 0); !steps.TryAdd(number == 0 ? id : $"{id}#{number}", step); number++) { }
        return steps;
    }
}
