using System.Text.Json.Nodes;
using Minsheng.Workflow.Engine.Running;

namespace Minsheng.Workflow.Activities.Design;

/// <summary>An arrow of a flowchart. Two drawn alike are told apart by their order.</summary>
public sealed record Way(string From, string Port, string To, int Nth = 0)
{
    public string Key => $"{From}\u001f{Port}\u001f{To}\u001f{Nth}";

    public static Way Parse(string key)
    {
        var parts = key.Split('\u001f');
        return parts.Length == 4 && int.TryParse(parts[3], out var nth) ? new(parts[0], parts[1], parts[2], nth)
            : throw new DesignRefusedException("bad-way", "不知道是哪一条连线，没有改动，请重新选一次。");
    }

    internal static List<DrawnWay> In(JsonObject chart)
    {
        var ways = new List<DrawnWay>();
        if (chart["connections"] is not JsonArray list) return ways;
        var seen = new Dictionary<(string, string, string), int>();
        for (var index = 0; index < list.Count; index++)
        {
            if (list[index] is not JsonObject json || End(json, "source") is not { } from || End(json, "target") is not { } to) continue;
            var port = PortOf(json, "source") ?? Outcomes.Done;
            var nth = seen[(from, port, to)] = seen.GetValueOrDefault((from, port, to), -1) + 1;
            ways.Add(new DrawnWay(new Way(from, port, to, nth), json, index));
        }
        return ways;
    }

    internal static Dictionary<string, JsonObject> ByKey(JsonObject? chart) => In(chart ?? []).ToDictionary(way => way.Key, way => way.Json, StringComparer.Ordinal);

    internal static JsonObject Json(string from, string port, string to) => new()
    {
        ["source"] = new JsonObject { ["activity"] = from, ["port"] = port },
        ["target"] = new JsonObject { ["activity"] = to, ["port"] = "In" },
    };

    internal static string? End(JsonObject json, string member) => json[member] is JsonObject end ? StepTree.Text(end["activity"]) : StepTree.Text(json[member]);

    private static string? PortOf(JsonObject json, string member) => json[member] is JsonObject end ? StepTree.Text(end["port"]) : StepTree.Text(json[$"{member}Port"]);
}

/// <summary>An arrow where it stands in the file.</summary>
/// <param name="Index">Its place among the connections.</param>
internal readonly record struct DrawnWay(Way Way, JsonObject Json, int Index)
{
    public string From => Way.From;
    public string Port => Way.Port;
    public string To => Way.To;
    public string Key => Way.Key;
}
