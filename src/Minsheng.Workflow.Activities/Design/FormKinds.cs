using Minsheng.Workflow.Activities.Forms;

namespace Minsheng.Workflow.Activities.Design;

/// <summary>A kind of field as people know it.</summary>
/// <param name="Hint">What is filled in there.</param>
public sealed record FormKind(FieldType Type, string Group, string Word, string Icon, string Hint)
{
    /// <summary>Whether a column of a table may be of this kind.</summary>
    public bool InTables => Type is not (FieldType.Table or FieldType.Items or FieldType.Region or FieldType.Signature or FieldType.RichText);

    /// <summary>Whether other fields may be shown by what is filled in there.</summary>
    public bool Decides => Type is not (FieldType.Items or FieldType.Table or FieldType.Attachment or FieldType.Photo or FieldType.Region or FieldType.Signature or FieldType.RichText);

    public bool HasOptions => Type is FieldType.Choice or FieldType.MultiChoice or FieldType.Rating or FieldType.Items;

    /// <summary>Wide unless the author says otherwise.</summary>
    public bool IsWide => Field.IsWideByNature(Type);
}

/// <summary>The kinds of fields a form may have.</summary>
public static class FormKinds
{
    public static IReadOnlyList<FormKind> All { get; } =
    [
        new(FieldType.Text, "文字", "单行文字", "text", "名称、编号这样的一行字"),
        new(FieldType.Paragraph, "文字", "多行文字", "list", "情况、意见、记录"),
        new(FieldType.RichText, "文字", "带格式文字", "document", "可以加粗、分条的文字"),
        new(FieldType.Number, "数字和日期", "数字", "statistics", "人数、件数、百分数"),
        new(FieldType.Money, "数字和日期", "金额（万元）", "pool", "以万元为单位，两位小数"),
        new(FieldType.Date, "数字和日期", "日期", "calendar", "某年某月某日"),
        new(FieldType.Choice, "选择", "单选", "check", "几项里选一项"),
        new(FieldType.MultiChoice, "选择", "多选", "task", "几项里选几项"),
        new(FieldType.Rating, "选择", "满意度", "star", "满意、基本满意、不满意、弃权"),
        new(FieldType.Person, "人和地点", "人员", "person", "从通讯录里选一个人"),
        new(FieldType.Unit, "人和地点", "单位", "project", "从单位里选一个"),
        new(FieldType.Region, "人和地点", "地点", "home", "乡镇（街道）和村（社区）"),
        new(FieldType.Attachment, "材料", "附件", "clip", "上传文件"),
        new(FieldType.Photo, "材料", "照片", "picture", "上传或当场拍照"),
        new(FieldType.Signature, "材料", "手写签名", "stamp", "在屏幕上手写"),
        new(FieldType.Table, "成组", "表格", "board", "一行一条，可以加行"),
        new(FieldType.Items, "成组", "逐项意见", "pool", "对任务里的每个项目逐一表态"),
    ];

    /// <summary>The kind a file names; null for one that this designer does not know.</summary>
    public static FormKind? Of(string? word) => word is { Length: > 0 } && char.IsAsciiLetter(word[0]) && Enum.TryParse<FieldType>(word, ignoreCase: true, out var type) ? Of(type) : null;

    public static FormKind? Of(FieldType? type) => All.FirstOrDefault(kind => kind.Type == type);
}
