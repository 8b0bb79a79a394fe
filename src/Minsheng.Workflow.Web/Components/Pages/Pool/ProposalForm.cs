using Minsheng.Workflow.Activities.Forms;
using Minsheng.Workflow.Runtime.Items;
using Minsheng.Workflow.Runtime.Queries;
using Minsheng.Workflow.Web.Account;

namespace Minsheng.Workflow.Web.Components.Pages.Pool;

/// <summary>The form a proposal is handed in by, out of what the window asks for.</summary>
public static class ProposalForm
{
    private const string Title = "title", Content = "content", Domain = "domain", Place = "place", Reason = "reason", Amount = "amount", Channel = "channel", Name = "proposerName", Phone = "proposerPhone", Unit = "proposerUnit";

    public static Form Of(CollectionWindow window, SignedIn me) => new([
        new Field { Name = Title, Label = "建议名称", Type = FieldType.Text, Required = true, MaxLength = 60, Hint = "写清在哪里、做什么，如“营盘镇秦丰村口安装路灯”" },
        Words(Domain, "领域", window.Domains),
        new Field { Name = Content, Label = "主要内容", Type = FieldType.Paragraph, Required = true, MaxLength = 2000 },
        new Field { Name = Place, Label = "地点", Type = FieldType.Text, Required = true },
        new Field { Name = Amount, Label = "投资概算", Type = FieldType.Money, Hint = "不清楚可以不填" },
        new Field { Name = Reason, Label = "为什么要办", Type = FieldType.Paragraph, Required = true, MaxLength = 2000 },
        Words(Channel, "来源", window.Channels),
        new Field { Name = Name, Label = "提出人", Type = FieldType.Text, Required = true, Default = me.Person.Name },
        new Field { Name = Unit, Label = "单位或住址", Type = FieldType.Text, Default = me.Person.Unit },
        new Field { Name = Phone, Label = "联系电话", Type = FieldType.Text, MaxLength = 20, Hint = "只有办理人员能看到" }]);

    /// <param name="values">Checked by the form.</param>
    public static Proposal Read(IReadOnlyDictionary<string, object?> values, CollectionWindow window, SignedIn me)
    {
        var name = Text(Name);
        return new Proposal(
            window.CycleId, Text(Title), Text(Content), Text(Domain), Text(Place), Text(Reason), values.GetValueOrDefault(Amount) as decimal?, Text(Channel),
            name, Optional(Phone), Optional(Unit), name == me.Person.Name ? me.Id : null);

        string Text(string field) => values.GetValueOrDefault(field) as string ?? "";
        string? Optional(string field) => Text(field) is { Length: > 0 } text ? text : null;
    }

    private static Field Words(string name, string label, IReadOnlyList<string> words) => words.Count == 0
        ? new Field { Name = name, Label = label, Type = FieldType.Text, Required = true }
        : new Field { Name = name, Label = label, Type = FieldType.Choice, Required = true, Options = [.. words.Select(word => new FieldOption(word, word))], Default = words.Count == 1 ? words[0] : null };
}
