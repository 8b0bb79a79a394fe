using System.Text.Json;
using Minsheng.Workflow.Activities.Ballots;
using Minsheng.Workflow.Activities.Effects;
using Minsheng.Workflow.Activities.Facts;
using Minsheng.Workflow.Activities.Items;
using Minsheng.Workflow.Activities.Tasks;
using Minsheng.Workflow.Engine;
using Minsheng.Workflow.Engine.Definitions;
using Minsheng.Workflow.Engine.Running;

namespace Minsheng.Workflow.Activities.Rehearsal;

/// <summary>What waits are answered by: people within three working days, timers when due, ballots on the next working day.</summary>
internal sealed partial class RehearsalHost
{
    private const int DaysOfAProject = 345;

    private readonly Dictionary<string, (PrepareBallot Ballot, string Step, string ActivityId)> _ballots = new(StringComparer.Ordinal);
    private readonly HashSet<string> _turns = new(StringComparer.Ordinal);

    /// <summary>Sees to a wait that is new, or whose turn has passed to other people.</summary>
    private void Attend(Run run, Bookmark wait)
    {
        var isNew = run.Attended.Add(wait.Id);
        if (!isNew && !_turns.Remove($"{run.Id}/{wait.Id}")) return;
        if (isNew) run.Answers[wait.Id] = AnswerFor(run, wait);
        var answer = run.Answers[wait.Id];
        if (answer is { Never: true }) return;
        var id = wait.Id;
        switch (wait.Kind)
        {
            case WaitKind.Timer:
                Schedule(wait.Due ?? _now, () => Resume(run, id, _ => (null, "timer", "到期，自动继续。", null)));
                break;
            case WaitKind.Task:
                AskPeople(run, wait, answer);
                break;
            case WaitKind.Manual when BallotOf(wait) is { } ballot:
                Schedule(BallotTime(ballot, answer), () => HoldBallot(run, id, ballot, answer));
                break;
            case WaitKind.Manual or WaitKind.Event when wait.Kind == WaitKind.Manual || answer is not null:
                Schedule(AnswerTime(run, wait, answer, wait.Name), () => Resume(run, id, _ => (null, "task", $"收到“{wait.Name}”的答复。", answer?.Outcome), answer?.Values ?? [], answer?.Outcome));
                break;
        }
    }

    private RehearsalAnswer? AnswerFor(Run run, Bookmark wait)
    {
        if (wait.Kind is WaitKind.Timer or WaitKind.Child) return null;
        var lane = $"{wait.ActivityId}/{wait.Name}";
        var time = run.Asked[lane] = run.Asked.GetValueOrDefault(lane, -1) + 1;
        var project = (run.Project ?? OnlyItem(wait))?.Number;
        return _plan.Answers.Find(lane, project, time) ?? _plan.Answers.Find($"{wait.ActivityId}/{wait.Name.Split('/')[0]}", project, time) ?? _plan.Answers.Find(wait.ActivityId, project, time);
    }

    /// <summary>The one item a task of a run about several is about.</summary>
    private SimulatedItem? OnlyItem(Bookmark wait) => wait.Kind == WaitKind.Task && TaskSpec.Of(wait).ItemIds is [var only] ? _items.Find(only) : null;

    private void AskPeople(Run run, Bookmark wait, RehearsalAnswer? answer)
    {
        // A collection runs until its day; nobody closes it early unless told to.
        var spec = TaskSpec.Of(wait);
        if (wait.Execution.Place.Type == "Minsheng.Collect" && answer is null)
        {
            if (spec.Open is [var keeper, ..]) Give(run, wait, spec, keeper);
            return;
        }
        IReadOnlyList<string> open = spec.Circulation is { } circulation ? [.. circulation.Open.Select(share => share.Holder.Id)] : spec.Open;
        var asked = spec.Mode == TaskMode.Any && open.Count > 0 ? [Dice.Of(_plan.Seed, $"{run.Id}/{wait.Id}").Pick(open)] : open;
        var id = wait.Id;
        foreach (var person in asked)
            if (run.Attended.Add($"{id}/{person}"))
            {
                Give(run, wait, spec, person);
                Schedule(AnswerTime(run, wait, answer, person), () => AnswerTask(run, id, person, answer));
            }
    }

