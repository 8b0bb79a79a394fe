using System.Globalization;
using Minsheng.Workflow.Activities.Forms;
using Minsheng.Workflow.Runtime.Commits;
using Minsheng.Workflow.Runtime.Facts;
using Minsheng.Workflow.Runtime.Storage.Rows;

namespace Minsheng.Workflow.Runtime.People;

/// <summary>Reads a sheet against what a place already knows: judges each row, and remembers what to write.</summary>
internal sealed class ImportPlan
{
    private static readonly string[] Days = ["yyyy-M-d", "yyyy/M/d", "yyyy.M.d", "yyyy年M月d日", "yyyyMMdd"];

    private readonly ImportBook _book;
    private readonly ImportOptions _options;
    private readonly DateOnly _today;
    private readonly List<ImportRow> _rows = [];
    private readonly List<string> _newUnits = [];

    private ImportPlan(ImportBook book, ImportOptions options, DateOnly today) => (_book, _options, _today) = (book, options, today);

    public ImportReview Review => new(_rows, _newUnits);

    /// <summary>People of the place and those the sheet adds.</summary>
    public IReadOnlyList<ImportPerson> People => _book.People;

    /// <summary>The person each row is about.</summary>
    public Dictionary<int, ImportPerson> ByRow { get; } = [];

    public static ImportPlan Of(WriteSession session, string placeId, IReadOnlyList<ImportLine> lines, ImportOptions options)
    {
        if (lines.Count > ImportLine.Most) throw new RefusedException("too-many-rows", $"表里有 {lines.Count} 行，一次最多导入 {ImportLine.Most} 行，请分几次导入。");
        var plan = new ImportPlan(ImportBook.Read(session, placeId), options, Places.Today(session, placeId));
        foreach (var line in lines) plan._rows.Add(plan.Judge(line));
        return plan;
    }

    private ImportRow Judge(ImportLine line)
    {
        var problems = new List<FieldProblem>();
        var person = PersonRows.Clean(new PersonOrder(line.Name, line.Phone, line.Email), problems);
        var post = PostOf(line, problems);
        var unit = UnitOf(line, problems);
        if (problems.Count > 0) return Wrong(line, string.Concat(problems.Select(problem => problem.Sentence)));
        var (known, why) = _book.Find(person, unit);
        if (known is null && why.Length > 0 && why[0] == '！') return Wrong(line, why[1..]);
        if (known is null && post is null && (unit is not null || line.Title.Trim().Length > 0)) return Wrong(line, "写了单位或职务，没有写任职，单位和职务登记不上。请补上任职，或去掉单位和职务。");
        var isNew = known is null;
        var subject = known ?? _book.Add(person);
        var changes = new List<string>();
        if (!isNew && Details(subject, person) is { Length: > 0 } details) changes.Add(details);
        if (post is not null && Hold(subject, post with { Unit = unit, Title = line.Title.Trim() }, changes) is { } wrong)
        {
            if (isNew) _book.Drop(subject);
            return Wrong(line, wrong);
        }
        ByRow[line.Row] = subject;
        return isNew ? new ImportRow(line, ImportVerdict.New, $"新增人员{(changes.Count > 0 ? "，" + string.Join("，", changes) : "")}{(why.Length > 0 ? $"（{why}）" : "")}")
            : changes.Count > 0 ? new ImportRow(line, subject.IsNew ? ImportVerdict.New : ImportVerdict.Changed, string.Join("，", changes))
            : new ImportRow(line, ImportVerdict.Unchanged, "和已登记的一致");
    }

    /// <summary>Fills in what was missing and takes over what differs.</summary>
    private static string Details(ImportPerson subject, PersonOrder person)
    {
        var words = new List<string>();
        if (person.Phone is not null && person.Phone != subject.Phone) { words.Add(subject.Phone is null ? "补手机" : "改手机"); subject.Phone = person.Phone; subject.IsChanged = true; }
        if (person.Email is not null && person.Email != subject.Email) { words.Add(subject.Email is null ? "补邮箱" : "改邮箱"); subject.Email = person.Email; subject.IsChanged = true; }
        if (!subject.IsActive) { words.Add("重新任职"); subject.IsActive = true; subject.IsChanged = true; }
        return string.Join("，", words);
    }

    /// <returns>What is wrong; null when the post stands.</returns>
    private string? Hold(ImportPerson subject, ImportPost post, List<string> changes)
    {
        var twin = subject.Posts.Find(held => held.Kind == post.Kind && held.Name == post.Name && (held.From == post.From || post.StatesNoFrom && (held.Until is null || held.Until >= _today)));
        if (twin is null)
        {
            if (subject.Posts.Exists(held => held.Kind == post.Kind && held.Name == post.Name && (held.Until is null || held.Until >= post.From) && (post.Until is null || held.From <= post.Until)))
                return $"这段时间内已经担任“{post.Word}”，请核对起止日期，或先结束原来的任职。";
            subject.Posts.Add(post);
            changes.Add($"增加任职“{post.Word}”");
            return null;
        }
        var words = new List<string>();
        if (post.Title.Length > 0 && post.Title != twin.Title) { words.Add("职务"); twin.Title = post.Title; }
        if (post.Unit is not null && post.Unit != twin.Unit) { words.Add("单位"); twin.Unit = post.Unit; }
        if (post.Until is not null && post.Until != twin.Until) { words.Add("截止日期"); twin.Until = post.Until; }
        if (post.TermId is not null && post.TermId != twin.TermId) { words.Add("届次"); twin.TermId = post.TermId; }
        if (post.Rank is not null && post.Rank != twin.Rank) { words.Add("排序"); twin.Rank = post.Rank; }
        if (words.Count == 0) return null;
        twin.IsChanged = true;
        changes.Add($"改“{post.Word}”的{string.Join("、", words)}");
        return null;
    }

