using Minsheng.Workflow.Activities.Calendars;
using Minsheng.Workflow.Activities.Rehearsal;
using Minsheng.Workflow.Activities.Rehearsal.Shown;
using Minsheng.Workflow.Engine;
using Minsheng.Workflow.Runtime.Queries;

namespace Minsheng.Workflow.Web.Rehearsals;

/// <summary>Plays years on threads of their own, two at a time, so that pages of others do not wait for them.</summary>
public sealed partial class RehearsalRoom(TimeProvider clock, ILogger<RehearsalRoom> log) : IDisposable
{
    private const int AtATime = 2, ShareOfTheYear = 60, ExpectedDays = 540;

    private readonly SemaphoreSlim _seats = new(AtATime);

    /// <param name="told">Told how far it has come, from the playing thread and not more often than the percent changes.</param>
    /// <param name="tryEndings">Play every end of each vote too.</param>
    /// <exception cref="OperationCanceledException">Somebody has stopped it.</exception>
    public async Task<RehearsedCase> PlayAsync(RehearsalSource source, RehearsalSettings settings, bool tryEndings, Action<RehearsalProgress>? told, CancellationToken cancellation)
    {
        await _seats.WaitAsync(cancellation);
        try
        {
            return await Task.Run(() => Play(source, settings, tryEndings, told, cancellation), cancellation);
        }
        finally
        {
            _seats.Release();
        }
    }

    public void Dispose() => _seats.Dispose();

    private RehearsedCase Play(RehearsalSource source, RehearsalSettings settings, bool tryEndings, Action<RehearsalProgress>? told, CancellationToken cancellation)
    {
        var began = clock.GetTimestamp();
        try
        {
            var first = settings.AsksForEnds ? Rehearsal.Play(settings.WithoutEnds().Plan(source.Definition, source.Place, source.Today, null), null, cancellation) : null;
            var plan = settings.Plan(source.Definition, source.Place, source.Today, first);
            var percent = -1;
            var report = Rehearsal.Play(plan, Reached, cancellation);
            var took = clock.GetElapsedTime(began);
            var year = new RehearsedYear(report, plan);
            var endings = tryEndings ? BallotEndings.Of(plan, first is null ? report : report with { Ballots = first.Ballots }, Tried, cancellation) : [];
            return new RehearsedCase(year, endings, took, null, []);

            void Reached(DateOnly day)
            {
                var share = tryEndings ? ShareOfTheYear : 100;
                var now = Math.Min(share - 1, (day.DayNumber - plan.From.DayNumber) * share / ExpectedDays);
                if (now <= percent) return;
                percent = now;
                told?.Invoke(new RehearsalProgress(now, $"演到 {DayWords.Full(day)}"));
            }

            void Tried(int done, int of) => told?.Invoke(new RehearsalProgress(ShareOfTheYear + done * (100 - ShareOfTheYear) / of, $"试票决的各种结果，第 {done} 种，共 {of} 种"));
        }
        catch (InvalidDefinitionException problem)
        {
            return RehearsedCase.Refused("方案里有必须改的地方，还不能演练。请按下面的说明改好再演。", [.. problem.Problems.Where(one => one.IsError).Select(one => one.ActivityId is null ? one.Message : $"步骤“{one.ActivityId}”：{one.Message}")]);
        }
        catch (WorkflowException problem)
        {
            return RehearsedCase.Refused(problem.Message, []);
        }
        catch (Exception problem) when (problem is not OperationCanceledException)
        {
            LogBroken(problem, source.Definition.DefinitionId);
            return RehearsedCase.Refused("演练中途断了，原因已记入系统日志。请换一个启动日期或把设定改回默认再试；仍然不行，请联系系统管理员。", []);
        }
    }

    [LoggerMessage(Level = LogLevel.Error, Message = "Rehearsal of {Definition} broke off")]
    private partial void LogBroken(Exception problem, string definition);
}

/// <param name="Percent">0 to 100.</param>
public sealed record RehearsalProgress(int Percent, string Words);

/// <param name="Year">Null when it was refused.</param>
/// <param name="Took">What the year itself took, without the other ends of its votes.</param>
public sealed record RehearsedCase(RehearsedYear? Year, IReadOnlyList<BallotEnding> Endings, TimeSpan Took, string? Refusal, IReadOnlyList<string> Problems)
{
    /// <summary>What to look at in the year and in the other ends of its votes, the gravest first.</summary>
    public IReadOnlyList<YearLook> Looks =>
        [.. Endings.Where(ending => ending is { Occurs: true, Stop: not null }).Select(ending => new YearLook($"“{ending.Step}”{ending.Case.Name}：{ending.Stop}", IsGrave: true)), .. Year?.Looks ?? []];

    public static RehearsedCase Refused(string sentence, IReadOnlyList<string> problems) => new(null, [], TimeSpan.Zero, sentence, problems);
}
