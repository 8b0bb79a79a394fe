using Microsoft.AspNetCore.Identity;

namespace Minsheng.Workflow.Runtime.Storage;

/// <summary>A sign-in. What its owner may do follows from the person's posts.</summary>
public sealed class Account : IdentityUser
{
    public string? PersonId { get; set; }

    /// <summary>The password was handed out on paper and must be replaced at the next sign-in.</summary>
    public bool MustChangePassword { get; set; }
}
