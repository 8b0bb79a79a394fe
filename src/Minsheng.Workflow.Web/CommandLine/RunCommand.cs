using System.CommandLine;
using System.Text.Json;
using Minsheng.Workflow.Activities.Steps;
using Minsheng.Workflow.Engine;
using Minsheng.Workflow.Engine.Definitions;
using Minsheng.Workflow.Engine.Running;

namespace Minsheng.Workflow.Web.CommandLine;

/// <summary><c>minsheng run FILE</c>: runs any Elsa definition in memory, without a database.</summary>
internal static class RunCommand
{
    public static Command Create()
    {
        var file = new Argument<string>("FILE") { Description = "方案文件" };
        var with = new Option<string?>("--with") { Description = "子方案所在的文件夹" };
        var inputs = new Option<string[]>("--input") { Description = "输入，写作 名称=JSON", Arity = ArgumentArity.OneOrMore };
        var standIns = new Option<string[]>("--stand-in") { Description = "把这种步骤当作等待步骤", Arity = ArgumentArity.OneOrMore };
        var resumes = new Option<string[]>("--resume") { Description = "办理等待的步骤，写作 步骤编号[=结果][:JSON]", Arity = ArgumentArity.OneOrMore };
        var resumeAll = new Option<int>("--resume-all") { Description = "办理所有等待的步骤，共几轮" };
        var json = new Option<bool>("--json") { Description = "以 JSON 输出" };
        resumeAll.Validators.Add(result => { if (result.Tokens is [{ Value: ['-', ..] }]) result.AddError("--resume-all 的轮数不能小于 0。"); });
        var command = new Command("run", "在内存中运行一个方案") { file, with, inputs, standIns, resumes, resumeAll, json };
        command.SetAction(parsed => Run(
            parsed.GetValue(file)!, parsed.GetValue(with), parsed.GetValue(inputs) ?? [], parsed.GetValue(standIns) ?? [],
            [.. (parsed.GetValue(resumes) ?? []).Select(ResumeArgument.Parse)], parsed.GetValue(resumeAll), parsed.GetValue(json)));
        return command;
    }

    private static int Run(string file, string? with, string[] inputs, string[] standIns, List<ResumeArgument> resumes, int rounds, bool json)
    {
        var definition = DefinitionFiles.Read(file);
        var others = with is null ? new DefinitionFiles() : DefinitionFiles.In(with);
        others.Add(definition);
        var catalog = standIns.Length > 0 ? StepCatalog.All.WithStandIns(standIns) : StepCatalog.All;
        var run = new MemoryRun(catalog, others, TimeProvider.System, json ? null : Console.WriteLine);
        run.Start(definition, ParseInputs(inputs));

        var refused = false;
        foreach (var resume in resumes)
        {
            if (run.Resume(resume)) continue;
            Console.Error.WriteLine($"没有等待中的步骤“{resume.ActivityId}”，这次办理没有生效。");
            refused = true;
        }
        for (var round = 0; round < rounds && run.Waits.Any(); round++) run.ResumeAll();

        Report(run, json);
        // A step that failed and was not passed over leaves the run standing.
        return refused || run.Root.SubStatus == SubStatus.Faulted || run.Root.Status != WorkflowStatus.Finished && run.Incidents.Any() ? Cli.Refused : Cli.Done;
    }

    private static void Report(MemoryRun run, bool json)
    {
        foreach (var incident in run.Incidents) Console.Error.WriteLine($"步骤“{incident.ActivityId}”出错：{incident.Message}");
        if (!json)
        {
            foreach (var wait in run.Waits) Console.Error.WriteLine($"停在步骤“{wait.ActivityId}”（{wait.Execution.Place.Type}），等待办理。");
            return;
        }
        Console.WriteLine(JsonSerializer.Serialize(new
        {
            status = run.Root.Status.ToString(),
            subStatus = run.Root.SubStatus.ToString(),
            output = run.Output,
            waits = run.Waits.Select(wait => new { activityId = wait.ActivityId, name = wait.Execution.Place.Type, kind = wait.Kind.ToString(), due = wait.Due }),
            trace = run.Trace.Select(entry => new { @event = entry.Event.ToString(), activityId = entry.Place.Id, type = entry.Place.Type, outcomes = entry.Outcomes }),
            incidents = run.Incidents.Select(incident => new { activityId = incident.ActivityId, activityType = incident.ActivityType, message = incident.Message }),
            result = run.Root.Output,
        }, Values.Json));
    }

    private static Dictionary<string, object?> ParseInputs(string[] inputs)
    {
        var values = new Dictionary<string, object?>(StringComparer.Ordinal);
        foreach (var input in inputs)
        {
            if (input.Split('=', 2) is not [{ Length: > 0 } name, var text]) throw new UsageException($"--input “{input}”应写作 名称=JSON。");
            values[name] = ResumeArgument.ParseJson(text);
        }
        return values;
    }
}

/// <summary><c>activityId[=outcome][:json]</c>.</summary>
internal sealed record ResumeArgument(string ActivityId, string? Outcome, object? Input)
{
    private const string EventPayload = "__EventPayloadWorkflowInput", TaskResult = "RunTaskInput", OutcomeKey = "Outcome";

    public static ResumeArgument Parse(string text)
    {
        var end = text.AsSpan().IndexOfAny('=', ':');
        var id = end < 0 ? text : text[..end];
        if (id.Length == 0) throw new UsageException($"--resume “{text}”应写作 步骤编号[=结果][:JSON]。");
        string? outcome = null;
        object? input = null;
        if (end >= 0 && text[end] == '=')
        {
            var rest = text[(end + 1)..];
            var colon = rest.IndexOf(':', StringComparison.Ordinal);
            outcome = colon < 0 ? rest : rest[..colon];
            if (colon >= 0) input = ParseJson(rest[(colon + 1)..]);
        }
        else if (end >= 0)
        {
            input = ParseJson(text[(end + 1)..]);
        }
        return Unwrap(new ResumeArgument(id, string.IsNullOrEmpty(outcome) ? null : outcome, input));
    }

    public static object? ParseJson(string text)
    {
        try
        {
            using var document = JsonDocument.Parse(text);
            return Values.FromJson(document.RootElement);
        }
        catch (Exception problem) when (problem is JsonException or InvalidOperationException)
        {
            // No JSON, or JSON with half a character in it: taken as it stands.
            return text;
        }
    }

    /// <summary>Takes what Elsa's own resume inputs carry; a plain value stays as it is.</summary>
    private static ResumeArgument Unwrap(ResumeArgument given)
    {
        if (given.Input is not Dictionary<string, object?> { Count: > 0 } members) return given;
        if (members.TryGetValue(EventPayload, out var payload)) return given with { Input = payload };
        if (members.TryGetValue(TaskResult, out var result)) return given with { Input = result };
        if (members.Count == 1 && members.TryGetValue(OutcomeKey, out var outcome)) return given with { Outcome = given.Outcome ?? Values.Text(outcome), Input = null };
        return members.Keys.All(name => name.StartsWith("__", StringComparison.Ordinal)) ? given with { Input = null } : given;
    }
}
