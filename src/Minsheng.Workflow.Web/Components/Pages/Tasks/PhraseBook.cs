using Minsheng.Workflow.Runtime.Tasks;

namespace Minsheng.Workflow.Web.Components.Pages.Tasks;

/// <summary>常用语 of one person; until they keep their own, three that fit most offices.</summary>
public sealed class PhraseBook(PreferenceDesk desk)
{
    public const int Most = 12;
    public const int Longest = 60;

    private static readonly IReadOnlyList<string> Usual = ["同意。", "材料齐全，同意报送。", "请补充材料后再报。"];

    public async Task<IReadOnlyList<string>> ReadAsync(string personId) =>
        await desk.GetAsync(personId, PreferenceDesk.Phrases) is { } kept ? [.. kept.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries).Take(Most)] : Usual;

    public Task KeepAsync(string personId, IReadOnlyList<string> phrases) => desk.SetAsync(personId, PreferenceDesk.Phrases, string.Join('\n', phrases));
}
