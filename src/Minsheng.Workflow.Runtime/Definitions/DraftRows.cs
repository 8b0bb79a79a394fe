using System.Text.Encodings.Web;
using System.Text.Json;
using Minsheng.Workflow.Engine;
using Minsheng.Workflow.Runtime.Commits;

namespace Minsheng.Workflow.Runtime.Definitions;

/// <summary>
/// A draft as it lies in the database: a head, which is small and outlives the draft, so that no number and no act of a window ever
/// comes a second time; and a body, written as the text it was made into before it entered the queue.
/// </summary>
internal static class DraftRows
{
    private const string Nobody = "";

    // Read by no browser: quotes and Chinese as they are.
    private static readonly JsonSerializerOptions Plain = new(Values.Json) { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>Begins the subjects of a place's bodies; what follows is the procedure's id.</summary>
    public static string Bodies(string place) => $"design/{place}/";

    public static string Heads(string place) => $"drawn/{place}/";

    public static string Write(DraftBody body) => JsonSerializer.Serialize(body, Plain);

    /// <returns>Null when nothing was ever drawn.</returns>
    public static DraftHead? Head(WriteSession session, string place, string definitionId) =>
        Json(session, Heads(place) + definitionId) is { } head ? JsonSerializer.Deserialize<DraftHead>(head, Plain)
        // Until it is next saved, a draft of earlier versions holds its head itself.
        : Json(session, Bodies(place) + definitionId) is { } whole ? JsonSerializer.Deserialize<DraftHead>(whole, Plain) : null;

    public static DraftBody Body(WriteSession session, string place, string definitionId) =>
        JsonSerializer.Deserialize<DraftBody>(Json(session, Bodies(place) + definitionId)!, Plain)!;

    public static void Keep(WriteSession session, string place, string definitionId, DraftHead head, string body)
    {
        Put(session, place, Heads(place) + definitionId, JsonSerializer.Serialize(head, Plain));
        Put(session, place, Bodies(place) + definitionId, body);
    }

    /// <summary>It is published or thrown away.</summary>
    public static void End(WriteSession session, string place, string definitionId, DraftHead head)
    {
        Put(session, place, Heads(place) + definitionId, JsonSerializer.Serialize(head with { IsOpen = false }, Plain));
        session.Execute($"DELETE FROM drafts WHERE person_id = {Nobody} AND subject = {Bodies(place) + definitionId}");
    }

    private static string? Json(WriteSession session, string subject) =>
        session.First($"SELECT json FROM drafts WHERE person_id = {Nobody} AND subject = {subject}", reader => reader.GetString(0));

    private static void Put(WriteSession session, string place, string subject, string json) => session.Execute(
        $"INSERT INTO drafts (person_id, subject, jurisdiction_id, json, at) VALUES ({Nobody}, {subject}, {place}, {json}, {session.Now}) ON CONFLICT (person_id, subject) DO UPDATE SET json = EXCLUDED.json, at = EXCLUDED.at");
}

/// <param name="Revision">Number of the last saving, ever.</param>
/// <param name="Windows">Up to which act each window's work is done.</param>
/// <param name="IsOpen">False once it was published or thrown away.</param>
internal sealed record DraftHead(int Revision, string By, DateTimeOffset At, IReadOnlyDictionary<string, long>? Windows = null, bool IsOpen = true)
{
    private const int LongestWindow = 64, MostWindows = 20;

    public static DraftHead None { get; } = new(0, "", default, null, IsOpen: false);

    /// <summary>Windows that were closed long ago are let go.</summary>
    public DraftHead With(DesignWindow? window)
    {
        if (window is not { Name.Length: <= LongestWindow }) return this;
        return this with { Windows = (Windows ?? new Dictionary<string, long>()).Where(other => other.Key != window.Name).TakeLast(MostWindows - 1).Append(KeyValuePair.Create(window.Name, window.Act)).ToDictionary() };
    }
}

/// <param name="Start">What the draft began with, to tell what was changed.</param>
internal sealed record DraftBody(string Text, string Start);
