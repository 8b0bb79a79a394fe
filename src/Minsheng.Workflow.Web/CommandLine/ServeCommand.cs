using System.CommandLine;

namespace Minsheng.Workflow.Web.CommandLine;

/// <summary><c>minsheng</c> or <c>minsheng serve</c>: the site. Settings may follow as <c>--Section:Name=value</c>.</summary>
internal static class ServeCommand
{
    private static readonly string[] HostSettings = ["urls", "environment", "contentRoot", "webRoot", "applicationName"];

    /// <summary>True for <c>serve</c>, nothing, or settings alone.</summary>
    public static bool Means(string[] args) => args is [] or ["serve", ..] || args[0].StartsWith("--", StringComparison.Ordinal) && args[0] is not ("--help" or "--version");

    /// <summary>Stands in the list of commands; <see cref="RunAsync"/> takes its words as settings.</summary>
    public static Command Create() => new("serve", "启动网站；不写命令时也是它") { TreatUnmatchedTokensAsErrors = false };

    public static async Task<int> RunAsync(string[] args)
    {
        var settings = args is ["serve", ..] ? args[1..] : args;
        if (settings is ["--help" or "-h" or "-?"])
        {
            await Console.Out.WriteLineAsync("minsheng serve [--urls 地址] [--节:名称=值 …]\n启动网站，默认 http://localhost:5080。");
            return Cli.Done;
        }
        Check(settings);
        await using var site = Site.Build(settings);
        await Site.PrepareAsync(site.Services, demo: site.Environment.IsDevelopment());
        await site.RunAsync();
        return Cli.Done;
    }

    /// <summary>Refuses words that are no settings, so that a slip of the pen does not start the wrong site.</summary>
    public static void Check(string[] settings)
    {
        for (var index = 0; index < settings.Length; index++)
        {
            var name = settings[index].Split('=', 2)[0];
            if (!name.StartsWith("--", StringComparison.Ordinal) || !IsSetting(name[2..]))
                throw new UsageException($"不认识“{settings[index]}”。设置应写作 --节:名称=值，例如 --Database:Provider=PostgreSQL；用法见 minsheng --help。");
            if (settings[index].Contains('=', StringComparison.Ordinal)) continue;
            if (++index >= settings.Length) throw new UsageException($"“{name}”后面没有写值。");
        }
    }

    private static bool IsSetting(string name) =>
        name.Contains(':', StringComparison.Ordinal) || HostSettings.Contains(name, StringComparer.OrdinalIgnoreCase);
}
