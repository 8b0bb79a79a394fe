using Minsheng.Workflow.Activities.Design;

namespace Minsheng.Workflow.Activities.Written;

/// <summary>What decides where it goes on, in sentences.</summary>
internal sealed class OnwardSentences(DesignOutline outline)
{
    public IEnumerable<string> Of(OutlineLine line)
    {
        if (line.Next.Count == 0) yield break;
        if (line.Type == "Minsheng.Cadence") line = Once(line);
        if (line.Next is [var only])
        {
            if (only.To.Count == 0) yield return line.Type == "Minsheng.Cadence" ? "到期后，这一路到此为止。" : line.Depth == 0 ? "办完后没有下一步。" : "办完后，这一路到此为止。";
            else yield return $"办完后{Where(line, only.To)}。";
            yield break;
        }
        // Outcomes that lead to the same place are told in one breath.
        var ways = line.Next.GroupBy(next => string.Join('|', next.To.Select(to => to.Id))).ToList();
        yield return $"{string.Join("；", ways.Select(group => $"{Outcomes(line, [.. group])}，{(group.Key.Length == 0 ? line.Type == "Minsheng.Cadence" || line.Depth > 0 ? "到此为止" : "没有写明去处" : Where(line, group.First().To))}"))}。";
    }

    /// <summary>That it waits for the next time goes without saying.</summary>
    private static OutlineLine Once(OutlineLine line) => line with
    {
        Next = [.. line.Next.Select(next => next with { To = [.. next.To.Where(to => to.Id != line.Address.Id)] }).Where((next, index) => next.To.Count > 0 || line.Next[index].To.Count == 0)],
    };

    private static string Outcomes(OutlineLine line, IReadOnlyList<OutlineNext> group) =>
        $"{(line.Type == "Minsheng.HumanTask" ? "选" : "")}{string.Concat(group.Select(next => $"“{next.Label}”"))}的";

    private string Where(OutlineLine line, IReadOnlyList<OutlineTarget> targets)
    {
        var here = outline.IndexOf(line);
        var back = targets.All(to => outline.At(new StepAddress(line.Address.Scope, to.Id)) is { } there && outline.IndexOf(there) <= here);
        if (targets is [var self] && self.Id == line.Address.Id) return "重办本步";
        return $"{(back ? "回到" : targets.Count > 1 ? "同时进入" : "进入")}{string.Join("、", targets.Select(to => to.Number.Length > 0 ? $"第 {to.Number} 步“{to.Title}”" : $"“{to.Title}”"))}";
    }
}
