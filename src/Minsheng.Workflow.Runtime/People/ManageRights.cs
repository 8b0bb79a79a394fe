namespace Minsheng.Workflow.Runtime.People;

/// <summary>What 管理 consists of.</summary>
public enum ManagePart
{
    /// <summary>单位、机构、小组.</summary>
    Structure,

    /// <summary>People, what they hold, import and export.</summary>
    People,

    /// <summary>Sign-ins: given, reset, locked.</summary>
    Accounts,

    /// <summary>届次与换届.</summary>
    Terms,

    /// <summary>代理 for others; everybody grants their own.</summary>
    Delegations,

    /// <summary>The places below, and what a place is called.</summary>
    Places,
    Calendar,
    Settings,
    Audit,
    Backups,

    /// <summary>How the site sends mail.</summary>
    Mail,

    /// <summary>群机器人 of the place.</summary>
    Robot,

    /// <summary>What was sent to whom, and what did not arrive.</summary>
    Deliveries,
}

/// <summary>
/// Who manages what in their own place. 三员分离: the system administrator keeps people and sign-ins, the security auditor reads
/// the audit, the archive officer keeps the papers; none of the three follows from another, and none of them opens a ballot.
/// </summary>
public static class ManageRights
{
    private static readonly IReadOnlyList<string> OfficeAndAdmin = [.. Roles.Office, Roles.SystemAdmin];

    /// <summary>Roles that no person holds together.</summary>
    public static IReadOnlyList<string> Apart { get; } = [Roles.SystemAdmin, Roles.SecurityAuditor, Roles.ArchiveOfficer];

    /// <summary>The table. Sign-ins fall to the office only where nobody is system administrator today (see <see cref="ManageGate"/>).</summary>
    public static IReadOnlyDictionary<ManagePart, IReadOnlyList<string>> Table { get; } = new Dictionary<ManagePart, IReadOnlyList<string>>
    {
        [ManagePart.Structure] = OfficeAndAdmin,
        [ManagePart.People] = OfficeAndAdmin,
        [ManagePart.Accounts] = [Roles.SystemAdmin],
        [ManagePart.Terms] = OfficeAndAdmin,
        [ManagePart.Delegations] = Roles.Office,
        [ManagePart.Places] = [Roles.SystemAdmin],
        [ManagePart.Calendar] = OfficeAndAdmin,
        [ManagePart.Settings] = OfficeAndAdmin,
        [ManagePart.Audit] = [Roles.SecurityAuditor, .. Roles.Office],
        [ManagePart.Backups] = [Roles.SystemAdmin],
        [ManagePart.Mail] = [Roles.SystemAdmin],
        [ManagePart.Robot] = OfficeAndAdmin,
        [ManagePart.Deliveries] = OfficeAndAdmin,
    };

    /// <param name="roles">Code names of roles held today.</param>
    public static bool Has(IReadOnlyList<string> roles, ManagePart part) => roles.Any(Table[part].Contains);

    public static bool HasAny(IReadOnlyList<string> roles) => Table.Keys.Any(part => Has(roles, part));

    /// <summary>The refusal: what is so, who may, what to do.</summary>
    public static string Sentence(ManagePart part) => $"您不能管理{Name(part)}：这由{string.Join("、", Table[part].Select(Roles.Name))}办理。确需办理，请联系他们。";

    public static string Name(ManagePart part) => part switch
    {
        ManagePart.Structure => "单位、机构和小组",
        ManagePart.People => "人员",
        ManagePart.Accounts => "账号",
        ManagePart.Terms => "届次",
        ManagePart.Delegations => "代理",
        ManagePart.Places => "地区",
        ManagePart.Calendar => "日历",
        ManagePart.Settings => "设置",
        ManagePart.Audit => "审计",
        ManagePart.Mail => "邮件",
        ManagePart.Robot => "群机器人",
        ManagePart.Deliveries => "发送记录",
        _ => "备份",
    };
}