    private DateTimeOffset AnswerTime(Run run, Bookmark wait, RehearsalAnswer? answer, string person) =>
        _hours.Answer(_now, wait.Due, answer, Dice.Of(_plan.Seed, $"{run.Id}/{wait.Id}/{person}"));

    private void AnswerTask(Run run, string waitId, string personId, RehearsalAnswer? answer)
    {
        if (run.Find(waitId) is not { } wait) return;
        var spec = TaskSpec.Of(wait);
        if (Circulation.Of(spec).Open.FirstOrDefault(share => share.Holder.Id == personId)?.Holder is not { } by) return;
        var action = answer?.Outcome is { } wanted ? spec.Actions.FirstOrDefault(action => action.Outcome == wanted || action.Label == wanted) : spec.Actions[0];
        if (action is null)
        {
            Log(run, wait.Execution.Place, Named(by), "refused", $"“{spec.Title}”没有“{answer!.Outcome}”这个按钮，按“{spec.Actions[0].Label}”办理。");
            action = spec.Actions[0];
        }
        if (Filled(run, wait, spec, action, by, answer) is not { } values) return;
        var opinion = answer?.Opinion ?? (action.NeedsOpinion ? "请按会议意见修改后再报。" : null);
        var said = opinion is null ? "" : $"意见：{opinion}";
        try
        {
            Resume(run, waitId, _ => (Named(by), "task", $"办理“{spec.Title}”：{action.Label}。{said}", action.Outcome), new TaskAct(by, action.Outcome, opinion, values));
            Answered(run, waitId, by, action);
        }
        catch (StimulusRefusedException problem)
        {
            Log(run, wait.Execution.Place, Named(by), "refused", problem.Message);
            // A scripted answer the step does not take gives way to the default one, once.
            if (answer is not null) AnswerTask(run, waitId, personId, null);
        }
    }

    private Dictionary<string, object?>? Filled(Run run, Bookmark wait, TaskSpec spec, TaskAction action, PersonFact by, RehearsalAnswer? answer)
    {
        var isScripted = answer is { Values.Count: > 0 } or { Scores.Count: > 0 };
        if (!action.NeedsForm && !isScripted) return [];
        var generated = FormFilling.Fill(spec, About(run, wait, spec));
        var values = isScripted ? FormFilling.Scripted(spec, generated, answer!, _verdicts) : generated;
        var check = spec.Form.Check(values, spec.ItemIds);
        if (!check.IsValid && values != generated)
        {
            Log(run, wait.Execution.Place, Named(by), "refused", $"“{spec.Title}”的答案不符合要求，改按默认内容填写：{string.Concat(check.Problems.Select(problem => problem.Sentence))}");
            check = spec.Form.Check(generated, spec.ItemIds);
        }
        if (check.IsValid) return new Dictionary<string, object?>(check.Values, StringComparer.Ordinal);
        Log(run, wait.Execution.Place, Named(by), "refused", $"“{spec.Title}”无人能填：{string.Concat(check.Problems.Select(problem => problem.Sentence))}");
        return null;
    }

    private FillingFor About(Run run, Bookmark wait, TaskSpec spec)
    {
        var place = wait.Execution.Place;
        // Where a form asks which project, the first one is taken.
        var item = run.Project ?? OnlyItem(wait) ?? (spec.ItemIds is [var first, ..] && spec.Form.Fields.Any(field => field.Name == "project") ? _items.Find(first) : null);
        var today = _dates.Today(_now);
        var yearEnd = new DateOnly(Math.Max(_cycle.Year, today.AddMonths(2).Year), 12, 31);
        var leader = Dice.Of(_plan.Seed, item?.Id ?? "leader").Pick(_people.Of(new Assignee(Role: "GovLeader"), null));
        return new FillingFor(today, yearEnd, _plan.Deputies, MembersAt(run, place), PercentOf(run), item?.Fact, leader, RehearsalUnits.IdFor(item?.Domain ?? ""), Rows, _ => ["演练附件"]);

        List<object?> Rows(Forms.Field field, IReadOnlyList<string> ids)
        {
            var opinions = place.Type == "Minsheng.Screen" && field.TargetFor.Count == 0;
            var last = Setting(run.Definition, place, "to") == nameof(ItemStage.Candidate);
            var target = int.TryParse(Setting(run.Definition, place, "target"), out var stated) ? stated : (int?)null;
            return _verdicts.Rows(field, ids, _verdicts.Keep(place.Type, opinions, last, target, ids.Count), opinions, Dice.Of(_plan.Seed, $"{run.Id}/{wait.Id}"));
        }
    }

