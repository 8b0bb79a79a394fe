using System.CommandLine;
using System.Text.Json;
using Minsheng.Workflow.Activities.Procedures;
using Minsheng.Workflow.Engine;
using Minsheng.Workflow.Engine.Definitions;

namespace Minsheng.Workflow.Web.CommandLine;

/// <summary><c>minsheng validate FILE…</c>: can these definitions run, and if not, why not.</summary>
internal static class ValidateCommand
{
    public static Command Create()
    {
        var files = new Argument<string[]>("FILE") { Description = "方案文件", Arity = ArgumentArity.OneOrMore };
        var with = new Option<string?>("--with") { Description = "子方案所在的文件夹；默认为各文件自己的文件夹，同时写明的文件总能互相找到" };
        var json = new Option<bool>("--json") { Description = "以 JSON 输出" };
        var command = new Command("validate", "检查方案能否使用") { files, with, json };
        command.SetAction(parsed => Validate(parsed.GetValue(files)!, parsed.GetValue(with), parsed.GetValue(json)));
        return command;
    }

    private static int Validate(string[] files, string? with, bool json)
    {
        var given = DefinitionFiles.Among(files);
        var results = files.Select(file => (File: file, Problems: Check(file, with, given))).ToList();
        if (json)
        {
            Console.WriteLine(JsonSerializer.Serialize(results.Select(result => new
            {
                file = result.File,
                valid = !result.Problems.Any(problem => problem.IsError),
                problems = result.Problems.Select(problem => new
                {
                    activityId = problem.ActivityId ?? "",
                    path = problem.Path,
                    code = problem.Code,
                    message = problem.Message,
                    severity = problem.Severity.ToString().ToLowerInvariant(),
                }),
            }), Values.Json));
        }
        foreach (var (file, problems) in results)
        {
            foreach (var problem in problems.Where(problem => problem.IsError)) Console.Error.WriteLine($"{file}：{problem}");
            if (json) continue;
            foreach (var warning in problems.Where(problem => !problem.IsError)) Console.WriteLine($"{file}：提醒：{warning}");
            if (!problems.Any(problem => problem.IsError)) Console.WriteLine($"{file}：可以使用。");
        }
        return results.Exists(result => result.Problems.Any(problem => problem.IsError)) ? Cli.Refused : Cli.Done;
    }

    private static IReadOnlyList<DefinitionProblem> Check(string file, string? with, DefinitionFiles given)
    {
        try
        {
            var definition = DefinitionFiles.Read(file);
            return ProcedureCheck.Of(definition, given.And(with is null ? DefinitionFiles.Beside(file) : DefinitionFiles.In(with)));
        }
        catch (InvalidDefinitionException refused)
        {
            return refused.Problems;
        }
        catch (UnreadableFileException unreadable) when (with is null || Directory.Exists(with))
        {
            return [new DefinitionProblem(null, "$", "unreadable", unreadable.Message)];
        }
    }
}
