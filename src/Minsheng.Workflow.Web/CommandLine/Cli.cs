using System.CommandLine;
using System.Globalization;
using System.Text;

namespace Minsheng.Workflow.Web.CommandLine;

/// <summary>The <c>minsheng</c> command: 0 done, 1 refused or failed with sentences on stderr, 2 wrong usage.</summary>
internal static class Cli
{
    public const int Done = 0, Refused = 1, WrongUsage = 2;

    public static async Task<int> RunAsync(string[] args)
    {
        Console.OutputEncoding = new UTF8Encoding(encoderShouldEmitUTF8Identifier: false);
        CultureInfo.CurrentUICulture = CultureInfo.DefaultThreadCurrentUICulture = CultureInfo.GetCultureInfo("zh-Hans");

        var root = new RootCommand("民生实事票决工作平台") { TreatUnmatchedTokensAsErrors = true };
        root.Add(ValidateCommand.Create());
        root.Add(RunCommand.Create());
        foreach (var command in SiteCommands()) root.Add(command);
        root.SetAction((parsed, stop) => Task.FromResult(Done));

        var result = root.Parse(args);
        if (result.Errors.Count > 0)
        {
            foreach (var error in result.Errors) await Console.Error.WriteLineAsync(error.Message);
            await Console.Error.WriteLineAsync("用法见 minsheng --help。");
            return WrongUsage;
        }
        try
        {
            return await result.InvokeAsync(new InvocationConfiguration { EnableDefaultExceptionHandler = false });
        }
        catch (UsageException problem)
        {
            await Console.Error.WriteLineAsync(problem.Message);
            return WrongUsage;
        }
        catch (Exception problem) when (problem is Engine.WorkflowException or IOException or UnauthorizedAccessException)
        {
            await Console.Error.WriteLineAsync(problem.Message);
            return Refused;
        }
    }

    private static IEnumerable<Command> SiteCommands() => [];
}

/// <summary>The command line asks for something it cannot mean.</summary>
internal sealed class UsageException(string message) : Exception(message);
