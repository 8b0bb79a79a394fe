using Minsheng.Workflow.Activities.Design;

namespace Minsheng.Workflow.Web.Components.Pages.Design;

/// <summary>What is done to lines of the outline, and what is said of it afterwards: the same whether the outline is looked at or not.</summary>
public sealed class OutlineEditor(DesignSession session)
{
    private readonly HashSet<string> _folded = new(StringComparer.Ordinal);
    private ProcedureDesign? _read;
    private DesignOutline _outline = DesignOutline.Empty;
    private int _changes;

    /// <summary>Read again only after a change: the page is drawn much more often.</summary>
    public DesignOutline Outline
    {
        get
        {
            if (_read == session.Design && _changes == session.Design.Changes) return _outline;
            (_read, _changes) = (session.Design, session.Design.Changes);
            return _outline = DesignOutline.Of(session.Design, session.Names);
        }
    }

    public OutlineLine? Chosen => session.Chosen is [var only] ? Outline.At(new StepAddress(session.Scope, only)) : null;

    /// <summary>The line that takes the focus once it is drawn.</summary>
    public string? Wanted { get; private set; }

    public IReadOnlyList<int> Visible => Outline.Visible(_folded);

    public bool IsFolded(OutlineLine line) => _folded.Contains(line.Address.Path);

    public string? TakeWanted()
    {
        var wanted = Wanted;
        Wanted = null;
        return wanted;
    }

    public OutlineLine? Find(string? path) => path is { Length: > 0 } ? Outline.At(StepAddress.Parse(path)) : null;

    /// <summary>The very line that was called so, wherever it has gone since: whoever was cut off still sees it in its old place.</summary>
    public OutlineLine? Known(string? path)
    {
        if (Find(path) is not { } line) return path is { Length: > 0 } ? ById(path) : null;
        return line.Address.Path == path ? line : ById(path!);
    }

    private OutlineLine? ById(string path) => StepAddress.Parse(path) is { Id: var id } ? Outline.Lines.FirstOrDefault(line => line.Address.Id == id) : null;

    public void Choose(OutlineLine line)
    {
        if (session.Scope == line.Address.Scope && session.Chosen is [var only] && only == line.Address.Id) return;
        if (session.Scope != line.Address.Scope) session.Go(line.Address.Scope);
        session.Choose([line.Address.Id]);
    }

    public void Fold(OutlineLine line, bool isFolded)
    {
        if (isFolded) _folded.Add(line.Address.Path);
        else _folded.Remove(line.Address.Path);
        Wanted = line.Address.Path;
        session.Say(isFolded ? $"已收起{line.Spoken}里面的步骤" : $"已展开{line.Spoken}");
    }

    public void Move(OutlineLine line, int by)
    {
        if (session.Do(design => design.Shift(line.Address, by))) Land(line.Address, now => now.Number == line.Number ? $"{line.Spoken} 已移动" : $"{line.Spoken} 已移到第 {now.Number} 步");
    }

    public void Indent(OutlineLine line)
    {
        var at = line.Address;
        if (session.Do(design => at = design.Indent(line.Address))) Land(at, now => $"{line.Spoken} 已放进“{Outline.ParentOf(now)?.Title}”，现在是第 {now.Number} 步");
    }

    public void Outdent(OutlineLine line)
    {
        var at = line.Address;
        if (session.Do(design => at = design.Outdent(line.Address))) Land(at, now => $"{line.Spoken} 已移出来，现在是第 {now.Number} 步");
    }

    /// <summary>Below the line given; where nothing stands yet, as the first.</summary>
    public void Add(OutlineLine? line, string type)
    {
        if (!StepIcons.Offers(type)) return;
        var made = StepAddress.Root;
        if (session.Do(design => made = line is null ? design.Add("", type, 80, 80) : design.AddBehind(line.Address, type))) Land(made, now => $"已添加{now.Spoken}，按回车填写");
    }

    public void Remove(OutlineLine line)
    {
        var next = Neighbour(line);
        if (!session.Do(design => design.TakeAway(line.Address))) return;
        if (next is not null) Land(next.Address, _ => $"已删除{line.Spoken}，前后已接上，按 Ctrl＋Z 可以撤销");
        else session.Say($"已删除{line.Spoken}，按 Ctrl＋Z 可以撤销");
    }

    public void Undo(bool again)
    {
        var (line, before) = (Chosen, Outline);
        var next = line is null ? null : Neighbour(line);
        if (again) session.Redo();
        else session.Undo();
        // What has come back is looked at; the line one stood on may be gone.
        var at = Outline.Lines.FirstOrDefault(now => before.At(now.Address)?.Address != now.Address) ?? (line is null ? null : Exactly(line) ?? (next is null ? null : Exactly(next))) ?? (Outline.Lines.Count > 0 ? Outline.Lines[0] : null);
        if (at is not null) Focus(at);
    }

    private OutlineLine? Exactly(OutlineLine line) => Outline.At(line.Address) is { } now && now.Address == line.Address ? now : null;

    public string Copy(OutlineLine line, bool isCut)
    {
        session.Say(isCut ? $"已剪切{line.Spoken}，选好位置按 Ctrl＋V 就移过去" : $"已复制{line.Spoken}，可以贴到这里，也可以贴到别的方案");
        return session.Design.Copy(line.Address.Scope, [line.Address.Id]);
    }

