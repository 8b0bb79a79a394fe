using System.Globalization;
using Minsheng.Workflow.Activities.Tasks;
using Minsheng.Workflow.Runtime.Queries;

namespace Minsheng.Workflow.Web.Components.Pages.Tasks;

public enum TaskTab { Open, Done, Started, Copied }

/// <summary>A task list with everything chosen in it, as an address: back, forward and bookmarks lead where one was.</summary>
public sealed record ListAddress(TaskTab Tab, TaskFilter Filter)
{
    public static ListAddress Of(string? tab, TaskFilter filter) => new(Read<TaskTab>(tab) ?? TaskTab.Open, filter);

    /// <summary>Null for what nobody could have chosen.</summary>
    public static T? Read<T>(string? word) where T : struct, Enum =>
        Enum.TryParse<T>(word, ignoreCase: true, out var known) && Enum.IsDefined(known) && !char.IsAsciiDigit(word![0]) ? known : null;

    public ListAddress At(int page) => this with { Filter = Filter with { Page = page } };

    /// <summary>Another choice begins at its first page.</summary>
    public ListAddress With(Func<TaskFilter, TaskFilter> change) => this with { Filter = change(Filter) with { Page = 1 } };

    public ListAddress Cleared => this with { Filter = new TaskFilter { Sort = Filter.Sort } };

    public override string ToString()
    {
        var parts = new List<string>();
        if (Tab != TaskTab.Open) Add("tab", Low(Tab));
        Add("q", Filter.Text?.Trim());
        if (Filter.Due is { } due) Add("due", Low(due));
        Add("cycle", Filter.CycleId);
        Add("project", Filter.ProjectId);
        if (Filter.How is { } how) Add("how", Low(how));
        if (Filter.Act is { } act) Add("act", Low(act));
        if (Filter.Started is { } started) Add("kind", Low(started));
        if (Filter.UnreadOnly) Add("unread", "1");
        if (Filter.Sort != TaskSort.Due) Add("sort", Low(Filter.Sort));
        if (Filter.Page > 1) Add("page", Filter.Page.ToString(CultureInfo.InvariantCulture));
        return parts.Count == 0 ? "/tasks" : $"/tasks?{string.Join('&', parts)}";

        void Add(string name, string? value)
        {
            if (!string.IsNullOrEmpty(value)) parts.Add($"{name}={Uri.EscapeDataString(value)}");
        }
    }

#pragma warning disable CA1308 // Addresses are written small.
    private static string Low(Enum word) => word.ToString().ToLowerInvariant();
#pragma warning restore CA1308
}
