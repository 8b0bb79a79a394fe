using System.Security.Claims;
using Microsoft.AspNetCore.Identity;
using Microsoft.Extensions.Options;

namespace Minsheng.Workflow.Web.Account;

/// <summary>Puts the person of an account into its sign-in.</summary>
internal sealed class PersonClaims(UserManager<Runtime.Storage.Account> users, IOptions<IdentityOptions> options)
    : UserClaimsPrincipalFactory<Runtime.Storage.Account>(users, options)
{
    protected override async Task<ClaimsIdentity> GenerateClaimsAsync(Runtime.Storage.Account user)
    {
        var identity = await base.GenerateClaimsAsync(user);
        if (user.PersonId is { } person) identity.AddClaim(new Claim(CurrentUser.PersonClaim, person));
        if (user.MustChangePassword) identity.AddClaim(new Claim(MustChange.Claim, "yes"));
        return identity;
    }
}
