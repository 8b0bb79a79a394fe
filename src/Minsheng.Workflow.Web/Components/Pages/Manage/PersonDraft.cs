using System.Globalization;
using Minsheng.Workflow.Runtime.People;
using Minsheng.Workflow.Runtime.Queries;
using Minsheng.Workflow.Runtime.Storage.Rows;

namespace Minsheng.Workflow.Web.Components.Pages.Manage;

/// <summary>A person as typed.</summary>
public sealed class PersonDraft
{
    public string Name { get; set; } = "";
    public string Phone { get; set; } = "";
    public string Email { get; set; } = "";

    public PersonOrder Order => new(Name, Phone, Email);

    public static PersonDraft Of(PersonView person) => new() { Name = person.Name, Phone = person.Phone ?? "", Email = person.Email ?? "" };
}

/// <summary>A post as typed.</summary>
public sealed class PostDraft
{
    /// <summary>Kind and name, e.g. Role:Deputy.</summary>
    public string Post { get; set; } = "";
    public string UnitId { get; set; } = "";
    public string Title { get; set; } = "";
    public string Rank { get; set; } = "0";
    public DateOnly? From { get; set; }
    public DateOnly? Until { get; set; }
    public string TermId { get; set; } = "";

    public static PostDraft Of(PersonPost post) => new()
    {
        Post = $"{post.Kind}:{post.Name}", UnitId = post.UnitId ?? "", Title = post.Title, Rank = post.Rank.ToString(CultureInfo.InvariantCulture), From = post.From, Until = post.Until, TermId = post.TermId ?? "",
    };

    /// <summary>What is missing or no number goes on as something that is refused beside its field.</summary>
    public PostOrder Order(string placeId, string by, string personId)
    {
        var (kind, name) = PostOptions.Read(Post);
        return new PostOrder(
            placeId, by, personId, kind ?? PostKind.Role, name ?? "", From ?? default, Until, UnitId.Length > 0 ? UnitId : null, Title,
            Rank.Trim().Length == 0 ? 0 : int.TryParse(Rank.Trim(), NumberStyles.None, CultureInfo.InvariantCulture, out var rank) ? rank : -1, TermId.Length > 0 ? TermId : null);
    }
}