    private int MembersAt(Run run, CompiledActivity place) =>
        int.TryParse(Setting(run.Definition, place, "members"), out var members) && members > 0 ? members : _plan.Members;

    /// <summary>A project grows with the days since its run began; some are a little behind, all arrive.</summary>
    private int PercentOf(Run run)
    {
        var share = (_now - run.StartedAt).TotalDays / DaysOfAProject;
        var behind = Dice.Of(_plan.Seed, run.Id).Next(12);
        return share >= 1 ? 100 : Math.Clamp((int)(share * 100) - behind, 0, 100);
    }

    private static string? BallotOf(Bookmark wait)
    {
        if (wait.Payload is null) return null;
        var json = wait.Payload is JsonElement read ? read : JsonSerializer.SerializeToElement(wait.Payload, Values.Json);
        return json.ValueKind == JsonValueKind.Object && json.TryGetProperty("ballotId", out var id) ? id.GetString() : null;
    }

    private DateTimeOffset BallotTime(string ballotId, RehearsalAnswer? answer)
    {
        var runoff = _ballots.TryGetValue(ballotId, out var prepared) && prepared.Ballot.Sheet.Round > 1;
        if (runoff && answer is not { On: not null } and not { AfterDays: not null }) return _now.AddHours(1);
        return _hours.OnWorkingDay(_now, answer?.On ?? _dates.Calendar.AddWorkingDays(_dates.Today(_now), answer?.AfterDays ?? 1), Dice.Of(_plan.Seed, ballotId));
    }

    private void HoldBallot(Run run, string waitId, string ballotId, RehearsalAnswer? answer)
    {
        if (!_ballots.TryGetValue(ballotId, out var prepared)) return;
        var (sheet, roll) = (prepared.Ballot.Sheet, prepared.Ballot.Roll.Count);
        var dice = Dice.Of(_plan.Seed, ballotId);
        var recused = Math.Clamp(answer?.Recused ?? 0, 0, roll);
        var present = Math.Clamp(answer?.Present ?? roll - recused - roll * 3 / 100 - dice.Next(roll > 30 ? 4 : 2), 0, roll - recused);
        var slips = sheet.Kind == BallotKind.Rating
            ? SlipMarking.Rating(sheet, present, answer, dice)
            : SlipMarking.Vote(sheet, Favour(sheet), present, answer, dice);
        var returned = answer is { Void: true } ? present + 1 : slips.Count;
        var opened = new BallotOpened(ballotId, sheet.AllMembers - recused, present, present, returned, slips, recused);
        if (sheet.Kind == BallotKind.Rating) Keep(prepared, opened, null);
        Resume(run, waitId, _ => (null, sheet.Kind == BallotKind.Rating ? "rating" : "ballot",
            $"“{sheet.Title}”：应到 {opened.Due} 人，实到 {present} 人，发出 {present} 张，收回 {returned} 张。", null), opened);
        if (sheet.Kind == BallotKind.Vote && !_report.Ballots.Exists(ballot => ballot.Id == ballotId)) Keep(prepared, opened, null);
    }

    /// <summary>Rows from the best liked down; this year's mood shifts a little from what the reviews thought.</summary>
    private int[] Favour(BallotSheet sheet) =>
        [.. Enumerable.Range(0, sheet.Rows.Count).OrderByDescending(row =>
            (_items.Find(sheet.Rows[row].ItemId)?.Merit ?? 0) + Dice.Of(_plan.Seed, sheet.Rows[row].ItemId).Share() * 0.2)];

    private static string Named(PersonFact person) => person.Post.Length == 0 ? person.Name : $"{person.Name}（{person.Unit}{person.Post}）";
}
