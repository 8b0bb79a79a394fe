using System.Globalization;
using System.Text.Json;
using Microsoft.Data.Sqlite;
using Minsheng.Workflow.Activities.Facts;
using Minsheng.Workflow.Activities.Forms;
using Minsheng.Workflow.Activities.Rehearsal;
using Minsheng.Workflow.Activities.Tasks;
using Minsheng.Workflow.Engine;

namespace Minsheng.Workflow.EndToEnd.Tests.Harness;

/// <summary>
/// What the people of a place do that no test looks at: every open task is answered by one of its people with a form
/// filled in as in a rehearsal, and where nothing is open the office lets the next day come early.
/// </summary>
public sealed class OfficeLife(Site site, string place, string signIn, Func<string, Person> who, Person clerk, string unit)
{
    private const int MostSteps = 2000;

    private static DateOnly Today => DateOnly.FromDateTime(TimeProvider.System.GetUtcNow().ToOffset(TimeSpan.FromHours(8)).DateTime);

    /// <summary>Goes on until nothing is left to do but what the test does itself.</summary>
    public async Task LiveAsync(Func<bool> until)
    {
        for (var step = 0; step < MostSteps; step++)
        {
            if (until()) return;
            if (await AnswerAsync()) continue;
            var timer = Read("SELECT id, title FROM waits WHERE kind = 'Timer' AND jurisdiction_id = $place ORDER BY due, id LIMIT 1").FirstOrDefault();
            timer.ShouldNotBeNull("nobody has anything to do and no day is waited for");
            await clerk.CallAsync($"waits/{timer[0]}/fire", new { reason = "演示：不等到那一天。" });
        }
        Assert.Fail($"The year did not end within {MostSteps} steps.");
    }

    /// <summary>Answers what is open now, each task once; only those whose title has the given words, if any.</summary>
    /// <returns>False if there was nothing.</returns>
    public async Task<bool> AnswerAsync(string words = "", int percent = 100)
    {
        var open = Read("""
            SELECT t.id, t.spec_json, min(p.person_id) FROM tasks t JOIN task_participants p ON p.task_id = t.id AND p.state = 'Open'
            WHERE t.state = 'Open' AND t.jurisdiction_id = $place AND instr(t.title, $words) > 0 GROUP BY t.id ORDER BY t.id
            """, ("$words", words));
        foreach (var task in open)
        {
            var spec = JsonSerializer.Deserialize<TaskSpec>(task[1], Values.Json)!;
            var account = $"{signIn}-{task[2][(place.Length + 1)..]}";
            var person = who(account);
            if (!person.HasPage) await person.GoAsync("/tasks");
            var action = spec.Actions[0];
            await person.CallAsync($"tasks/{task[0]}/act", new
            {
                outcome = action.Outcome,
                opinion = action.NeedsOpinion ? "情况属实，同意。" : null,
                values = action.NeedsForm ? FormFilling.Fill(spec, About(percent)) : [],
            });
        }
        return open.Count > 0;
    }

    public List<string[]> Read(string sql, params (string Name, string Value)[] values)
    {
        using var connection = new SqliteConnection($"Data Source={site.DatabaseFile};Mode=ReadOnly;Pooling=False");
        connection.Open();
        using var command = new SqliteCommand(sql, connection);
        command.Parameters.AddWithValue("$place", place);
        foreach (var (name, value) in values) command.Parameters.AddWithValue(name, value);
        using var reader = command.ExecuteReader();
        var rows = new List<string[]>();
        while (reader.Read()) rows.Add([.. Enumerable.Range(0, reader.FieldCount).Select(at => Convert.ToString(reader.GetValue(at), CultureInfo.InvariantCulture)!)]);
        return rows;
    }

    private FillingFor About(int percent) => new(
        Today, Today.AddMonths(10), 14, 5, percent, null, new PersonFact($"{place}-lingdao", "副主任戊", "常委会副主任", "区人大常委会"), unit,
        (field, ids) => [.. ids.Select(id => (object?)new Dictionary<string, object?> { ["item"] = id, ["verdict"] = field.Options[0].Value })], _ => []);
}
