using Minsheng.Workflow.Runtime.People;

namespace Minsheng.Workflow.Web.Components.Pages.Manage;

/// <summary>One section of 管理.</summary>
/// <param name="Says">What one does there, in a sentence.</param>
public sealed record ManageSection(string Title, string Address, string Icon, ManagePart Part, string Says);

public static class ManageSections
{
    public static IReadOnlyList<ManageSection> All { get; } =
    [
        new("人员", "/manage/people", "person", ManagePart.People, "登记人员、任职和账号，从表格导入，离任时转办待办。"),
        new("单位", "/manage/units", "project", ManagePart.Structure, "责任单位、配合单位和各办公室。"),
        new("机构", "/manage/bodies", "hall", ManagePart.Structure, "开会议事的机构：组成人员数和秘书。"),
        new("小组", "/manage/groups", "people", ManagePart.Structure, "专业代表小组、督办专班等小组和成员。"),
        new("届次", "/manage/terms", "cycle", ManagePart.Terms, "届次、全体代表人数，换届时一次办好交接。"),
        new("代理", "/manage/delegations", "branch", ManagePart.Delegations, "外出期间请人代为办理；投票和测评不能代理。"),
        new("发送记录", "/manage/deliveries", "document", ManagePart.Deliveries, "发给谁、收没收到；没有送达的重发。"),
        new("群机器人", "/manage/robot", "bell", ManagePart.Robot, "催办等消息同时发到企业微信群、钉钉群。"),
        new("邮件", "/manage/mail", "mail", ManagePart.Mail, "发邮件的服务器，试发一封看通不通。"),
        new("审计", "/manage/audit", "eye", ManagePart.Audit, "谁在什么时候办了什么；核对记录有没有被改动，导出另存。"),
        new("备份", "/manage/backups", "lock", ManagePart.Backups, "做一份数据库备份，检查备份能不能用。"),
        new("地区", "/manage/places", "globe", ManagePart.Places, "本地区的名称，下级乡镇、街道和它们的第一个账号。"),
        new("日历", "/manage/calendar", "calendar", ManagePart.Calendar, "节假日和调休：限期按它算工作日。"),
        new("简报", "/manage/digests", "bell", ManagePart.Settings, "督办周报、每日待办等简报发给谁、是什么样子；试发一封给自己。"),
        new("设置", "/manage/settings", "gear", ManagePart.Settings, "本地区可以自己定的事项和默认值。"),
    ];

    public static IEnumerable<ManageSection> For(IReadOnlyList<string> roles) => All.Where(section => ManageRights.Has(roles, section.Part));
}
