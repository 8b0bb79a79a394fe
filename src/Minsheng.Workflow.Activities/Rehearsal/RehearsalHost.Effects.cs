using System.Globalization;
using Minsheng.Workflow.Activities.Ballots;
using Minsheng.Workflow.Activities.Calendars;
using Minsheng.Workflow.Activities.Effects;
using Minsheng.Workflow.Activities.Items;
using Minsheng.Workflow.Activities.Ratings;
using Minsheng.Workflow.Engine;
using Minsheng.Workflow.Engine.Definitions;
using Minsheng.Workflow.Engine.Running;

namespace Minsheng.Workflow.Activities.Rehearsal;

/// <summary>Carries out effects in memory and writes the calendar.</summary>
internal sealed partial class RehearsalHost
{
    private readonly HashSet<string> _mailKeys = new(StringComparer.Ordinal);
    private readonly Dictionary<string, OpenFinding> _findings = new(StringComparer.Ordinal);
    private readonly Collected _report = new();

    /// <param name="sentence">What the step itself says about it.</param>
    private void Apply(Run run, CompiledActivity? place, Effect effect, string? sentence)
    {
        switch (effect)
        {
            case TaskCirculated turn:
                _turns.Add($"{run.Id}/{turn.BookmarkId}");
                break;
            case OpenCollection window:
                _items.Open(_now, window.Until);
                Log(run, place, null, "collect", $"开始征集，{DayWords.Full(_dates.Today(window.Until))}截止{(window.Channels.Count > 0 ? $"；渠道：{string.Join("、", window.Channels)}" : "")}。");
                break;
            case CloseCollection:
                _items.Close(_now);
                Log(run, place, null, "collect", sentence ?? $"征集结束，共收到建议 {_items.All.Count} 件。");
                break;
            case PassagesUndone undone:
                _items.TakeBack(run.Id, undone.Executions);
                break;
            case DecideItems decided:
                foreach (var decision in decided.Decisions) _items.Decide(run.Id, run.Acting, decision);
                Log(run, place, null, "decision", sentence ?? Summary(decided.Decisions));
                break;
            case PublishDocument document:
                _report.Documents.Add(new RehearsalDocument(Local(), document.Kind, document.Title, document.Body, document.Channels));
                Log(run, place, null, "document", sentence ?? $"发布{document.Kind}《{document.Title}》。");
                break;
            case PrepareBallot ballot:
                _ballots[ballot.BallotId] = (ballot, place?.Title ?? "", place?.Id ?? "");
                Log(run, place, null, ballot.Sheet.Kind == BallotKind.Rating ? "rating" : "ballot", Preparation(ballot));
                break;
            case DecideBallot decided:
                Decide(run, place, decided, sentence);
                break;
            case RecordRating rating:
                Record(run, place, rating);
                break;
            case RecordPlan plan:
                Record(run, place, plan);
                break;
            case RecordProgress progress:
                var done = progress.Percent is { } percent ? $"累计完成 {percent}%" : progress.Text.TrimEnd('。');
                Log(run, place, null, "progress", $"{_items.Find(progress.ItemId)?.Number} {progress.Kind}（{progress.Period}）：{done}{(progress.Paid is { } paid ? $"，累计支付 {Amount(paid)} 万元" : "")}。");
                break;
            case OpenFinding finding:
                _findings[finding.FindingId] = finding;
                Log(run, place, null, "finding", $"{finding.IssuedBy}发出{finding.Kind}：{finding.Title}，由{finding.IssuedTo}办理{(finding.Due is { } due ? $"，{DayWords.Full(_dates.Today(due))}前办结" : "")}。");
                break;
            case AdvanceFinding advance:
                Log(run, place, null, "finding", $"{_findings.GetValueOrDefault(advance.FindingId)?.Title}：{advance.Text}", advance.State.ToString());
                break;
            case ChangeProject change:
                _items.Change(change);
                Log(run, place, null, "change", sentence ?? $"{_items.Find(change.ItemId)?.Number} {change.Summary}", change.IsApproved ? "Approved" : "Rejected");
                break;
            case FinishProject finished:
                _items.Mark(finished.ItemId, ProjectState.Finished);
                Log(run, place, null, "finish", sentence ?? $"{_items.Find(finished.ItemId)?.Number} 验收结项：{finished.Opinion}");
                break;
            case CarryOver carried:
                _items.Mark(carried.ItemId, ProjectState.CarriedOver, carried.Finish);
                Log(run, place, null, "carry-over", sentence ?? $"{_items.Find(carried.ItemId)?.Number} 未完成，延续到下一年度：{carried.Reason}");
                break;
            case NoteHistory note:
                Log(run, place, null, "note", note.Sentence);
                break;
            case LineWritten line:
                Log(run, place, null, "note", line.Text);
                break;
            case Notify mail when _mailKeys.Add($"{run.Id}/{mail.Key}"):
                _report.Mails.Add(new RehearsalMail(Local(), mail.To, mail.Subject, mail.Text) { Receivers = [.. mail.To.Select(id => _people.Find(id) is { } person ? Named(person) : id)] });
                Log(run, place, null, "mail", $"通知 {mail.To.Count} 人：{mail.Subject}");
                break;
            case StartChild child when _childKeys.Add($"{run.Id}/{child.Key}"):
                Spawn(run, place, child);
                break;
            case EventPublished published:
                Deliver(run, published);
                break;
        }
    }

