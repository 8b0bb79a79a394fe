using System.CommandLine;
using System.CommandLine.Help;
using System.Globalization;
using System.Text;
using Microsoft.AspNetCore.Connections;

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
            if (UsageSentence.Of(result) is { } wrong) throw new UsageException(wrong);
            if (result.Action is HelpAction) return await HelpAsync(result);
            return await result.InvokeAsync(new InvocationConfiguration { EnableDefaultExceptionHandler = false });
        }
        catch (UsageException problem)
        {
            await Console.Error.WriteLineAsync(problem.Message);
            return WrongUsage;
        }
        catch (Exception problem)
        {
            await Console.Error.WriteLineAsync(Sentence(problem));
            return Refused;
        }
    }

    private static RootCommand Commands()
    {
        RootCommand root = new("民生实事票决工作平台")
        {
            ServeCommand.Create(),
            ValidateCommand.Create(),
            RunCommand.Create(),
            RehearseCommand.Create(),
            DatabaseCommands.Migrate(),
            DatabaseCommands.Seed(),
            BackupCommands.Backup(),
            BackupCommands.Restore(),
            VerifyCommand.Create(),
        };
        foreach (var help in root.Options.OfType<HelpOption>()) help.Description = "显示用法";
        return root;
    }

    /// <summary>The library knows its headings only in part in Chinese.</summary>
    private static async Task<int> HelpAsync(ParseResult result)
    {
        var text = new StringWriter();
        var code = await result.InvokeAsync(new InvocationConfiguration { Output = text, EnableDefaultExceptionHandler = false });
        await Console.Out.WriteAsync(text.ToString()
            .Replace("Description:", "说明:", StringComparison.Ordinal)
            .Replace("[command]", "[命令]", StringComparison.Ordinal)
            .Replace("[options]", "[选项]", StringComparison.Ordinal)
            .Replace("[default: ", "[默认: ", StringComparison.Ordinal)
            .Replace("(REQUIRED)", "（必填）", StringComparison.Ordinal));
        return code;
    }

    /// <summary>What went wrong as one sentence; never a stack trace.</summary>
    private static string Sentence(Exception problem) => problem switch
    {
        Engine.WorkflowException or UnreadableFileException => problem.Message,
        OperationCanceledException => "已按要求停下，没有办完。",
        IOException { InnerException: AddressInUseException } => "网站的端口已被另一个程序占用，请先关闭那个程序，或用 --urls 换一个端口。",
        UnauthorizedAccessException => $"没有权限读写需要的文件或文件夹，请检查权限（{OneLine(problem)}）。",
        IOException => $"读写文件或网络时出错，请检查路径、磁盘和端口（{OneLine(problem)}）。",
        _ => $"出了意料之外的错，这次没有办成，请把这句话告诉维护人员（{problem.GetType().Name}：{OneLine(problem)}）。",
    };

    private static string OneLine(Exception problem) => problem.Message.ReplaceLineEndings(" ");
}

/// <summary>The command line asks for something it cannot mean.</summary>
internal sealed class UsageException(string message) : Exception(message);
