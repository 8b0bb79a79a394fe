namespace Minsheng.Workflow.Runtime.People;

/// <summary>Code names of the field's roles, as definitions and posts write them.</summary>
public static class Roles
{
    public const string CountyNpcStaff = nameof(CountyNpcStaff);
    public const string TownshipNpcChair = nameof(TownshipNpcChair);
    public const string StreetNpcStaff = nameof(StreetNpcStaff);
    public const string ScLeader = nameof(ScLeader);
    public const string ScMember = nameof(ScMember);
    public const string GovOffice = nameof(GovOffice);
    public const string LeadDepartment = nameof(LeadDepartment);
    public const string AssistDepartment = nameof(AssistDepartment);
    public const string PartyCommittee = nameof(PartyCommittee);
    public const string Deputy = nameof(Deputy);
    public const string StreetCouncilMember = nameof(StreetCouncilMember);
    public const string SessionChair = nameof(SessionChair);
    public const string ChiefScrutineer = nameof(ChiefScrutineer);
    public const string Scrutineer = nameof(Scrutineer);
    public const string Teller = nameof(Teller);
    public const string Expert = nameof(Expert);
    public const string ArchiveOfficer = nameof(ArchiveOfficer);
    public const string SystemAdmin = nameof(SystemAdmin);
    public const string SecurityAuditor = nameof(SecurityAuditor);

    /// <summary>All of them, as lists show them.</summary>
    public static IReadOnlyList<string> All { get; } =
    [
        CountyNpcStaff, TownshipNpcChair, StreetNpcStaff, ScLeader, ScMember, SessionChair, Deputy, StreetCouncilMember, GovOffice, PartyCommittee,
        LeadDepartment, AssistDepartment, ChiefScrutineer, Scrutineer, Teller, Expert, ArchiveOfficer, SystemAdmin, SecurityAuditor,
    ];

    /// <summary>The congress office: starts cycles, moves dates, puts right what stands still.</summary>
    public static IReadOnlyList<string> Office { get; } = [CountyNpcStaff, TownshipNpcChair, StreetNpcStaff];

    /// <summary>Who looks after the year's projects beside the office.</summary>
    public static IReadOnlyList<string> Supervisors { get; } = [ScLeader, ScMember, SessionChair, GovOffice, PartyCommittee];

    /// <summary>Whether somebody who holds these today sees 督办一览.</summary>
    public static bool Supervise(IReadOnlyList<string> roles) => roles.Any(Office.Contains) || roles.Any(Supervisors.Contains);

    /// <summary>Who may write an instruction 批示 on a project or a finding. A street's congress work is led by its 工委 itself.</summary>
    public static IReadOnlyList<string> Instructors { get; } = [ScLeader, SessionChair, TownshipNpcChair, StreetNpcStaff];

    /// <summary>Chinese name of a role; the code itself where we have none.</summary>
    public static string Name(string role) => role switch
    {
        CountyNpcStaff => "人大办工作人员",
        TownshipNpcChair => "乡镇人大主席",
        StreetNpcStaff => "街道人大工委工作人员",
        ScLeader => "常委会领导",
        ScMember => "常委会组成人员",
        GovOffice => "政府办",
        LeadDepartment => "责任单位",
        AssistDepartment => "配合单位",
        PartyCommittee => "党委",
        Deputy => "人大代表",
        StreetCouncilMember => "议事代表",
        SessionChair => "会议主持人",
        ChiefScrutineer => "总监票人",
        Scrutineer => "监票人",
        Teller => "计票人",
        Expert => "专家",
        ArchiveOfficer => "档案管理员",
        SystemAdmin => "系统管理员",
        SecurityAuditor => "安全审计员",
        _ => role,
    };
}
