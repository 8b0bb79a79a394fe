using System.CommandLine;
using System.Globalization;
using System.Text;
using Minsheng.Workflow.Activities.Rehearsal;

namespace Minsheng.Workflow.Web.CommandLine;

/// <summary><c>minsheng rehearse FILE</c>: a whole cycle in virtual time with simulated people.</summary>
internal static class RehearseCommand
{
    private const int LargestAnswers = 16 * 1024 * 1024;

    public static Command Create()
    {
        var file = new Argument<string>("FILE") { Description = "方案文件；子方案从同一文件夹里找" };
        var from = new Option<string>("--from") { Description = "启动日期，如 2026-01-05", Required = true };
        var until = new Option<string?>("--until") { Description = "演练到哪一天；不写则演练到结束" };
        var deputies = new Option<int>("--deputies") { Description = "全体代表人数，默认 193", DefaultValueFactory = _ => 193 };
        var proposals = new Option<int>("--proposals") { Description = "征集到的建议件数，默认 60", DefaultValueFactory = _ => 60 };
        var answers = new Option<string?>("--answers") { Description = "答案文件：按步骤编号写明结果、表单、票数和日期" };
        var seed = new Option<int>("--seed") { Description = "随机种子，默认 1；同一种子演练结果相同", DefaultValueFactory = _ => 1 };
        var json = new Option<bool>("--json") { Description = "以 JSON 输出" };
        var command = new Command("rehearse", "演练一个年度") { file, from, until, deputies, proposals, answers, seed, json };
        command.SetAction(parsed => Rehearse(
            parsed.GetValue(file)!, Day("--from", parsed.GetValue(from)!), parsed.GetValue(until) is { } last ? Day("--until", last) : null,
            AtLeast("--deputies", parsed.GetValue(deputies), 1, 10_000), AtLeast("--proposals", parsed.GetValue(proposals), 0, 100_000),
            parsed.GetValue(answers), parsed.GetValue(seed), parsed.GetValue(json)));
        return command;
    }

    private static int Rehearse(string file, DateOnly from, DateOnly? until, int deputies, int proposals, string? answers, int seed, bool json)
    {
        if (until < from) throw new UsageException("--until 早于 --from，请改正。");
        var definition = DefinitionFiles.Read(file);
        var report = Rehearsal.Play(new RehearsalPlan(definition, from)
        {
            Others = DefinitionFiles.Beside(file),
            Until = until,
            Deputies = deputies,
            Proposals = proposals,
            Answers = answers is null ? RehearsalAnswers.None : RehearsalAnswers.Parse(ReadAnswers(answers)),
            Seed = seed,
            Reload = false,
        });
        Console.WriteLine(json ? report.ToJsonText() : Calendar(report));
        return report.Status == RehearsalStatus.Faulted ? Cli.Refused : Cli.Done;
    }

    private static string Calendar(RehearsalReport report)
    {
        var lines = report.Events.Select(happened => string.Create(CultureInfo.InvariantCulture,
            $"{happened.At:yyyy-MM-dd}  {happened.Step}  {happened.Actor ?? "—"}  {happened.Text}"));
        var status = report.Status switch { RehearsalStatus.Finished => "办结", RehearsalStatus.Suspended => "未办结", _ => "出错" };
        var items = report.Items;
        var fates = string.Concat(new[] { (items.Finished, "验收结项"), (items.CarriedOver, "延续到下一年度"), (items.Stopped, "终止") }
            .Where(fate => fate.Item1 > 0).Select(fate => $"，{fate.Item2} {fate.Item1} 项"));
        return string.Join(Environment.NewLine, lines.Append(
            $"共 {report.Days} 天，{status}：建议 {items.Proposals} 件，候选 {items.Candidates} 项，票决确定 {items.Adopted} 项{fates}，文件 {report.Documents.Count} 份。"));
    }

    private static string ReadAnswers(string file) => DefinitionFiles.ReadBytes(file, LargestAnswers) is { } bytes
        ? Encoding.UTF8.GetString(bytes is [0xEF, 0xBB, 0xBF, ..] ? bytes.AsSpan(3) : bytes)
        : throw new UnreadableFileException($"答案文件“{file}”超过 {LargestAnswers / 1024 / 1024} MB，请检查是否选错了文件。");

    private static DateOnly Day(string option, string text) =>
        DateOnly.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day)
            ? day : throw new UsageException($"{option} “{text}”不是日期，应写作 2026-01-05。");

    private static int AtLeast(string option, int value, int least, int most) =>
        value >= least && value <= most ? value : throw new UsageException($"{option} 应在 {least} 到 {most} 之间，现在是 {value}。");
}