    public void Paste(OutlineLine? line, string text)
    {
        IReadOnlyList<StepAddress> pasted = [];
        if (!session.Do(design => pasted = line is null ? design.Paste("", text) : design.PasteBehind(line.Address, text)) || pasted.Count == 0) return;
        Land(pasted[0], now => pasted.Count == 1 ? $"已粘贴为{now.Spoken}" : $"已粘贴 {pasted.Count} 个步骤，第一个是{now.Spoken}");
    }

    /// <summary>What was cut goes behind another line: one act, so that it is never in neither place.</summary>
    public void Carry(OutlineLine from, OutlineLine behind)
    {
        if (behind.Address.Path == from.Address.Path || behind.Address.Path.StartsWith($"{from.Address.Path}/", StringComparison.Ordinal))
        {
            session.Say($"{from.Spoken}不能贴到它自己后面，没有改动；请另选一步再按 Ctrl＋V", isRefusal: true);
            return;
        }
        IReadOnlyList<StepAddress> pasted = [];
        var done = session.Do(design => design.Group($"移动“{from.Title}”", () =>
        {
            var text = design.Copy(from.Address.Scope, [from.Address.Id]);
            design.TakeAway(from.Address);
            pasted = design.PasteBehind(behind.Address, text);
        }));
        if (done && pasted.Count > 0) Land(pasted[0], now => $"{from.Spoken} 已移到第 {now.Number} 步");
    }

    public void Rename(OutlineLine line, string title)
    {
        if (session.Do(design => design.Rename(line.Address, title))) Land(line.Address, now => $"第 {now.Number} 步已改名为“{now.Title}”");
    }

    /// <summary>Goes to the next line with a problem and says what it is: first what must be cured, then what is only worth a look.</summary>
    public void Seek(OutlineLine? from, int by)
    {
        var mustCure = session.Problems.Any(problem => problem.IsError && problem.At is { IsRoot: false });
        var found = session.Problems.Where(problem => problem.At is { IsRoot: false } && (problem.IsError || !mustCure))
            .Select(problem => (Problem: problem, Line: Outline.At(problem.At!.Value))).Where(one => one.Line is not null)
            .Select(one => (one.Problem, Line: one.Line!, At: Outline.IndexOf(one.Line!))).OrderBy(one => one.At).DistinctBy(one => one.At).ToList();
        if (found.Count == 0)
        {
            session.Say(session.Problems.Count > 0 ? session.Problems[0].Message : "没有发现问题");
            return;
        }
        var at = from is null ? by > 0 ? -1 : int.MaxValue : Outline.IndexOf(from);
        var index = by > 0 ? found.FindIndex(one => one.At > at) : found.FindLastIndex(one => one.At < at);
        if (index < 0) index = by > 0 ? 0 : found.Count - 1;
        Focus(found[index].Line);
        session.Say($"{found[index].Line.Spoken}：{(found[index].Problem.IsError ? "必改" : "提醒")}，{found[index].Problem.Message}（第 {index + 1} 处，共 {found.Count} 处）");
    }

    /// <summary>Where each outcome leads from now on, as one step that can be taken back.</summary>
    public void Lead(OutlineLine line, IReadOnlyList<OnwardChoice> choices)
    {
        var changed = choices.Where(choice => choice.IsChanged).ToList();
        if (changed.Count == 0) return;
        var scope = line.Address.Scope;
        var done = session.Do(design => design.Group($"改“{line.Title}”的去处", () =>
        {
            foreach (var choice in changed)
                if (choice.Key is null) design.Connect(scope, line.Address.Id, choice.Port, choice.To);
                else if (choice.To.Length == 0) design.Disconnect(scope, [choice.Key]);
                else design.Reroute(scope, choice.Key, line.Address.Id, choice.Port, choice.To);
        }));
        if (done) Land(line.Address, now => $"{now.Spoken}：{string.Join("；", changed.Select(choice => $"{choice.Label} → {Outline.At(new StepAddress(scope, choice.To))?.Spoken ?? "不再连"}"))}");
    }

    /// <summary>Back to where one was, from a dialog.</summary>
    public void Return()
    {
        if (Chosen is { } line) Focus(line);
    }

    /// <summary>Unfolds what hides a line, chooses it and gives it the focus.</summary>
    public void Focus(OutlineLine line)
    {
        for (var parent = Outline.ParentOf(line); parent is not null; parent = Outline.ParentOf(parent)) _folded.Remove(parent.Address.Path);
        Wanted = line.Address.Path;
        Choose(line);
    }

    private void Land(StepAddress at, Func<OutlineLine, string> sentence)
    {
        if (Outline.At(at) is not { } line) return;
        Focus(line);
        session.Say(sentence(line));
    }

    /// <summary>Where one looks when a line goes: the next of its level, else the one before it.</summary>
    private OutlineLine? Neighbour(OutlineLine line) => Outline.Beside(line, 1) ?? (Outline.IndexOf(line) is > 0 and var at ? Outline.Lines[at - 1] : null);
}

/// <param name="Key">The arrow as it is; null for one to be drawn.</param>
/// <param name="To">Empty for nowhere.</param>
public sealed record OnwardChoice(string Port, string Label, string? Key, string Was, string To)
{
    public bool IsChanged => Was != To;
}
