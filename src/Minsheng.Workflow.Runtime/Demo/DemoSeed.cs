using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;
using Minsheng.Workflow.Activities.Facts;
using Minsheng.Workflow.Engine.Definitions;
using Minsheng.Workflow.Runtime.People;
using Minsheng.Workflow.Runtime.Storage;
using Minsheng.Workflow.Runtime.Storage.Rows;

namespace Minsheng.Workflow.Runtime.Demo;

/// <summary>The places of the demo, their people as posts and 甲乙丙. For Development only: everybody can read the password.</summary>
public sealed class DemoSeed(Func<WorkflowDb> open, ActivityCatalog catalog, TimeProvider clock, IPasswordHasher<Account> passwords, ILookupNormalizer names)
{
    /// <summary>Claim on accounts of the demo; they open nothing outside Development.</summary>
    public const string DemoClaim = "demo";

    /// <summary>Password of all demo accounts and of their ballot boxes, printed in the README.</summary>
    public const string Password = "yanshi-2026";

    /// <summary>The place the README walks through: its people are there, its year is not begun.</summary>
    public const string JurisdictionId = "zhashui";

    private const string GroupMark = "group:";

    /// <summary>Roles that end with a term of the congress.</summary>
    private static readonly string[] OfTerm = [Roles.Deputy, Roles.ScMember, Roles.ScLeader, Roles.SessionChair, Roles.Scrutineer, Roles.ChiefScrutineer, Roles.Teller];

    private static readonly DateOnly Since = new(2018, 1, 1);

    /// <summary>The password is the same everywhere, so it is hashed once.</summary>
    private readonly Lazy<string> _hash = new(() => passwords.HashPassword(new Account(), Password));

    /// <summary>Places of the demo that are not there yet.</summary>
    public async Task<IReadOnlyList<DemoPlace>> MissingAsync(CancellationToken cancellation = default)
    {
        await using var db = open();
        var there = await db.Jurisdictions.Select(row => row.Id).ToListAsync(cancellation);
        return [.. DemoPlace.Shipped.Where(place => !there.Contains(place.Id)).OrderByDescending(place => place.Year is null)];
    }

    /// <summary>Makes one place if it is not there, whole or not at all; changes nothing otherwise.</summary>
    /// <returns>True if it was made now.</returns>
    public async Task<bool> EnsureAsync(DemoPlace place, CancellationToken cancellation = default)
    {
        await using var real = open();
        if (await real.Jurisdictions.AnyAsync(row => row.Id == place.Id, cancellation)) return false;
        real.ChangeTracker.AutoDetectChangesEnabled = false;
        if (place.Year is { } year) await WalkAsync(place, year, real, cancellation);
        else AddPeople(place, real);
        foreach (var person in place.Everybody.Where(person => person.SignsIn)) AddAccount(place.Account(person.Id), place.PersonId(person.Id), real);
        try
        {
            await real.SaveChangesAsync(cancellation);
            return true;
        }
        catch (DbUpdateException)
        {
            // Somebody else may have written it meanwhile.
            await using var again = open();
            if (await again.Jurisdictions.AnyAsync(row => row.Id == place.Id, cancellation)) return false;
            throw;
        }
    }

    private async Task WalkAsync(DemoPlace place, DemoYear year, WorkflowDb real, CancellationToken cancellation)
    {
        await using var scratch = await DemoScratch.CreateAsync(real, cancellation);
        await using (var db = scratch.Open())
        {
            AddPeople(place, db);
            await db.SaveChangesAsync(cancellation);
        }
        var now = clock.GetUtcNow();
        await using (var office = new DemoOffice(scratch, catalog, new DemoClock(DemoWalk.Start(year, now))))
            await new DemoWalk(office, place, year, now).WalkAsync(cancellation);
        await scratch.CopyAsync(place.Id, real, cancellation);
    }

    private static void AddPeople(DemoPlace place, WorkflowDb db)
    {
        db.Add(new JurisdictionRow { Id = place.Id, Name = place.Name, Level = place.Level, Code = place.Code });
        var units = place.Everybody.Select(person => person.Unit).Concat(place.Year?.Items.Select(item => item.Unit) ?? []).Distinct();
        foreach (var unit in units) db.Add(new UnitRow { Id = place.UnitId(unit), JurisdictionId = place.Id, Name = unit });
        foreach (var (name, members) in place.Bodies) db.Add(new BodyRow { Id = $"{place.Id}-{name}", JurisdictionId = place.Id, Name = name, Members = members });
        foreach (var group in place.Everybody.SelectMany(person => person.Holds).Where(held => held.StartsWith(GroupMark, StringComparison.Ordinal)).Distinct())
            db.Add(new GroupRow { Id = $"{place.Id}-{group[GroupMark.Length..]}", JurisdictionId = place.Id, Name = group[GroupMark.Length..] });
        db.Add(new TermRow { Id = place.TermId, JurisdictionId = place.Id, Name = "本届（演示）", From = Since });
        foreach (var person in place.Everybody)
        {
            db.Add(new PersonRow { Id = place.PersonId(person.Id), JurisdictionId = place.Id, Name = person.Name, Email = $"{place.Account(person.Id)}@example.invalid" });
            for (var rank = 0; rank < person.Holds.Count; rank++) db.Add(Post(place, person, rank));
        }
    }

    private static PostRow Post(DemoPlace place, DemoPerson person, int rank)
    {
        var (kind, held) = person.Holds[rank].Split(':', 2) switch
        {
            ["secretary", var body] => (PostKind.Secretary, body),
            ["group", var group] => (PostKind.Member, group),
            _ => (PostKind.Role, person.Holds[rank]),
        };
        return new PostRow
        {
            Id = $"{place.PersonId(person.Id)}-{rank}", JurisdictionId = place.Id, PersonId = place.PersonId(person.Id),
            Kind = kind, Name = held, UnitId = place.UnitId(person.Unit), Title = person.Post, Rank = rank, From = Since,
            TermId = kind == PostKind.Role && OfTerm.Contains(held) ? place.TermId : null,
        };
    }

    private void AddAccount(string name, string personId, WorkflowDb db)
    {
        db.Add(new Account
        {
            Id = personId, UserName = name, NormalizedUserName = names.NormalizeName(name), PersonId = personId,
            PasswordHash = _hash.Value, SecurityStamp = Ids.New(), LockoutEnabled = true,
        });
        db.Add(new IdentityUserClaim<string> { UserId = personId, ClaimType = DemoClaim, ClaimValue = "yes" });
    }
}
