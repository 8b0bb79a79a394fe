using System.Text.Json;
using Minsheng.Workflow.Engine.Running;
using Minsheng.Workflow.Runtime.Queries;

namespace Minsheng.Workflow.Runtime.Audit;

/// <summary>What the acts of the audit are called on screen. Every act the code writes has its words here; a test asks for them.</summary>
public static class AuditWords
{
    public static IReadOnlyDictionary<string, string> Acts { get; } = new Dictionary<string, string>(StringComparer.Ordinal)
    {
        ["cycle-started"] = "启动年度周期",
        ["run-started"] = "开始一件事",
        ["start-skipped"] = "定时启动错过，按规定不补",
        ["run-withdrawn"] = "撤销一件事",
        ["run-reconciled"] = "核对后接着办",
        ["run-returned"] = "退回",
        ["task-acted"] = "办理任务",
        ["task-escalated"] = "超期报告上级",
        ["task-moved"] = "转办、委派、加签等",
        ["task-returned"] = "退回任务",
        ["task-withdrawn"] = "撤回办理",
        ["task-urged"] = "催办",
        ["task-copied"] = "抄送",
        ["task-read"] = "已阅",
        ["wait-answered"] = "登记等到的事",
        ["timer-fired-early"] = "提前启动",
        ["event-published"] = "发出事件",
        ["incident-retried"] = "重试停下的步骤",
        ["incident-skipped"] = "跳过停下的步骤",
        ["delegation-granted"] = "设代理",
        ["delegation-revoked"] = "收回代理",
        ["item-submitted"] = "提出建议",
        ["item-decided"] = "对项目作出决定",
        ["item-decision-taken-back"] = "收回对项目的决定",
        ["item-answered"] = "答复建议",
        ["item-joined"] = "并入项目",
        ["item-split"] = "拆开合并",
        ["items-merged"] = "合并建议",
        ["items-kept-apart"] = "认定不是一件事",
        ["digest-tested"] = "试发简报",
        ["digest-asked"] = "订阅或退订简报",
        ["visit-arranged"] = "安排视察日期",
        ["project-carried"] = "延续到下一年度",
        ["project-changed"] = "调整项目",
        ["instruction-issued"] = "批示",
        ["finding-opened"] = "发出问题函件",
        ["finding-advanced"] = "办理问题函件",
        ["document-published"] = "发布文书",
        ["definition-imported"] = "导入方案",
        ["cycle-moved"] = "在办的周期换到新版方案",
        ["cycle-move-proposed"] = "提请在办的周期换用新版",
        ["cycle-move-approved"] = "同意在办的周期换用新版",
        ["cycle-move-returned"] = "退回换版",
        ["cycle-move-undone"] = "撤回换版",
        ["definition-published"] = "发布方案",
        ["definition-proposed"] = "提请发布方案",
        ["definition-approved"] = "同意发布方案",
        ["definition-scheduled"] = "确定方案生效日期",
        ["definition-returned"] = "退回方案",
        ["definition-restored"] = "恢复方案旧版",
        ["template-copied"] = "照范本起草方案",
        ["template-taken"] = "取用范本的改进",
        ["template-quiet"] = "不再提醒范本的改进",
        ["file-uploaded"] = "上传附件",
        ["file-dropped"] = "清除附件",
        ["ballot-prepared"] = "准备票决",
        ["ballot-key-made"] = "设开箱口令",
        ["ballot-recused"] = "登记回避",
        ["ballot-recusal-withdrawn"] = "取消回避",
        ["ballot-opened"] = "开箱",
        ["ballot-closed"] = "封箱",
        ["ballot-half-opened"] = "开封（第一人）",
        ["ballot-unsealed"] = "开封计票",
        ["ballot-decided"] = "确认票决结果",
        ["ballot-paper-issued"] = "发纸质票",
        ["ballot-paper-entered"] = "录入纸质票",
        ["ballot-paper-cleared"] = "清空纸质票录入",
        ["ballot-restarted-on-paper"] = "改用纸质票重投",
        ["person-added"] = "登记人员",
        ["person-changed"] = "修改人员",
        ["person-left"] = "人员离任",
        ["person-returned"] = "人员复职",
        ["people-imported"] = "导入人员",
        ["post-given"] = "任职",
        ["post-changed"] = "修改任职",
        ["post-ended"] = "结束任职",
        ["term-added"] = "登记届次",
        ["term-changed"] = "修改届次",
        ["term-removed"] = "删除届次",
        ["term-handed-over"] = "换届交接",
        ["unit-added"] = "登记单位",
        ["unit-changed"] = "修改单位",
        ["unit-removed"] = "删除单位",
        ["unit-stopped"] = "停用单位",
        ["unit-resumed"] = "恢复使用单位",
        ["body-added"] = "登记机构",
        ["body-changed"] = "修改机构",
        ["body-removed"] = "删除机构",
        ["body-stopped"] = "停用机构",
        ["body-resumed"] = "恢复使用机构",
        ["group-added"] = "登记小组",
        ["group-changed"] = "修改小组",
        ["group-removed"] = "删除小组",
        ["group-stopped"] = "停用小组",
        ["group-resumed"] = "恢复使用小组",
        ["account-created"] = "开通账号",
        ["account-locked"] = "停用账号",
        ["account-unlocked"] = "恢复账号",
        ["password-changed"] = "修改密码",
        ["password-reset"] = "重设密码",
        ["place-added"] = "登记地区",
        ["place-changed"] = "修改地区",
        ["calendar-changed"] = "修改日历",
        ["setting-changed"] = "修改设置",
        ["place-renamed"] = "地区改名",
        ["place-zone-changed"] = "改时区",
        ["audit-read"] = "查阅审计记录",
        ["audit-checked"] = "核对审计链",
        ["audit-exported"] = "导出审计记录",
        ["backup-begun"] = "开始备份",
        ["backup-made"] = "制作备份",
        ["backup-checked"] = "检查备份",
        ["mail-set"] = "设置邮件",
        ["mail-tested"] = "试发邮件",
        ["robot-set"] = "设置群机器人",
        ["robot-removed"] = "删除群机器人",
        ["robot-tested"] = "试发群消息",
        ["message-resent"] = "重发消息",
        ["message-stopped"] = "停发消息",
    };

