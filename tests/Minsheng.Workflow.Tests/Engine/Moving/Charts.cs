using Minsheng.Workflow.Engine.Definitions;

namespace Minsheng.Workflow.Tests.Engine.Moving;

/// <summary>Charts of steps that wait, in one line.</summary>
internal static class Charts
{
    /// <param name="arrows">As "a>b" or "a:No>b"; a lone name is a step without arrows.</param>
    /// <param name="all">Joins of all ways.</param>
    /// <param name="any">Joins of the first to come.</param>
    public static CompiledDefinition Of(string arrows, string all = "", string any = "", string extra = "", string step = "") =>
        FlowRun.Compile(ElsaJson.Read(Json(arrows, all, any, extra, step)));

    public static FlowRun Run(string arrows, string all = "", string any = "", string extra = "") => FlowRun.Start(Json(arrows, all, any, extra, ""));

    public static CompiledDefinition Sequence(string steps) => FlowRun.Compile(ElsaJson.Read(SequenceJson("Elsa.Sequence", steps)));

    public static string SequenceJson(string type, string steps) =>
        $$"""{ "definitionId": "d", "name": "d", "root": { "id": "root", "type": "{{type}}", "activities": [ {{string.Join(',', steps.Split(' ').Select(id => Step(id, "Minsheng.Wait")))}} ] } }""";

    /// <summary>A chart with a container of its own: a sequence, a chart of one line, or what has a body.</summary>
    public static CompiledDefinition Framed(string arrows, string frame, string type, string steps) => FlowRun.Compile(ElsaJson.Read(FramedJson(arrows, frame, type, steps)));

    public static FlowRun Start(string arrows, string frame, string type, string steps) => FlowRun.Start(FramedJson(arrows, frame, type, steps));

    private static string FramedJson(string arrows, string frame, string type, string steps)
    {
        var inside = steps.Split(' ').Select(id => Step(id, "Minsheng.Wait")).ToList();
        var lines = steps.Split(' ').Zip(steps.Split(' ').Skip(1), (from, to) => $$"""{ "source": { "activity": "{{from}}", "port": "Done" }, "target": { "activity": "{{to}}", "port": "In" } }""");
        var body = type == "Elsa.While"
            ? $$"""{ "id": "{{frame}}", "type": "{{type}}", "condition": { "typeName": "Boolean", "expression": { "type": "Literal", "value": true } }, "body": {{inside[0]}} }"""
            : $$"""{ "id": "{{frame}}", "type": "{{type}}", "activities": [ {{string.Join(',', inside)}} ], "connections": [ {{string.Join(',', lines)}} ] }""";
        return Json(arrows, "", "", "", "").Replace(Step(frame, "Minsheng.Wait"), body, StringComparison.Ordinal);
    }

    private static string Json(string arrows, string all, string any, string extra, string changed)
    {
        var words = arrows.Split(' ', StringSplitOptions.RemoveEmptyEntries);
        var drawn = words.Where(word => word.Contains('>')).Select(arrow => arrow.Split('>')).Select(ends => (From: ends[0].Split(':')[0], Port: ends[0].Contains(':') ? ends[0].Split(':')[1] : "Done", To: ends[1])).ToList();
        var ids = words.Where(word => !word.Contains('>')).Concat(drawn.SelectMany(arrow => new[] { arrow.From, arrow.To })).Distinct();
        var steps = ids.Select(id => all.Split(' ').Contains(id) ? Join(id, "WaitAll") : any.Split(' ').Contains(id) ? Join(id, "WaitAny") : Step(id, id == changed ? "Minsheng.Other" : "Minsheng.Wait"));
        var connections = drawn.Select(arrow => $$"""{ "source": { "activity": "{{arrow.From}}", "port": "{{arrow.Port}}" }, "target": { "activity": "{{arrow.To}}", "port": "In" } }""");
        return $$"""{ "definitionId": "d", "name": "d", {{extra}} "root": { "id": "root", "type": "Elsa.Flowchart", "activities": [ {{string.Join(',', steps)}} ], "connections": [ {{string.Join(',', connections)}} ] } }""";
    }

    private static string Step(string id, string type) => $$"""{ "id": "{{id}}", "type": "{{type}}" }""";

    private static string Join(string id, string mode) => $$"""{ "id": "{{id}}", "type": "Elsa.FlowJoin", "mode": { "typeName": "FlowJoinMode", "expression": { "type": "Literal", "value": "{{mode}}" } } }""";
}