    private void Spawn(Run parent, CompiledActivity? place, StartChild child)
    {
        if (_plan.Others?.FindById(child.DefinitionId) is not { } definition)
        {
            Log(parent, place, null, "fault", $"找不到子方案“{child.DefinitionId}”，请先导入。");
            return;
        }
        var project = child.Input.GetValueOrDefault("projectId") is string item ? _items.Find(item) : parent.Project;
        var id = project is null ? $"{child.DefinitionId}/{_childKeys.Count}" : $"{child.DefinitionId}/{project.Number}/{_childKeys.Count}";
        var run = new Run(id, Compile(definition), Facts(id, project?.Id), parent, child, project) { StartedAt = _now };
        Schedule(_now, () => Begin(run, child.Input));
    }

    private void Deliver(Run from, EventPublished published)
    {
        foreach (var run in published.Local ? [from] : _runs.ToList())
            foreach (var wait in run.Instance.Bookmarks.Where(open => open.Kind == WaitKind.Event && open.Name == published.Name).ToList())
                if (string.IsNullOrEmpty(published.CorrelationId) || run.Instance.CorrelationId == published.CorrelationId)
                    Schedule(_now, () => Resume(run, wait.Id, _ => (null, "note", $"收到消息“{published.Name}”。", null), published.Payload));
    }

    private void Decide(Run run, CompiledActivity? place, DecideBallot decided, string? sentence)
    {
        if (!_ballots.TryGetValue(decided.BallotId, out var prepared)) return;
        Keep(prepared, null, decided.Result);
        Log(run, place, null, "ballot", sentence ?? string.Concat(decided.Result.Sentences), decided.Result.Outcome.ToString());
    }

    /// <summary>Keeps a ballot's figures: from its result, or from the slips alone where no result is made of them.</summary>
    private void Keep((PrepareBallot Ballot, string Step, string ActivityId) prepared, BallotOpened? opened, BallotResult? result)
    {
        var sheet = prepared.Ballot.Sheet;
        var turnout = result?.Turnout ?? new Turnout(opened!.Due, opened.Present, opened.Issued, opened.Returned);
        var rows = sheet.Rows.Select((row, index) =>
        {
            var tally = result?.Tallies.FirstOrDefault(tally => tally.Candidate == row.ItemId || tally.Candidate == row.Number);
            IReadOnlyList<int> counts = tally is not null && sheet.IsRank ? [tally.For, tally.RankSum, tally.Abstain]
                : tally is not null ? [tally.For, tally.Against, tally.Abstain + tally.Unpressed]
                : opened is null || sheet.Kind == BallotKind.Vote ? []
                : [.. sheet.Options.Select((_, option) => opened.Slips.Count(slip => (int)slip.Marks[index] == option))];
            return new RehearsalBallotRow(row.Number, row.Title, counts, result is not null && (result.Adopted.Contains(row.ItemId) || result.Adopted.Contains(row.Number)));
        });
        _report.Ballots.Add(new RehearsalBallot(
            prepared.Ballot.BallotId, Local(), prepared.Step, prepared.ActivityId, sheet.Kind.ToString(), sheet.Title, sheet.Round, sheet.Seats,
            turnout.Due, turnout.Present, turnout.Issued, turnout.Returned, result?.ValidSlips ?? opened?.Slips.Count ?? 0, result?.ApprovalsNeeded ?? 0,
            result?.Outcome.ToString() ?? (sheet.Kind == BallotKind.Rating ? "Counted" : nameof(BallotOutcome.Void)), sheet.Options, [.. rows], result?.Sentences ?? []) { Quorum = sheet.Rules?.QuorumCount(turnout.Due) ?? 0 });
    }

