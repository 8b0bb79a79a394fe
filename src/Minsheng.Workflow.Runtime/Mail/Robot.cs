using System.Net;
using System.Net.Sockets;
using System.Text.Json;
using Minsheng.Workflow.Activities.Forms;
using Minsheng.Workflow.Engine;
using Minsheng.Workflow.Runtime.Commits;
using Minsheng.Workflow.Runtime.People;
using Minsheng.Workflow.Runtime.Storage.Rows;

namespace Minsheng.Workflow.Runtime.Mail;

/// <summary>Whose robots take the message.</summary>
public enum RobotFormat { WeCom, DingTalk }

/// <summary>
/// 群机器人 of a place. The address carries the key of the group and the secret signs for it: in storage both are protected,
/// and neither is shown, logged or put into the ledger.
/// </summary>
public sealed record Robot
{
    internal const string Setting = "robot";

    /// <summary>What goes to the group unless the place says otherwise (默认).</summary>
    public static IReadOnlyList<MessageKind> DefaultKinds { get; } = [MessageKind.Urge, MessageKind.Escalation];

    /// <summary>What may go there at all: nothing that is one person's own.</summary>
    public static IReadOnlyList<MessageKind> PossibleKinds { get; } = [MessageKind.Urge, MessageKind.Reminder, MessageKind.Escalation, MessageKind.Notice, MessageKind.Digest];

    public RobotFormat Format { get; init; }
    public string Address { get; init; } = "";
    public string? Secret { get; init; }
    public IReadOnlyList<MessageKind> Kinds { get; init; } = DefaultKinds;

    /// <summary>As stored, protected parts included.</summary>
    internal static Robot? Stored(WriteSession session, string place) =>
        session.First($"SELECT value FROM place_settings WHERE jurisdiction_id = {place} AND name = {Setting}", reader => reader.GetString(0)) is { } json ? JsonSerializer.Deserialize<Robot>(json, Values.Json) : null;

    internal (Robot Robot, List<FieldProblem> Problems) Checked()
    {
        var problems = new List<FieldProblem>();
        var robot = this with { Address = Address.Trim(), Secret = PlainText.Optional(Secret, "secret", "加签密钥", 200, problems), Kinds = [.. Kinds.Where(PossibleKinds.Contains).Distinct().Order()] };
        if (robot.Address.Length == 0) problems.Add(new("address", "“机器人地址”没有填写，请从群聊的机器人设置里复制。"));
        else if (!IsGood(robot.Address)) problems.Add(new("address", "“机器人地址”应以 https:// 开头，请从群聊的机器人设置里原样复制；http:// 只能用于单位内部网络的 IP 地址。"));
        if (robot.Kinds.Count == 0) problems.Add(new("kinds", "没有选发哪几类消息，请至少选一类；不想发就删除机器人。"));
        return (robot, problems);
    }

    private static bool IsGood(string text) =>
        text.Length <= 500 && !text.Any(char.IsControl) && Uri.TryCreate(text, UriKind.Absolute, out var address) && address.UserInfo.Length == 0
        && (address.Scheme == Uri.UriSchemeHttps || address.Scheme == Uri.UriSchemeHttp && IsPrivate(address));

    private static bool IsPrivate(Uri address) =>
        address.IsLoopback || IPAddress.TryParse(address.DnsSafeHost, out var ip) && (ip.AddressFamily, ip.GetAddressBytes()) switch
        {
            (AddressFamily.InterNetwork, [10, ..] or [192, 168, ..]) => true,
            (AddressFamily.InterNetwork, [172, var second, ..]) => second is >= 16 and <= 31,
            (AddressFamily.InterNetworkV6, [0xfc or 0xfd, ..]) => true,
            _ => false,
        };
}
