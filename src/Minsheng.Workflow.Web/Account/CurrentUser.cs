using System.Security.Claims;
using Microsoft.AspNetCore.Components.Authorization;
using Microsoft.EntityFrameworkCore;
using Minsheng.Workflow.Activities.Facts;
using Minsheng.Workflow.Runtime;
using Minsheng.Workflow.Runtime.Storage;
using Minsheng.Workflow.Runtime.Storage.Rows;
using Minsheng.Workflow.Web.Components.Parts;

namespace Minsheng.Workflow.Web.Account;

/// <summary>Who is acting, and what they hold today.</summary>
/// <param name="Roles">Code names of roles held today.</param>
public sealed record SignedIn(PersonFact Person, string JurisdictionId, string Jurisdiction, IReadOnlyList<string> Roles)
{
    public string Id => Person.Id;

    /// <summary>Belongs to the congress office: starts cycles, moves dates, runs the ballot.</summary>
    public bool IsOffice => Roles.Any(Runtime.People.Roles.Office.Contains);

    /// <summary>Leads or runs the supervision: the congress office, its leaders, the government's and the Party committee's offices.</summary>
    public bool Supervises => Runtime.People.Roles.Supervise(Roles);

    /// <summary>May write an instruction 批示 on a project or a finding.</summary>
    public bool MayInstruct => Roles.Any(Runtime.People.Roles.Instructors.Contains);

    public bool Holds(string role) => Roles.Contains(role);
}

/// <summary>Reads the person behind a sign-in anew for every question, so that a post taken away acts at once.</summary>
public sealed class CurrentUser(ReadSide reading, OfficeClock clock)
{
    /// <summary>The claim that names the person of an account.</summary>
    public const string PersonClaim = "person";

    /// <exception cref="NotAllowedException">Nobody is signed in, or the person is no longer active.</exception>
    public async Task<SignedIn> GetAsync(ClaimsPrincipal principal, CancellationToken cancellation = default) =>
        await FindAsync(principal, cancellation) ?? throw new NotAllowedException("登录已失效，请重新登录。");

    public async Task<SignedIn> GetAsync(AuthenticationStateProvider state, CancellationToken cancellation = default) =>
        await GetAsync((await state.GetAuthenticationStateAsync()).User, cancellation);

    public async Task<SignedIn?> FindAsync(ClaimsPrincipal principal, CancellationToken cancellation = default)
    {
        if (principal.FindFirstValue(PersonClaim) is not { } personId) return null;
        if (principal.HasClaim(claim => claim.Type == MustChange.Claim)) return null;
        await using var db = reading.Everything();
        // A sign-in that was stopped stops at once; one that is locked for wrong passwords elsewhere goes on.
        var (account, far) = (principal.FindFirstValue(ClaimTypes.NameIdentifier), clock.GetUtcNow().AddYears(1));
        if (account is not null && await db.Users.AnyAsync(row => row.Id == account && row.LockoutEnd > far, cancellation)) return null;
        var person = await db.People.AsNoTracking().SingleOrDefaultAsync(row => row.Id == personId && row.IsActive, cancellation);
        if (person is null) return null;
        var jurisdiction = await db.Jurisdictions.AsNoTracking().SingleAsync(row => row.Id == person.JurisdictionId, cancellation);
        clock.Hang(jurisdiction.TimeZone);
        var today = DateOnly.FromDateTime(clock.LocalNow());
        var posts = await db.Posts.AsNoTracking()
            .Where(post => post.PersonId == personId && post.From <= today && (post.Until == null || post.Until >= today))
            .OrderBy(post => post.Rank).ToListAsync(cancellation);
        var unitId = posts.Find(post => post.UnitId is not null)?.UnitId;
        var unit = unitId is null ? null : await db.Units.AsNoTracking().SingleOrDefaultAsync(row => row.Id == unitId, cancellation);
        var fact = new PersonFact(person.Id, person.Name, posts.Find(post => post.Title.Length > 0)?.Title ?? "", unit?.Name ?? "");
        return new SignedIn(fact, jurisdiction.Id, jurisdiction.Name, [.. posts.Where(post => post.Kind == PostKind.Role).Select(post => post.Name).Distinct()]);
    }
}
