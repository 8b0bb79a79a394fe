using Minsheng.Workflow.Activities.Forms;
using Minsheng.Workflow.Runtime.Commits;
using Minsheng.Workflow.Runtime.Facts;
using Minsheng.Workflow.Runtime.Storage.Rows;

namespace Minsheng.Workflow.Runtime.People;

/// <summary>Which posts may be given, by whom.</summary>
internal static class PostRules
{
    private const int LongestTitle = 40, HighestRank = 99_999;

    public static DateOnly After(DateOnly lastDay) => lastDay.AddDays(1);

    /// <exception cref="FormRefusedException">A field cannot be what it says.</exception>
    /// <exception cref="RefusedException">The post cannot be given to this person.</exception>
    public static PostRow Check(WriteSession session, PostOrder order, string? postId)
    {
        PersonRows.Find(session, order.PlaceId, order.PersonId);
        RequireMayGive(session, order);
        var problems = new List<FieldProblem>();
        var title = PlainText.Optional(order.Title, "title", "职务", LongestTitle, problems) ?? "";
        if (order.Rank is < 0 or > HighestRank) problems.Add(new FieldProblem("rank", $"“排序”应在 0 到 {HighestRank} 之间，小的排在前。"));
        if (order.From.Year is < 1980 or > 2100) problems.Add(new FieldProblem("from", "“起始日期”的年份不对，请改正。"));
        if (order.Until is { } until && until < order.From) problems.Add(new FieldProblem("until", "“截止日期”早于起始日期，请改正。"));
        if (order.UnitId is { } unit && StructureRows.NameOf(session, StructureKind.Unit, order.PlaceId, unit) is null) problems.Add(new FieldProblem("unit", "没有这个单位，请重新选择。"));
        if (postId is null && StoppedProblem(session, order) is { } stopped) problems.Add(stopped);
        if (order.TermId is { } term && !session.Exists($"SELECT 1 FROM terms WHERE id = {term} AND jurisdiction_id = {order.PlaceId}")) problems.Add(new FieldProblem("term", "没有这一届，请重新选择。"));
        if (NameProblem(session, order) is { } name) problems.Add(new FieldProblem("name", name));
        if (problems.Count == 0 && Of(session, order).FirstOrDefault(held => held.Id != postId && Overlaps(held, order.From, order.Until)) is { } twin)
            problems.Add(new FieldProblem("from", $"这段时间内已经担任同一职务（{Days(twin)}），请改日期，或先结束原来的任职。"));
        if (problems.Count > 0) throw new FormRefusedException(problems);
        return new PostRow
        {
            Id = postId ?? PostRows.NewId(), JurisdictionId = order.PlaceId, PersonId = order.PersonId, Kind = order.Kind, Name = order.Name,
            UnitId = order.UnitId, Title = title, Rank = order.Rank, From = order.From, Until = order.Until, TermId = order.TermId,
        };
    }

    /// <summary>三员分离: who may not touch the posts of this person at all.</summary>
    public static void RequireMayTouch(WriteSession session, string placeId, string by, string personId)
    {
        var today = Places.Today(session, placeId);
        if (PostRows.Running(session, personId, today).Exists(post => post.Kind == PostKind.Role && ManageRights.Apart.Contains(post.Name)))
            ManageGate.Require(session, placeId, by, ManagePart.Accounts);
    }

    public static void CheckLastDay(WriteSession session, string placeId, DateOnly lastDay)
    {
        var today = Places.Today(session, placeId);
        if (lastDay > today.AddYears(1) || lastDay < today.AddYears(-5)) throw new FormRefusedException([new FieldProblem("until", "“最后一天”应在五年前到一年后之间，请改正。")]);
    }

    public static string Days(PostRow post) => post.Until is { } until ? $"{post.From:yyyy-MM-dd} 至 {until:yyyy-MM-dd}" : $"{post.From:yyyy-MM-dd} 起";

    private static IEnumerable<PostRow> Of(WriteSession session, PostOrder order) =>
        PostRows.Of(session, order.PersonId).Where(post => post.Kind == order.Kind && post.Name == order.Name);

    private static bool Overlaps(PostRow held, DateOnly from, DateOnly? until) =>
        (held.Until is null || held.Until >= held.From) && (held.Until is null || held.Until >= from) && (until is null || held.From <= until);

    private static string? NameProblem(WriteSession session, PostOrder order) => order.Kind switch
    {
        PostKind.Role => Roles.All.Contains(order.Name) ? null : "没有这个角色，请从所列中选择。",
        PostKind.Secretary => StructureRows.IdOf(session, StructureKind.Body, order.PlaceId, order.Name) is null ? $"没有机构“{PlainText.Short(order.Name)}”，请先在“机构”中登记。" : null,
        _ => StructureRows.IdOf(session, StructureKind.Group, order.PlaceId, order.Name) is null ? $"没有小组“{PlainText.Short(order.Name)}”，请先在“小组”中登记。" : null,
    };

    /// <summary>What is out of use gets nobody new; posts that are there already may still be put right.</summary>
    private static FieldProblem? StoppedProblem(WriteSession session, PostOrder order)
    {
        if (order.UnitId is { } unit && StructureRows.IsStopped(session, StructureKind.Unit, order.PlaceId, unit)) return Stopped("unit", "单位", StructureRows.NameOf(session, StructureKind.Unit, order.PlaceId, unit));
        if (order.Kind == PostKind.Role) return null;
        var (kind, word) = order.Kind == PostKind.Secretary ? (StructureKind.Body, "机构") : (StructureKind.Group, "小组");
        return StructureRows.IdOf(session, kind, order.PlaceId, order.Name) is { } id && StructureRows.IsStopped(session, kind, order.PlaceId, id) ? Stopped("name", word, order.Name) : null;
    }

    private static FieldProblem Stopped(string field, string word, string? name) => new(field, $"{word}“{name}”已经停用，不能再登记新的任职；请另选，或先在“{word}”中恢复使用。");

    private static void RequireMayGive(WriteSession session, PostOrder order)
    {
        if (order.Kind != PostKind.Role) return;
        var today = Places.Today(session, order.PlaceId);
        // A system administrator who could give themselves a deputy's or an auditor's role would be all three.
        if (order.PersonId == order.By && PeopleReader.Roles(session, order.By, today).Contains(Roles.SystemAdmin))
            throw new NotAllowedException("系统管理员不能给自己登记角色，请由人大办工作人员登记。");
        if (!ManageRights.Apart.Contains(order.Name)) return;
        ManageGate.Require(session, order.PlaceId, order.By, ManagePart.Accounts);
        if (order.PersonId == order.By) throw new NotAllowedException($"不能给自己登记“{Roles.Name(order.Name)}”，请由他人登记。");
        if (PostRows.Of(session, order.PersonId).Find(post => post.Kind == PostKind.Role && post.Name != order.Name && ManageRights.Apart.Contains(post.Name) && Overlaps(post, order.From, order.Until)) is { } other)
            throw new RefusedException("three-apart", $"系统管理员、安全审计员、档案管理员须由三人分别担任（三员分离），此人已是{Roles.Name(other.Name)}，请另选一人。");
    }
}
