using System.Text.Json;
using Minsheng.Workflow.Engine;

namespace Minsheng.Workflow.Web.Api;

/// <summary>What callers send, made safe to go on with.</summary>
internal static class ApiValues
{
    private const int LastPage = 100_000;

    public static int Page(int? page) => Math.Clamp(page ?? 1, 1, LastPage);

    /// <exception cref="BadHttpRequestException">A text holds half a character.</exception>
    public static object? Plain(JsonElement value)
    {
        try
        {
            return Values.FromJson(value);
        }
        catch (Exception problem) when (problem is InvalidOperationException or FormatException or OverflowException)
        {
            throw new BadHttpRequestException("A value cannot be read.", problem);
        }
    }
}
