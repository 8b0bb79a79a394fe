using System.Security.Claims;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;
using Minsheng.Workflow.Activities.Facts;
using Minsheng.Workflow.Runtime.People;
using Minsheng.Workflow.Runtime.Storage;
using Minsheng.Workflow.Runtime.Storage.Rows;

namespace Minsheng.Workflow.Runtime.Demo;

/// <summary>柞水县 with the people a cycle needs, as posts and 甲乙丙. For Development only: everybody can read the password.</summary>
public sealed class DemoSeed(WorkflowDb db, UserManager<Account> accounts)
{
    /// <summary>Claim on accounts of the demo; they open nothing outside Development.</summary>
    public const string DemoClaim = "demo";

    /// <summary>Password of all demo accounts, printed in the README.</summary>
    public const string Password = "yanshi-2026";

    public const string JurisdictionId = "zhashui";

    private static readonly DateOnly Since = new(2021, 1, 1);

    private static readonly (string Id, string Name)[] Units =
    [
        ("rendaban", "县人大办"), ("zhengfuban", "县政府办"), ("xianweiban", "县委办"), ("changweihui", "县人大常委会"), ("caijinggongwei", "财政经济工委"),
        ("zhujianju", "县住建局"), ("jiaotongju", "县交通局"), ("jiaokeju", "县教科体局"), ("weijianju", "县卫健局"), ("zhuanjiazu", "专家组"), ("daibiaotuan", "县人大代表"),
    ];

    private static readonly (string Name, int? Members)[] Bodies =
        [("联席会议", null), ("县政府常务会议", null), ("县委常委会会议", null), ("县人大常委会会议", 5)];

    /// <summary>Account, name, title, unit, and what they hold: roles, 「secretary:body」, 「group:name」.</summary>
    private static readonly (string Account, string Name, string Title, string Unit, string[] Holds)[] People =
    [
        ("renda", "科员甲", "人大办科员", "rendaban", [Roles.CountyNpcStaff, "secretary:县人大常委会会议"]),
        ("zhengfu", "科长乙", "政府办秘书科长", "zhengfuban", [Roles.GovOffice, "secretary:县政府常务会议", "secretary:联席会议"]),
        ("dangwei", "科长丙", "县委办督查科长", "xianweiban", [Roles.PartyCommittee, "secretary:县委常委会会议"]),
        ("zhuren", "主任丁", "常委会主任、大会执行主席", "changweihui", [Roles.SessionChair, Roles.ScMember]),
        ("lingdao", "副主任戊", "常委会副主任", "changweihui", [Roles.ScLeader, Roles.ScMember]),
        ("weiyuan1", "委员己", "常委会委员", "changweihui", [Roles.ScMember]),
        ("weiyuan2", "委员庚", "常委会委员", "changweihui", [Roles.ScMember]),
        ("weiyuan3", "委员辛", "常委会委员", "changweihui", [Roles.ScMember]),
        ("gongwei", "工委主任壬", "财政经济工委主任", "caijinggongwei", ["group:对口工作委员会"]),
        ("zhujian", "股长癸", "住建局办公室主任", "zhujianju", [Roles.LeadDepartment]),
        ("jiaotong", "股长子", "交通局办公室主任", "jiaotongju", [Roles.LeadDepartment]),
        ("jiaoke", "股长丑", "教科体局办公室主任", "jiaokeju", [Roles.LeadDepartment]),
        ("weijian", "股长寅", "卫健局办公室主任", "weijianju", [Roles.LeadDepartment]),
        ("zhuanjia1", "专家卯", "工程造价专家", "zhuanjiazu", [Roles.Expert]),
        ("zhuanjia2", "专家辰", "社会事业专家", "zhuanjiazu", [Roles.Expert]),
        .. Enumerable.Range(1, 9).Select(number => (
            $"daibiao{number}", $"代表{"一二三四五六七八九"[number - 1]}", number switch { 9 => "代表、总监票人", 8 => "代表、监票人", _ => "代表" }, "daibiaotuan",
            (string[])[Roles.Deputy, .. number <= 2 ? (string[])["group:代表研判小组"] : number switch { 8 => [Roles.Scrutineer], 9 => [Roles.ChiefScrutineer], _ => [] }])),
    ];

    /// <summary>Makes the demo if it is not there; changes nothing otherwise.</summary>
    /// <returns>True if it was made now.</returns>
    public async Task<bool> EnsureAsync(CancellationToken cancellation = default)
    {
        if (await db.Jurisdictions.AnyAsync(row => row.Id == JurisdictionId, cancellation)) return false;
        await using var transaction = await db.Database.BeginTransactionAsync(cancellation);
        db.Add(new JurisdictionRow { Id = JurisdictionId, Name = "柞水县", Level = JurisdictionLevel.County, Code = "ZS" });
        foreach (var (id, name) in Units) db.Add(new UnitRow { Id = UnitId(id), JurisdictionId = JurisdictionId, Name = name });
        foreach (var (name, members) in Bodies) db.Add(new BodyRow { Id = $"{JurisdictionId}-{name}", JurisdictionId = JurisdictionId, Name = name, Members = members });
        foreach (var (account, name, title, unit, holds) in People) AddPerson(account, name, title, unit, holds);
        await db.SaveChangesAsync(cancellation);
        foreach (var person in People) await AddAccountAsync(person.Account);
        await transaction.CommitAsync(cancellation);
        return true;
    }

    private void AddPerson(string account, string name, string title, string unit, string[] holds)
    {
        db.Add(new PersonRow { Id = PersonId(account), JurisdictionId = JurisdictionId, Name = name, Email = $"{account}@example.invalid" });
        for (var rank = 0; rank < holds.Length; rank++)
        {
            var (kind, held) = holds[rank].Split(':', 2) switch
            {
                ["secretary", var body] => (PostKind.Secretary, body),
                ["group", var group] => (PostKind.Member, group),
                _ => (PostKind.Role, holds[rank]),
            };
            db.Add(new PostRow
            {
                Id = $"{PersonId(account)}-{rank}", JurisdictionId = JurisdictionId, PersonId = PersonId(account),
                Kind = kind, Name = held, UnitId = UnitId(unit), Title = title, Rank = rank, From = Since,
            });
        }
    }

    private async Task AddAccountAsync(string name)
    {
        var account = new Account { Id = PersonId(name), UserName = name, PersonId = PersonId(name), LockoutEnabled = true };
        var made = await accounts.CreateAsync(account, Password);
        if (!made.Succeeded) throw new InvalidOperationException($"Demo account {name}: {string.Join("; ", made.Errors.Select(error => error.Description))}");
        await accounts.AddClaimAsync(account, new Claim(DemoClaim, "yes"));
    }

    private static string PersonId(string account) => $"{JurisdictionId}-{account}";

    private static string UnitId(string unit) => $"{JurisdictionId}-{unit}";
}
