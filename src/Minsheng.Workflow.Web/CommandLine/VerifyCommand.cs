using System.CommandLine;
using System.Globalization;
using Minsheng.Workflow.Runtime.Audit;

namespace Minsheng.Workflow.Web.CommandLine;

/// <summary><c>minsheng verify FILE</c>: does an audit export hold, judged from the file alone.</summary>
internal static class VerifyCommand
{
    private static readonly TimeSpan OfficeOffset = TimeSpan.FromHours(8);

    public static Command Create()
    {
        var file = new Argument<string>("FILE") { Description = "导出的审计记录（zip）" };
        var command = new Command("verify", "核对导出的审计记录，不用数据库") { file };
        command.SetAction(parsed => Verify(parsed.GetValue(file)!));
        return command;
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
