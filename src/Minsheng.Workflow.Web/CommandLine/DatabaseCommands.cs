using System.CommandLine;

namespace Minsheng.Workflow.Web.CommandLine;

/// <summary><c>minsheng migrate</c> and <c>minsheng seed --demo</c>, with the settings of the site.</summary>
internal static class DatabaseCommands
{
    public static Command Migrate()
    {
        var command = new Command("migrate", "建立或升级数据库，导入随附的方案") { TreatUnmatchedTokensAsErrors = false };
        command.SetAction(async (parsed, cancellation) =>
        {
            await using var site = Open(parsed);
            await Site.PrepareAsync(site.Services, demo: false, cancellation);
            await Console.Out.WriteLineAsync("数据库已就绪。");
            return Cli.Done;
        });
        return command;
    }

    public static Command Seed()
    {
        var demo = new Option<bool>("--demo") { Description = "写入演示数据（只限开发环境）" };
        var command = new Command("seed", "写入演示数据") { demo };
        command.TreatUnmatchedTokensAsErrors = false;
        command.SetAction(async (parsed, cancellation) =>
        {
            if (!parsed.GetValue(demo)) throw new UsageException("seed 要写明 --demo。");
            await using var site = Open(parsed);
            if (!site.Environment.IsDevelopment())
            {
                await Console.Error.WriteLineAsync("演示数据的口令人人可见，只能写入开发环境；请设 ASPNETCORE_ENVIRONMENT=Development 后再执行。");
                return Cli.Refused;
            }
            await Site.PrepareAsync(site.Services, demo: true, cancellation);
            await Site.SeedAsync(site.Services, _ => true, cancellation);
            await Console.Out.WriteLineAsync("演示数据已就绪。");
            return Cli.Done;
        });
        return command;
    }

    private static WebApplication Open(ParseResult parsed)
    {
        string[] settings = [.. parsed.UnmatchedTokens];
        ServeCommand.Check(settings);
        return Site.Build(settings);
    }
}
