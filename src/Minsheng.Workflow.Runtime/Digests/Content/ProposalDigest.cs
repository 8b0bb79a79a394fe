using Minsheng.Workflow.Runtime.Digests.Facts;
using Minsheng.Workflow.Runtime.Digests.Layout;

namespace Minsheng.Workflow.Runtime.Digests.Content;

/// <summary>所提建议的进展: what was decided on the proposals of one person since the last working day, and why.</summary>
internal static class ProposalDigest
{
    /// <returns>Null when nothing has moved.</returns>
    public static DigestContent? Of(ProposalFacts facts, Addressee addressee)
    {
        if (facts.Moves.Count == 0) return null;
        var (frame, dates) = (facts.Frame, facts.Frame.Place.Dates);
        var items = facts.Moves.OrderBy(move => move.At).GroupBy(move => move.Receipt).OrderBy(group => group.First().Number, StringComparer.Ordinal).ToList();
        var gist = items.Count == 1 ? $"“{items[0].First().Title}”：{items[0].Last().Verdict}" : $"{items.Count} 件有进展";
        return new DigestContent(
            DigestKind.Proposals, frame.Period.Name, "您提的建议有进展", $"您提的建议{(items.Count == 1 ? "" : " ")}{gist}", gist, DigestWords.Byline(frame, "送", addressee),
            [
                .. items.Select(item => new Matter($"{item.First().Number} {item.First().Title}", null,
                [
                    .. item.SelectMany(move => (Words[])
                    [
                        $"{dates.Day(move.At)} {move.By}：{move.Verdict}{(move.MergedInto is { } into ? $"，与“{into}”一并办理" : "")}。",
                        .. move.Reason.Length > 0 ? (Words[])[$"理由：{move.Reason}"] : [],
                    ]),
                    $"回执号 {item.Key}",
                ])),
            ],
            new DigestButton("看办到哪一步", items.Count == 1 ? $"/pool/{items[0].First().ItemId}" : "/pool"),
            DigestWords.Foot(frame, "有进展才发，一天最多一封。"));
    }
}
