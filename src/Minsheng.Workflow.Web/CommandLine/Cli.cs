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

        try
        {
            if (ServeCommand.Means(args)) return await ServeCommand.RunAsync(args);
            var result = Commands().Parse(args);
            if (result.Errors.Count > 0)
            {
                await Console.Error.WriteLineAsync($"{string.Join(" ", result.Errors.Select(error => error.Message))} 用法见 minsheng --help。");
                return WrongUsage;
            }
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

    private static RootCommand Commands() => new("民生实事票决工作平台")
    {
        ValidateCommand.Create(),
        RunCommand.Create(),
        RehearseCommand.Create(),
        DatabaseCommands.Migrate(),
        DatabaseCommands.Seed(),
    };
}

/// <summary>The command line asks for something it cannot mean.</summary>
internal sealed class UsageException(string message) : Exception(message);
