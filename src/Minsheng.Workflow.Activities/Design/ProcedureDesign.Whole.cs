using System.Text.Json.Nodes;

namespace Minsheng.Workflow.Activities.Design;

/// <summary>The procedure as a whole: its name, what it is about, where it comes from.</summary>
public sealed partial class ProcedureDesign
{
    private const int LongestName = 60, LongestDescription = 2_000;

    public void RenameWhole(string name)
    {
        name = name.Trim();
        if (name.Length == 0) throw new DesignRefusedException("no-title", "方案要有名称，没有改动；请写上是哪里的什么办法，如“柞水三审票决”。");
        if (name.Length > LongestName) throw new DesignRefusedException("long-title", $"名称有 {name.Length} 个字，最长 {LongestName} 个字，没有改动；细节请写到“说明”里。");
        if (name != Definition.Name) Do("改方案名称", () => Journal.Set(Definition.Json, "name", name));
    }

    public void Describe(string? text)
    {
        text = text?.Trim() ?? "";
        if (text.Length > LongestDescription) throw new DesignRefusedException("long-text", $"说明有 {text.Length} 个字，最长 {LongestDescription} 个字，没有改动。");
        if (text != (Definition.Description ?? "")) Do("改方案说明", () => Journal.Set(Definition.Json, "description", text));
    }

    /// <summary>Source, legal basis and the like; empty takes it out.</summary>
    public void SetWhole(string name, string? text)
    {
        var value = string.IsNullOrWhiteSpace(text) ? null : text.Trim();
        if (StepTree.Text(Definition.CustomProperties?[name]) == value) return;
        Do("修改方案", () =>
        {
            if (value is not null) Journal.Set(Member(Definition.Json, "customProperties"), name, value);
            else if (Definition.CustomProperties is { } properties) Journal.Remove(properties, name);
        });
    }
}
