using System.CommandLine;
using System.Data.Common;
using System.Globalization;
using Minsheng.Workflow.Runtime;
using Minsheng.Workflow.Runtime.Backups;
using Minsheng.Workflow.Runtime.Storage;

namespace Minsheng.Workflow.Web.CommandLine;

/// <summary><c>minsheng backup FILE</c> and <c>minsheng restore FILE --yes</c>, with the settings of the site.</summary>
internal static class BackupCommands
{
    public static Command Backup()
    {
        var file = new Argument<string>("FILE") { Description = "备份文件，不能已经存在" };
        var command = new Command("backup", "备份数据库，网站可以照常运行") { file };
        command.TreatUnmatchedTokensAsErrors = false;
        command.SetAction(async (parsed, cancellation) =>
        {
            await using var site = Open(parsed, file, out var target);
            var copy = DatabaseCopy.Of(site.Services.GetRequiredService<DatabaseOptions>());
            await copy.WriteAsync(target, null, cancellation);
            if (await copy.CheckAsync(target, cancellation) is { } wrong)
            {
                File.Delete(target);
                throw new RefusedException("bad-backup", $"没有做成备份：{wrong}");
            }
            await Console.Out.WriteLineAsync(string.Create(CultureInfo.InvariantCulture, $"已备份到“{target}”（{new FileInfo(target).Length / 1024m / 1024m:0.0} MB），检查过，可以用来恢复。"));
            if (await OpenBoxesAsync(site, cancellation) is > 0 and var boxes) await Console.Out.WriteLineAsync($"提醒：{OpenBoxes.Sentence(boxes)}");
            return Cli.Done;
        });
        return command;
    }

    public static Command Restore()
    {
        var file = new Argument<string>("FILE") { Description = "备份文件" };
        var yes = new Option<bool>("--yes") { Description = "数据库里已有数据时，确认换掉它（原来的会另存）" };
        var command = new Command("restore", "用备份恢复数据库，要先停下网站") { file, yes };
        command.TreatUnmatchedTokensAsErrors = false;
        command.SetAction(async (parsed, cancellation) =>
        {
            await using var site = Open(parsed, file, out var source);
            var copy = DatabaseCopy.Of(site.Services.GetRequiredService<DatabaseOptions>());
            if (!File.Exists(source)) throw new UnreadableFileException($"没有文件“{source}”，请检查路径。");
            if (!parsed.GetValue(yes) && await copy.HoldsDataAsync(cancellation))
                throw new RefusedException("data-there", "数据库里已有数据，恢复会用备份换掉它，所以没有动；确定要恢复请加 --yes，原来的数据会另存一份。");
            var aside = await copy.RestoreAsync(source, site.Services.GetRequiredService<TimeProvider>().GetUtcNow(), cancellation);
            await Console.Out.WriteLineAsync(aside is null ? $"已用“{source}”恢复。" : $"已用“{source}”恢复，原来的数据另存在“{aside}”。");
            return Cli.Done;
        });
        return command;
    }

    private static WebApplication Open(ParseResult parsed, Argument<string> argument, out string file)
    {
        var named = parsed.GetValue(argument)!;
        if (named.StartsWith("--", StringComparison.Ordinal)) throw new UsageException($"文件要写在设置前面：minsheng {parsed.CommandResult.Command.Name} FILE [--节:名称=值 …]。");
        file = Path.GetFullPath(named);
        string[] settings = [.. parsed.UnmatchedTokens];
        ServeCommand.Check(settings);
        return Site.Build(settings);
    }

    /// <summary>None where the tables are of a version that has none: the copy is sound all the same.</summary>
    private static async Task<int> OpenBoxesAsync(WebApplication site, CancellationToken cancellation)
    {
        try
        {
            return await OpenBoxes.CountAsync(site.Services.GetRequiredService<ReadSide>(), cancellation);
        }
        catch (DbException)
        {
            return 0;
        }
    }
}