    private static readonly Dictionary<string, string> Details = new(StringComparer.OrdinalIgnoreCase)
    {
        ["outcome"] = "结果", ["reason"] = "原因", ["year"] = "年度", ["kind"] = "种类", ["title"] = "标题", ["name"] = "名称", ["size"] = "字节",
        ["number"] = "编号", ["channel"] = "渠道", ["stage"] = "环节", ["verdict"] = "决定", ["by"] = "由谁", ["from"] = "自", ["until"] = "至", ["to"] = "到",
        ["version"] = "版本", ["effectiveOn"] = "生效日", ["proposedBy"] = "提请人", ["digest"] = "摘要", ["due"] = "应到或期限", ["present"] = "实到", ["cast"] = "已投", ["issued"] = "发出", ["slips"] = "票数",
        ["unreadable"] = "读不出", ["roll"] = "名册人数", ["rows"] = "项数", ["round"] = "轮次", ["adopted"] = "通过", ["destroyed"] = "销毁", ["targets"] = "对象",
        ["state"] = "状态", ["amount"] = "金额", ["finish"] = "完成日", ["keeper"] = "保管人", ["file"] = "文件", ["bytes"] = "字节", ["entries"] = "条数",
        ["person"] = "人员", ["act"] = "事项", ["subject"] = "对象", ["old"] = "原来", ["new"] = "改为", ["value"] = "值", ["openBoxes"] = "开着的票箱", ["onBehalfOf"] = "代谁办理", ["deputyId"] = "代理人", ["brokenAt"] = "断在第几条",
        ["server"] = "服务器", ["sender"] = "发件地址", ["address"] = "网址", ["password"] = "密码或地址", ["kinds"] = "哪几类", ["count"] = "几封", ["cases"] = "几件", ["choices"] = "选定",
    };

    /// <summary>The act in words; its code name where there are none.</summary>
    public static string Act(string act) => Acts.GetValueOrDefault(act, act);

    /// <summary>Figures and words of the details; what only machines read is left to the export.</summary>
    public static string Detail(string json)
    {
        if (json is "" or "{}") return "";
        using var details = JsonDocument.Parse(json);
        if (details.RootElement.ValueKind is not JsonValueKind.Object) return "";
        return string.Join("；", details.RootElement.EnumerateObject()
            .Select(field => (field.Name, Words: field.NameEquals("outcome") ? Outcome(Text(field.Value)) : Text(field.Value)))
            .Where(field => Details.ContainsKey(field.Name) && field.Words.Length > 0)
            .Select(field => $"{Details[field.Name]}：{field.Words}"));
    }

    /// <summary>The plain end of a step says nothing that the act does not.</summary>
    private static string Outcome(string outcome) => outcome == Outcomes.Done ? "" : OutcomeWords.Of(outcome) ?? outcome;

    private static string Text(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.Null or JsonValueKind.Undefined or JsonValueKind.Object => "",
        JsonValueKind.True => "是",
        JsonValueKind.False => "否",
        JsonValueKind.Array => string.Join("、", value.EnumerateArray().Select(Text).Where(text => text.Length > 0)),
        _ => value.ToString(),
    };
}
