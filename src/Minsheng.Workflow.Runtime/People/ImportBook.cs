using Minsheng.Workflow.Runtime.Commits;
using Minsheng.Workflow.Runtime.Storage.Rows;

namespace Minsheng.Workflow.Runtime.People;

/// <summary>A place's people while a sheet is held against them.</summary>
internal sealed class ImportBook
{
    private readonly Dictionary<string, List<ImportPerson>> _byName = new(StringComparer.Ordinal);
    private readonly Dictionary<string, ImportPerson> _byPhone = new(StringComparer.Ordinal);

    public List<ImportPerson> People { get; } = [];
    public Dictionary<string, string> Units { get; private init; } = [];
    public HashSet<string> Bodies { get; private init; } = [];
    public HashSet<string> Groups { get; private init; } = [];
    public Dictionary<string, (string Id, DateOnly From)> Terms { get; private init; } = [];

    public static ImportBook Read(WriteSession session, string placeId)
    {
        var book = new ImportBook
        {
            Units = session.Query($"SELECT name, id FROM units WHERE jurisdiction_id = {placeId}", reader => (reader.GetString(0), reader.GetString(1))).ToDictionary(row => row.Item1, row => row.Item2, StringComparer.Ordinal),
            Bodies = [.. session.Query($"SELECT name FROM bodies WHERE jurisdiction_id = {placeId}", reader => reader.GetString(0))],
            Groups = [.. session.Query($"SELECT name FROM groups WHERE jurisdiction_id = {placeId}", reader => reader.GetString(0))],
            Terms = session.Query($"SELECT name, id, \"from\" FROM terms WHERE jurisdiction_id = {placeId}", reader => (Name: reader.GetString(0), Id: reader.GetString(1), From: reader.Day(2))).ToDictionary(row => row.Name, row => (row.Id, row.From), StringComparer.Ordinal),
        };
        var unitNames = book.Units.ToDictionary(pair => pair.Value, pair => pair.Key, StringComparer.Ordinal);
        var posts = PostRows.OfPlace(session, placeId).ToLookup(post => post.PersonId, StringComparer.Ordinal);
        foreach (var person in session.Query(
            $"SELECT id, name, phone, email, is_active FROM people WHERE jurisdiction_id = {placeId} ORDER BY id",
            reader => new ImportPerson { Id = reader.GetString(0), Name = reader.GetString(1), Phone = reader.Text(2), Email = reader.Text(3), IsActive = reader.GetBoolean(4) }))
        {
            foreach (var post in posts[person.Id!])
                person.Posts.Add(new ImportPost
                {
                    Id = post.Id, Kind = post.Kind, Name = post.Name, Word = post.Name, From = post.From, Until = post.Until, TermId = post.TermId, Rank = post.Rank, Title = post.Title,
                    Unit = post.UnitId is { } unit ? unitNames.GetValueOrDefault(unit) : null,
                });
            book.Keep(person);
        }
        return book;
    }

    /// <summary>Whom a row means: the same phone, else the same name told apart by unit.</summary>
    /// <returns>Nobody and a note for a new person; nobody and a refusal, begun with ！, where it cannot be told.</returns>
    public (ImportPerson? Person, string Note) Find(PersonOrder order, string? unit)
    {
        if (order.Phone is { } phone && _byPhone.TryGetValue(phone, out var holder))
            return holder.Name == order.Name ? (holder, "") : (null, $"！手机号 {phone} 已登记在{holder.Name}名下，请核对姓名或手机号。");
        var namesakes = _byName.GetValueOrDefault(order.Name) ?? [];
        if (order.Phone is not null)
        {
            var open = namesakes.FindAll(one => one.Phone is null && (unit is null || one.Posts.Count == 0 || one.Posts.Exists(post => post.Unit == unit)));
            return open.Count switch
            {
                1 => (open[0], ""),
                0 => (null, namesakes.Count > 0 ? "与已有的同名人员手机或单位不同，按另一人登记" : ""),
                _ => (null, $"！有 {open.Count} 位“{order.Name}”没有登记手机号，分不清是哪一位，请先在人员页面补上。"),
            };
        }
        var near = unit is null ? namesakes : namesakes.FindAll(one => one.Posts.Exists(post => post.Unit == unit));
        if (near.Count == 1) return (near[0], "");
        if (near.Count > 1) return (null, $"！有 {near.Count} 位“{order.Name}”，分不清是哪一位，请填手机号{(unit is null ? "或单位" : "")}。");
        return namesakes is [var only] && only.Posts.Count == 0 ? (only, "") : (null, namesakes.Count > 0 ? "与已有的同名人员单位不同，按另一人登记" : "");
    }

    public ImportPerson Add(PersonOrder order)
    {
        var person = new ImportPerson { Name = order.Name, Phone = order.Phone, Email = order.Email, IsActive = true };
        Keep(person);
        return person;
    }

    public void Drop(ImportPerson person)
    {
        People.Remove(person);
        _byName[person.Name].Remove(person);
        if (person.Phone is { } phone) _byPhone.Remove(phone);
    }

    private void Keep(ImportPerson person)
    {
        People.Add(person);
        if (!_byName.TryGetValue(person.Name, out var namesakes)) _byName.Add(person.Name, namesakes = []);
        namesakes.Add(person);
        if (person.Phone is { } phone) _byPhone.TryAdd(phone, person);
    }
}

internal sealed class ImportPerson
{
    /// <summary>Null until it is written.</summary>
    public string? Id { get; set; }
    public required string Name { get; init; }
    public string? Phone { get; set; }
    public string? Email { get; set; }
    public bool IsActive { get; set; }
    public bool IsChanged { get; set; }
    public bool IsNew => Id is null;
    public List<ImportPost> Posts { get; } = [];
}

internal sealed record ImportPost
{
    public string? Id { get; init; }
    public required PostKind Kind { get; init; }
    public required string Name { get; init; }

    /// <summary>As the sheet says it.</summary>
    public required string Word { get; init; }
    public required DateOnly From { get; init; }
    public bool StatesNoFrom { get; init; }
    public DateOnly? Until { get; set; }
    public string? Unit { get; set; }
    public string Title { get; set; } = "";
    public int? Rank { get; set; }
    public string? TermId { get; set; }
    public bool IsChanged { get; set; }
}
