using Microsoft.JSInterop;
using Minsheng.Workflow.Activities.Design;

namespace Minsheng.Workflow.Web.Components.Pages.Design.Inputs;

/// <summary>Changes to a form that are not done yet, kept by the browser: whoever opens the form after the page went away finds them.</summary>
/// <param name="module">form-builder.js.</param>
/// <param name="key">Of this person and form.</param>
public sealed class UnfinishedForm(IJSObjectReference module, string key)
{
    private const int Longest = 4 * 1024 * 1024;
    private const string Nothing = "null";

    private int _changes;

    /// <summary>What was left the last time; null where that is nothing, or the form as it is.</summary>
    public async Task<string?> FindAsync(FormDesign now)
    {
        await using var kept = await module.InvokeAsync<IJSStreamReference>("kept", key);
        // More than any form has: it is no form, and must not keep this one from opening.
        if (kept.Length > Longest) return null;
        await using var stream = await kept.OpenReadStreamAsync(Longest);
        using var reader = new StreamReader(stream);
        var text = await reader.ReadToEndAsync();
        return text == Nothing || text == now.Write() ? null : text;
    }

    public async Task KeepAsync(FormSitting form)
    {
        if (_changes == form.Changes) return;
        _changes = form.Changes;
        await PutAsync(form.Design.IsChanged ? form.Design.Write() : null, CancellationToken.None);
    }

    public Task ForgetAsync(CancellationToken cancellation) => PutAsync(null, cancellation);

    private async Task PutAsync(string? text, CancellationToken cancellation) => await module.InvokeVoidAsync("keep", cancellation, key, text);
}
