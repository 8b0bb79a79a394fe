namespace Minsheng.Workflow.Runtime.Storage.Rows;

/// <summary>A row that belongs to a jurisdiction, so that every query can be narrowed in one place.</summary>
public interface IJurisdictionRow
{
    string JurisdictionId { get; }
}

/// <summary>A county, township or street whose people's-congress office works here.</summary>
public sealed class JurisdictionRow
{
    public required string Id { get; set; }
    public required string Name { get; set; }
    public required Activities.Facts.JurisdictionLevel Level { get; set; }

    /// <summary>Letters in front of item numbers, e.g. ZS for 柞水.</summary>
    public required string Code { get; set; }
    public string? ParentId { get; set; }

    /// <summary>IANA name.</summary>
    public string TimeZone { get; set; } = "Asia/Shanghai";

    /// <summary>Working-day years that differ from the shipped ones, in the calendar file's format.</summary>
    public string? CalendarJson { get; set; }

    /// <summary>全体代表人数; null counts those who hold the role Deputy today.</summary>
    public int? AllDeputies { get; set; }
}

/// <summary>A department, office or organisation.</summary>
public sealed class UnitRow : IJurisdictionRow
{
    public required string Id { get; set; }
    public required string JurisdictionId { get; set; }
    public required string Name { get; set; }
}

/// <summary>A body that meets and decides, e.g. 县政府常务会议.</summary>
public sealed class BodyRow : IJurisdictionRow
{
    public required string Id { get; set; }
    public required string JurisdictionId { get; set; }
    public required string Name { get; set; }

    /// <summary>组成人员数; null when unknown.</summary>
    public int? Members { get; set; }
}

public sealed class PersonRow : IJurisdictionRow
{
    public required string Id { get; set; }
    public required string JurisdictionId { get; set; }
    public required string Name { get; set; }
    public string? Phone { get; set; }
    public string? Email { get; set; }
    public bool IsActive { get; set; } = true;
}

/// <summary>What a person holds from one day to another: a role, the secretaryship of a body, or membership of a group.</summary>
public sealed class PostRow : IJurisdictionRow
{
    public required string Id { get; set; }
    public required string JurisdictionId { get; set; }
    public required string PersonId { get; set; }
    public required PostKind Kind { get; set; }

    /// <summary>Code name of the role, or the name of the body or group.</summary>
    public required string Name { get; set; }
    public string? UnitId { get; set; }

    /// <summary>Office title shown with the name, e.g. 秘书科长.</summary>
    public string Title { get; set; } = "";
    public int Rank { get; set; }
    public required DateOnly From { get; set; }
    public DateOnly? Until { get; set; }

    /// <summary>The term of office 届 it belongs to; null for posts that do not end with a term.</summary>
    public string? TermId { get; set; }
}

public enum PostKind { Role, Secretary, Member }

/// <summary>A group people work in, e.g. 教育专业代表小组. Its members hold <see cref="PostKind.Member"/> posts of its name.</summary>
public sealed class GroupRow : IJurisdictionRow
{
    public required string Id { get; set; }
    public required string JurisdictionId { get; set; }
    public required string Name { get; set; }
    public string Purpose { get; set; } = "";
}

/// <summary>A term of the congress 届.</summary>
public sealed class TermRow : IJurisdictionRow
{
    public required string Id { get; set; }
    public required string JurisdictionId { get; set; }

    /// <summary>e.g. 第十九届.</summary>
    public required string Name { get; set; }
    public required DateOnly From { get; set; }
    public DateOnly? Until { get; set; }

    /// <summary>全体代表人数 of this term.</summary>
    public int? AllDeputies { get; set; }
}

/// <summary>代理: somebody handles another's tasks from one day to another. Votes and ratings cannot be handed over.</summary>
public sealed class DelegationRow : IJurisdictionRow
{
    public required string Id { get; set; }
    public required string JurisdictionId { get; set; }
    public required string PersonId { get; set; }
    public required string DeputyId { get; set; }
    public required DateOnly From { get; set; }
    public required DateOnly Until { get; set; }
    public required string Reason { get; set; }
    public required string CreatedBy { get; set; }
    public required DateTimeOffset Created { get; set; }
    public DateTimeOffset? Revoked { get; set; }
}

/// <summary>A setting of one place; what is not here has its default.</summary>
public sealed class PlaceSettingRow : IJurisdictionRow
{
    public required string JurisdictionId { get; set; }
    public required string Name { get; set; }
    public required string Value { get; set; }
}

/// <summary>How one person likes to work: 常用语, saved filters.</summary>
public sealed class PreferenceRow : IJurisdictionRow
{
    public required string PersonId { get; set; }
    public required string Name { get; set; }
    public required string JurisdictionId { get; set; }
    public required string Value { get; set; }
}
