using Microsoft.AspNetCore.Identity;
using Microsoft.Extensions.Caching.Memory;
using Microsoft.Extensions.Options;

namespace Minsheng.Workflow.Web.Account;

/// <summary>Names nobody has are locked out like those somebody has, so that trying names tells nothing.</summary>
internal sealed class UnknownAccounts(IOptions<IdentityOptions> options) : IDisposable
{
    private const int MostNames = 100_000;

    private readonly MemoryCache _tried = new(new MemoryCacheOptions { SizeLimit = MostNames });

    public Microsoft.AspNetCore.Identity.SignInResult Refuse(string? name)
    {
        var key = (name ?? "").Trim().ToUpperInvariant();
        var lockout = options.Value.Lockout;
        var count = _tried.Get<int>(key);
        if (count >= lockout.MaxFailedAccessAttempts) return Microsoft.AspNetCore.Identity.SignInResult.LockedOut;
        count++;
        _tried.Set(key, count, new MemoryCacheEntryOptions { Size = 1, AbsoluteExpirationRelativeToNow = lockout.DefaultLockoutTimeSpan });
        return count >= lockout.MaxFailedAccessAttempts ? Microsoft.AspNetCore.Identity.SignInResult.LockedOut : Microsoft.AspNetCore.Identity.SignInResult.Failed;
    }

    public void Dispose() => _tried.Dispose();
}