    private string? UnitOf(ImportLine line, List<FieldProblem> problems)
    {
        if (line.Unit.Trim().Length == 0) return null;
        var name = PlainText.Name(line.Unit, "unit", "单位", 50, problems);
        if (_book.Units.ContainsKey(name) || _newUnits.Contains(name)) return name;
        if (!_options.AddUnits) problems.Add(new FieldProblem("unit", $"没有单位“{PlainText.Short(name)}”，请改正名称，或先在“单位”中登记，或选“没有登记的单位一并新增”。"));
        else if (problems.Count == 0) _newUnits.Add(name);
        return name;
    }

    private ImportPost? PostOf(ImportLine line, List<FieldProblem> problems)
    {
        var kindWord = line.Kind.Trim();
        var name = line.Post.Trim();
        _ = PlainText.Optional(line.Title, "title", "职务", 40, problems);
        if (kindWord.Length == 0 && name.Length == 0) return null;
        PostKind? kind = kindWord switch { "角色" or "" => PostKind.Role, "机构秘书" => PostKind.Secretary, "小组成员" => PostKind.Member, _ => null };
        if (kind is null) problems.Add(new FieldProblem("kind", $"“任职类别”“{PlainText.Short(kindWord)}”不对，应为 角色、机构秘书 或 小组成员。"));
        if (name.Length == 0) problems.Add(new FieldProblem("post", "写了任职类别，没有写“任职”，请补上。"));
        var code = kind is null || name.Length == 0 ? name : Code(kind.Value, name, problems);
        var from = Day(line.From, "起始日期", problems);
        var until = Day(line.Until, "截止日期", problems);
        var term = Term(line, problems);
        var first = from ?? _options.From ?? term?.From ?? _today;
        if (until < first) problems.Add(new FieldProblem("until", "“截止日期”早于起始日期，请改正。"));
        int? rank = null;
        if (line.Rank.Trim().Length > 0)
        {
            if (int.TryParse(line.Rank.Trim(), NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number <= 99_999) rank = number;
            else problems.Add(new FieldProblem("rank", $"“排序”“{PlainText.Short(line.Rank)}”不是 0 到 99999 的整数，请改正。"));
        }
        return new ImportPost { Kind = kind ?? PostKind.Role, Name = code, Word = name, From = first, StatesNoFrom = from is null, Until = until, TermId = term?.Id, Rank = rank };
    }

    private string Code(PostKind kind, string name, List<FieldProblem> problems)
    {
        if (kind == PostKind.Role)
        {
            var role = Roles.All.FirstOrDefault(one => one == name || Roles.Name(one) == name);
            if (role is null) problems.Add(new FieldProblem("post", $"没有角色“{PlainText.Short(name)}”，请从模板“填写说明”里所列的角色中选。"));
            else if (ManageRights.Apart.Contains(role)) problems.Add(new FieldProblem("post", $"“{Roles.Name(role)}”不能从表格导入（三员分离），请在人员页面逐个登记。"));
            return role ?? name;
        }
        var (there, word) = kind == PostKind.Secretary ? (_book.Bodies, "机构") : (_book.Groups, "小组");
        if (!there.Contains(name)) problems.Add(new FieldProblem("post", $"没有{word}“{PlainText.Short(name)}”，请改正名称，或先在“{word}”中登记。"));
        return name;
    }

    private (string Id, DateOnly From)? Term(ImportLine line, List<FieldProblem> problems)
    {
        var name = line.Term.Trim();
        if (name.Length == 0) return _options.TermId is { } chosen && _book.Terms.Values.FirstOrDefault(term => term.Id == chosen) is { Id: not null } given ? given : null;
        if (_book.Terms.TryGetValue(name, out var known)) return known;
        problems.Add(new FieldProblem("term", $"没有届次“{PlainText.Short(name)}”，请改正，或先在“届次”中登记。"));
        return null;
    }

    private static DateOnly? Day(string text, string label, List<FieldProblem> problems)
    {
        var value = text.Trim();
        if (value.Length == 0) return null;
        if (DateOnly.TryParseExact(value, Days, CultureInfo.InvariantCulture, DateTimeStyles.None, out var day) && day.Year is >= 1980 and <= 2100) return day;
        problems.Add(new FieldProblem("day", $"“{label}”“{PlainText.Short(value)}”不是日期，请写成 2027-03-05 的样子。"));
        return null;
    }

    private static ImportRow Wrong(ImportLine line, string sentence) => new(line, ImportVerdict.Wrong, sentence);
}
