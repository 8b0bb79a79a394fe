using System.Text.RegularExpressions;
using Microsoft.EntityFrameworkCore;
using Minsheng.Workflow.Activities.Facts;
using Minsheng.Workflow.Activities.Forms;
using Minsheng.Workflow.Runtime.Audit;
using Minsheng.Workflow.Runtime.Commits;
using Minsheng.Workflow.Runtime.Facts;
using Minsheng.Workflow.Runtime.People;
using Minsheng.Workflow.Runtime.Queries;
using Minsheng.Workflow.Runtime.Storage;
using Minsheng.Workflow.Runtime.Storage.Rows;

namespace Minsheng.Workflow.Runtime.Settings;

/// <summary>
/// A place and those below it. A county adds its townships and streets and hands each its first sign-in; from then on each manages
/// itself, and the county sees the names of those below, not their matters.
/// </summary>
public sealed partial class PlaceDesk(CommitQueue commits, AccountDesk accounts, ReadSide reading, TimeProvider clock)
{
    private const int LongestName = 40;

    /// <summary>A township or street below a county, with the clerk of its congress office.</summary>
    /// <exception cref="FormRefusedException">A name or code is missing, wrong or taken.</exception>
    public Task<SignInSlip> AddAsync(string parentId, string by, NewPlace order, CancellationToken cancellation = default)
    {
        var (name, code, clerk) = (order.Name.Trim(), order.Code.Trim().ToUpperInvariant(), order.Clerk.Trim());
        var prepared = accounts.Prepare(order.Account);
        return commits.RunAsync(session =>
        {
            ManageGate.Require(session, parentId, by, ManagePart.Places);
            if (Places.Read(session, parentId).Level != JurisdictionLevel.County)
                throw new RefusedException("no-places-below", "只有县（市、区）可以添加下级地区；乡镇、街道之下不再设地区。");
            if (order.Level == JurisdictionLevel.County) throw new RefusedException("bad-level", "县（市、区）之下只能是乡镇或街道，请重新选择。");
            var problems = new List<FieldProblem>();
            if (name.Length is 0 or > LongestName) problems.Add(new("name", $"“名称”必填，最多 {LongestName} 个字。"));
            else if (session.Exists($"SELECT 1 FROM jurisdictions WHERE parent_id = {parentId} AND name = {name}")) problems.Add(new("name", $"“{name}”已经有了，不用再添加。"));
            if (!CodeForm().IsMatch(code)) problems.Add(new("code", "“编号字头”应为 2 到 6 个大写字母或数字，如 XL。"));
            if (clerk.Length is 0 or > LongestName) problems.Add(new("clerk", "“经办人姓名”必填。"));
            if (problems.Count > 0) throw new FormRefusedException(problems);

            var (place, person) = (Ids.New(), Ids.New());
            var role = order.Level == JurisdictionLevel.Township ? Roles.TownshipNpcChair : Roles.StreetNpcStaff;
            session.Execute($"INSERT INTO jurisdictions (id, name, level, code, parent_id, time_zone, calendar_json, all_deputies) SELECT {place}, {name}, {order.Level}, {code}, id, time_zone, NULL, NULL FROM jurisdictions WHERE id = {parentId}");
            session.Execute($"INSERT INTO people (id, jurisdiction_id, name, is_active) VALUES ({person}, {place}, {clerk}, {true})");
            session.Execute($"INSERT INTO posts (id, jurisdiction_id, person_id, kind, name, title, rank, \"from\") VALUES ({Ids.New()}, {place}, {person}, {PostKind.Role}, {role}, {Roles.Name(role)}, {0}, {Places.Today(session, parentId)})");
            AuditLog.Write(session, parentId, by, "place-added", place, new { name, order.Level });
            AuditLog.Write(session, place, by, "place-added", place, new { name, order.Level });
            return prepared(session, place, by, person, clerk);
        }, cancellation);
    }

    /// <summary>What the place itself is called from now on.</summary>
    public Task RenameAsync(string place, string by, string newName, CancellationToken cancellation = default) => commits.RunAsync(session =>
    {
        ManageGate.Require(session, place, by, ManagePart.Places);
        var name = newName.Trim();
        if (name.Length is 0 or > LongestName) throw new FormRefusedException([new("name", $"“名称”必填，最多 {LongestName} 个字。")]);
        session.Execute($"UPDATE jurisdictions SET name = {name} WHERE id = {place}");
        AuditLog.Write(session, place, by, "place-renamed", place, new { name });
    }, cancellation);

    /// <summary>By which clock days begin and limits end here. What is due already keeps its moment.</summary>
    /// <exception cref="RefusedException">There is no such zone.</exception>
    public Task SetZoneAsync(string place, string by, string zone, CancellationToken cancellation = default) => commits.RunAsync(session =>
    {
        ManageGate.Require(session, place, by, ManagePart.Places);
        var name = Zones.Check(zone);
        session.Execute($"UPDATE jurisdictions SET time_zone = {name} WHERE id = {place}");
        AuditLog.Write(session, place, by, "place-zone-changed", place, new { zone = name });
    }, cancellation);

    /// <exception cref="NotAllowedException">The person may not manage places.</exception>
    public async Task<PlaceTree> ReadAsync(string place, string by, CancellationToken cancellation = default)
    {
        await using var db = reading.Of(place);
        await db.RequireAsync(by, ManagePart.Places, (await db.DatesAsync(cancellation)).Today(clock.GetUtcNow()), cancellation);
        var own = await db.Jurisdictions.SingleAsync(row => row.Id == place, cancellation);
        var above = await db.Jurisdictions.Where(row => row.Id == own.ParentId).Select(row => row.Name).SingleOrDefaultAsync(cancellation);
        var below = await db.Jurisdictions.Where(row => row.ParentId == place).OrderBy(row => row.Level).ThenBy(row => row.Name)
            .Select(row => new PlaceLine(row.Id, row.Name, row.Level, row.Code)).ToListAsync(cancellation);
        return new PlaceTree(new PlaceLine(own.Id, own.Name, own.Level, own.Code), above, below) { Zone = own.TimeZone };
    }

    [GeneratedRegex("^[A-Z0-9]{2,6}$")]
    private static partial Regex CodeForm();
}

/// <param name="Code">Letters in front of item numbers.</param>
/// <param name="Clerk">Who keeps the congress office there.</param>
/// <param name="Account">The clerk's sign-in.</param>
public sealed record NewPlace(string Name, JurisdictionLevel Level, string Code, string Clerk, string Account);

/// <param name="Above">The county it belongs to.</param>
public sealed record PlaceTree(PlaceLine Own, string? Above, IReadOnlyList<PlaceLine> Below)
{
    /// <summary>The time zone's name.</summary>
    public required string Zone { get; init; }
}

public sealed record PlaceLine(string Id, string Name, JurisdictionLevel Level, string Code);