    private void Record(Run run, CompiledActivity? place, RecordRating rating)
    {
        var item = rating.ItemId is null ? null : _items.Find(rating.ItemId);
        var result = rating.Result;
        if (item is not null && result.Outcome != RatingOutcome.Ungraded) item.LastRating = result.Outcome;
        _report.Ratings.Add(new RehearsalRating(Local(), item?.Number ?? "", rating.Subject, rating.Rule, result.Outcome.ToString(), result.Percent, result.Base, result.Sentence));
        Log(run, place, null, "rating", $"{item?.Number} {rating.Subject}：{result.Sentence}".TrimStart(), result.Outcome.ToString());
    }

    private void Record(Run run, CompiledActivity? place, RecordPlan plan)
    {
        if (_items.Find(plan.ItemId) is not { } item) return;
        item.LeadUnitId = plan.LeadUnitId;
        item.LeadUnit = RehearsalUnits.NameOf(plan.LeadUnitId) ?? plan.LeadUnitId;
        item.Finish = plan.Milestones.Count > 0 ? plan.Milestones[^1].Due : item.Finish;
        var leader = _people.Find(plan.Leader)?.Name ?? plan.Leader;
        Log(run, place, null, "plan", $"{item.Number} {item.Title}：{leader}牵头，{item.LeadUnit}负责，{plan.Milestones.Count} 个节点{(plan.Budget is { } budget ? $"，资金 {Amount(budget)} 万元" : "")}。");
    }

    private static string Preparation(PrepareBallot ballot) => ballot.Sheet.Kind == BallotKind.Rating
        ? $"准备“{ballot.Sheet.Title}”：{ballot.Sheet.Rows.Count} 个项目，参评名册 {ballot.Roll.Count} 人。"
        : $"准备“{ballot.Sheet.Title}”：候选 {ballot.Sheet.Rows.Count} 个，应选 {ballot.Sheet.Seats} 个，名册 {ballot.Roll.Count} 人。";

    private static string Summary(IReadOnlyList<ItemDecision> decisions) => decisions.Count == 0 ? "没有项目需要决定。"
        : string.Join("；", decisions.GroupBy(decision => (decision.By, Verdict: decision.Stage == ItemStage.Merged ? "并入" : decision.Verdict)).Select(group => $"{group.Key.By}：{group.Key.Verdict} {group.Count()} 件")) + "。";


    private static string Amount(decimal amount) => amount.ToString("0.00", CultureInfo.InvariantCulture);

    private DateTimeOffset Local() => TimeZoneInfo.ConvertTime(_now, _dates.Zone);

    private void Log(Run run, CompiledActivity? place, string? actor, string kind, string text, string? outcome = null) =>
        _report.Events.Add(new RehearsalEvent(Local(), place?.Title ?? run.Definition.Source.Name, place?.Id ?? "", run.Project?.Number ?? run.Id, actor, kind, text, outcome));

    private RehearsalReport Report(RehearsalStatus status)
    {
        var items = _items.All;
        var days = _report.Events.Count == 0 ? 0 : (_report.Events[^1].At.Date - _report.Events[0].At.Date).Days;
        return new RehearsalReport(status, days, _report.Events,
            new RehearsalItems(
                items.Count, items.Count(item => item.WasShortlisted), items.Count(item => item.WasCandidate),
                items.Count(item => item.Stage == ItemStage.Project), items.Count(item => item.Stage == ItemStage.NotChosen), items.Count(item => item.Stage == ItemStage.Merged),
                Standing(ProjectState.Finished), Standing(ProjectState.CarriedOver), Standing(ProjectState.Stopped)),
            _report.Ballots, _report.Ratings, _report.Documents, _report.Mails)
        {
            Tasks = Tasks(),
            Passages = _passages,
            Assumed = [.. _assumed.Select(item => new AssumedProject(item.Number, item.Title, item.Amount, item.LeadUnit ?? "", item.Finish ?? default, item.LastRating == RatingOutcome.Unsatisfied || _failed.Contains(item.Id)))],
        };

        int Standing(ProjectState state) => items.Count(item => item.Stage == ItemStage.Project && item.State == state);
    }

    private sealed class Collected
    {
        public List<RehearsalEvent> Events { get; } = [];
        public List<RehearsalBallot> Ballots { get; } = [];
        public List<RehearsalRating> Ratings { get; } = [];
        public List<RehearsalDocument> Documents { get; } = [];
        public List<RehearsalMail> Mails { get; } = [];
    }
}
