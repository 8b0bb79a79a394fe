using Microsoft.AspNetCore.Identity;

namespace Minsheng.Workflow.Runtime.Storage;

/// <summary>A sign-in. What its owner may do follows from the person's posts.</summary>
public sealed class Account : IdentityUser
{
    public string? PersonId { get; set; }
}
