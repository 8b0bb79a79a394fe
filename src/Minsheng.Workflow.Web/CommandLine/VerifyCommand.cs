using System.CommandLine;
using System.Globalization;
using Minsheng.Workflow.Runtime.Audit;
using Minsheng.Workflow.Runtime.Commits;

namespace Minsheng.Workflow.Web.CommandLine;

/// <summary>
/// <c>minsheng verify FILE</c>: does an audit export hold, judged from the file alone; <c>minsheng verify database</c>: do the chains
/// in the database of the site.
/// </summary>
internal static class VerifyCommand
{
    private const string Database = "database";

    private static readonly TimeSpan OfficeOffset = TimeSpan.FromHours(8);

    public static Command Create()
    {
        var file = new Argument<string>("FILE") { Description = "导出的审计记录（zip）；写 database 则核对网站数据库里的审计链" };
        var command = new Command("verify", "核对审计记录：导出的文件，或网站的数据库") { file };
        command.TreatUnmatchedTokensAsErrors = false;
        command.SetAction((parsed, cancellation) => parsed.GetValue(file) == Database
            ? VerifyDatabaseAsync([.. parsed.UnmatchedTokens], cancellation)
            : parsed.UnmatchedTokens is [var odd, ..]
                ? throw new UsageException($"核对文件不用设置，不认得“{odd}”：minsheng verify FILE，或 minsheng verify {Database} [--节:名称=值 …]。")
                : Task.FromResult(Verify(parsed.GetValue(file)!)));
        return command;
    }

    private static async Task<int> VerifyDatabaseAsync(string[] settings, CancellationToken cancellation)
    {
        ServeCommand.Check(settings);
        await using var site = Site.Build(settings);
        var chains = await SiteChains.CheckAsync(site.Services.GetRequiredService<CommitQueue>(), cancellation);
        foreach (var (place, check) in chains.Where(chain => chain.Check.Holds))
            await Console.Out.WriteLineAsync(string.Create(CultureInfo.InvariantCulture, $"“{place}”的审计记录共 {check.Entries} 条，首尾相接；末条摘要 {check.LastHash}。"));
        var broken = chains.Where(chain => !chain.Check.Holds)
            .Select(chain => string.Create(CultureInfo.InvariantCulture, $"“{chain.Place}”在第 {chain.Check.BrokenAt} 条断开（前面 {chain.Check.BrokenAt - 1} 条完整）")).ToList();
        if (broken.Count == 0) return Cli.Done;
        await Console.Error.WriteLineAsync($"审计链不完整：{string.Join("、", broken)}，那一条被改动、抽走或插入过；请保留数据库，查明是谁、怎样改的。");
        return Cli.Refused;
    }

    private static int Verify(string file)
    {
        var proof = Read(file);
        var about = proof.Manifest;
        if (proof.Problem is { } problem)
        {
            Console.Error.WriteLine($"“{about.Name}”的审计记录核对不上：{problem}");
            return Cli.Refused;
        }
        var made = about.ExportedAt.ToOffset(OfficeOffset).ToString("yyyy-MM-dd HH:mm", CultureInfo.InvariantCulture);
        Console.WriteLine($"“{about.Name}”的审计记录共 {about.Entries} 条，首尾相接，没有改动、抽走或插入（导出于北京时间 {made}）。");
        Console.WriteLine($"末条摘要 {about.LastHash}，请与平时另存的末条摘要比对。");
        return Cli.Done;
    }

    private static AuditProof Read(string file)
    {
        if (Directory.Exists(file)) throw new UnreadableFileException($"“{file}”是文件夹，请写明其中的文件。");
        if (!File.Exists(file)) throw new UnreadableFileException($"没有文件“{file}”，请检查路径。");
        try
        {
            using var stream = File.OpenRead(file);
            return AuditExport.Verify(stream);
        }
        catch (Exception problem) when (problem is IOException or UnauthorizedAccessException)
        {
            throw new UnreadableFileException($"文件“{file}”读不出来，请检查权限和磁盘。");
        }
    }
}
