using System.Globalization;
using Minsheng.Workflow.Runtime.Commits;

namespace Minsheng.Workflow.Runtime.Settings;

/// <summary>A whole number that each place may settle for itself.</summary>
/// <param name="Default">What holds where the place has settled nothing; null for no limit.</param>
public sealed record PlaceSetting(string Name, string Label, string Says, string Unit, int? Default, int Least, int Most)
{
    /// <summary>A question answered by 要 (1) or 不要 (0).</summary>
    public bool IsYesOrNo => Least == 0 && Most == 1;

    /// <summary>What holds, given what is stored: nothing, or something that is no number, counts as the default.</summary>
    public int? Settled(string? stored) => int.TryParse(stored, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : Default;

    /// <exception cref="RefusedException">It is no number in the range.</exception>
    public int Parse(string value) =>
        int.TryParse(value.Trim(), NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number >= Least && number <= Most
            ? number
            : throw new RefusedException("bad-setting", $"“{Label}”应为 {Least} 到 {Most} 之间的整数（{Unit}），请改正后再保存；不填即按默认。");
}

/// <summary>Everything a place may settle, with its default. Rows of place_settings hold what differs from it.</summary>
public static class PlaceSettings
{
    public static PlaceSetting UrgesPerDay { get; } = new("tasks.urges-per-day", "每人每件事一天可催办", "同一个人对同一件事一天最多催办几次，免得一再打扰。没有规定，默认 1 次。", "次", 1, 1, 10);

    public static PlaceSetting RemindBefore { get; } = new("tasks.remind-before", "到期前提醒", "限期前几个工作日提醒办理人一次；0 为不提醒。收每日待办的人在那里面看到，不另外提醒。没有规定，默认 1 个工作日。", "工作日", 1, 0, 30);

    public static PlaceSetting RemindEvery { get; } = new("tasks.remind-every", "超期后再提醒", "超期第一个工作日提醒办理人，以后每隔几个工作日再提醒；0 为只提醒一次。没有规定，默认 5 个工作日。", "工作日", 5, 0, 60);

    public static PlaceSetting EscalateAfter { get; } = new("tasks.escalate-after", "超期报告上级", "超期几个工作日后，把没有办的单位和人告诉政府办和人大办（办理步骤另有规定的从其规定）；0 为不报告。没有规定，默认 5 个工作日。", "工作日", 5, 0, 60);

    public static PlaceSetting FileQuota { get; } = new("Files.QuotaMegabytes", "附件总量上限", "本地区上传的文件一共最多占多少空间；到了上限就不能再传。默认不限。", "MB", null, 100, 1_000_000);

    public static PlaceSetting KeepUnused { get; } = new("Files.KeepUnusedDays", "没有提交的上传保留", "上传了却没有随表单提交的文件，过了这些天自动清除。默认 30 天。", "天", 30, 7, 3650);

    public static PlaceSetting QuietFrom { get; } = new("Mail.QuietFrom", "免打扰开始", "从这个钟点起不发邮件和群消息，等免打扰结束再发；开始和结束相同就是不设免打扰。没有规定，默认 20 点。", "点", 20, 0, 23);

    public static PlaceSetting QuietUntil { get; } = new("Mail.QuietUntil", "免打扰结束", "到这个钟点恢复发送。没有规定，默认 7 点。", "点", 7, 0, 23);

    public static PlaceSetting DigestHour { get; } = new("digest.hour", "信息简报几点发", "督办周报、月报、每日待办等在工作日的几点发出。默认 8 点。", "点", 8, 0, 17);

    public static PlaceSetting DigestWeekday { get; } = new("digest.weekday", "每周的简报星期几发", "督办周报和责任单位到期清单星期几发（1 为周一，7 为周日）；那天放假的，改在当周下一个工作日。默认周一。", "星期", 1, 1, 7);

    public static PlaceSetting DigestMonthDay { get; } = new("digest.month-day", "月报在当月第几个工作日发", "督办月报在每月的第几个工作日发。默认第 1 个。", "个工作日", 1, 1, 20);

    public static PlaceSetting SlipDays { get; } = new("accounts.slip-days", "一次性密码有效", "登录凭条上的一次性密码过了这些天不能再用，要请系统管理员重置。没有规定，默认 7 天；改动只管以后发的凭条。", "天", 7, 1, 90);

    public static PlaceSetting SecondPerson { get; } = new("procedures.second-person", "方案发布由第二人审核", "要：发布方案由人大办的另一位工作人员审核同意，提请和审核不能是同一个人；不要：一人即可发布。没有规定，默认不要。", "", 0, 0, 1);

    public static IReadOnlyList<PlaceSetting> All { get; } = [UrgesPerDay, SlipDays, RemindBefore, RemindEvery, EscalateAfter, FileQuota, KeepUnused, QuietFrom, QuietUntil, DigestHour, DigestWeekday, DigestMonthDay, SecondPerson];

    public static PlaceSetting Find(string name) => All.FirstOrDefault(setting => setting.Name == name) ?? throw new NotFoundException("设置", name);

    /// <summary>What holds in the place today.</summary>
    internal static int? Number(WriteSession session, string place, PlaceSetting setting) =>
        setting.Settled(session.First($"SELECT value FROM place_settings WHERE jurisdiction_id = {place} AND name = {setting.Name}", reader => reader.GetString(0)));
}
