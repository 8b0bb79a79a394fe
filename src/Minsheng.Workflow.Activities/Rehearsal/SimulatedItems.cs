using System.Globalization;
using Minsheng.Workflow.Activities.Effects;
using Minsheng.Workflow.Activities.Items;
using Minsheng.Workflow.Activities.Ratings;

namespace Minsheng.Workflow.Activities.Rehearsal;

/// <summary>A proposal on its way, as the rehearsal's table row.</summary>
internal sealed class SimulatedItem
{
    public required string Id { get; init; }
    public required string Number { get; init; }
    public required string Title { get; init; }
    public required string Content { get; init; }
    public required string Domain { get; init; }
    public required string Place { get; init; }
    public required decimal Amount { get; set; }
    public required DateTimeOffset ArrivedAt { get; init; }

    /// <summary>How much everybody in the rehearsal likes it, 0 to 1: the same proposals find favour at every step.</summary>
    public required double Merit { get; init; }

    /// <summary>An earlier proposal that asks for the same.</summary>
    public SimulatedItem? Duplicate { get; init; }

    public ItemStage Stage { get; set; }
    public int Proposers { get; set; } = 1;
    public string? LeadUnitId { get; set; }
    public string? LeadUnit { get; set; }
    public ProjectState State { get; set; }
    public RatingOutcome? LastRating { get; set; }
    public DateOnly? Finish { get; set; }
    public bool WasShortlisted { get; set; }
    public bool WasCandidate { get; set; }

    public JudgedItem Judged => new(Id, Number, Title, Merit, Duplicate?.Id);

    public ItemFact Fact => new(Id, Number, Title, Content, Domain, Place, Amount, Stage, LeadUnitId, LeadUnit, Proposers, State, LastRating, Finish);
}

/// <summary>The items of the rehearsed cycle; proposals arrive one by one while the window is open.</summary>
internal sealed class SimulatedItems(RehearsalPlan plan, int year)
{
    private const int OneInSixRepeats = 6;

    private static readonly (string Domain, string Title, string Content, int Least, int Most)[] Wishes =
    [
        ("健康养老", "{0}社区老年食堂建设", "改造闲置用房，配齐厨房和无障碍设施，为六十岁以上老人提供午餐。", 60, 260),
        ("交通出行", "{0}通村道路安全防护工程", "在临崖临水路段加装波形护栏和警示标志。", 120, 680),
        ("公共教育", "{0}中心小学运动场改造", "翻新跑道和球场，增设照明和排水。", 90, 420),
        ("饮水安全", "{0}饮水安全巩固提升工程", "更换老旧管网，新建净化设施，解决季节性缺水。", 150, 760),
        ("市政建设", "{0}背街小巷路面和照明改造", "修复破损路面，更换节能路灯，疏通雨污管道。", 110, 540),
        ("医疗卫生", "{0}卫生院设备更新", "购置检查设备，改造就诊大厅和无障碍通道。", 80, 380),
        ("托育", "{0}普惠托育园建设", "新建普惠托位，配备保育人员和安全监控。", 100, 460),
        ("环境治理", "{0}生活污水收集处理工程", "铺设收集管网，建设小型处理站。", 130, 720),
        ("文化体育", "{0}全民健身广场建设", "建设健身步道、球场和儿童活动区。", 50, 240),
        ("助残帮困", "{0}困难残疾人家庭无障碍改造", "为重度残疾人家庭改造入户坡道、卫生间和扶手。", 40, 180),
        ("便民服务", "{0}便民服务站标准化建设", "设置帮办窗口和自助终端，办事不出镇。", 30, 160),
        ("公共安全", "{0}地质灾害隐患点监测预警", "安装监测设备，建立预警广播和转移场地。", 70, 320),
        ("住房保障", "{0}老旧小区加装电梯和外墙修缮", "修缮外墙屋面，具备条件的单元加装电梯。", 160, 790),
        ("就业创业", "{0}社区工厂就业服务点", "建设零工驿站，开展技能培训和岗位对接。", 40, 200),
        ("社会治理", "{0}电动自行车集中充电棚建设", "在居民集中处建设充电棚和消防设施。", 30, 150),
        ("乡村振兴", "{0}农产品产地冷藏库建设", "建设冷藏库和分拣场地，供合作社和农户共用。", 90, 430),
    ];

    private static readonly string[] Places = ["城关街道", "北坪镇", "南河镇", "石门镇", "柳林镇", "青山镇", "白塔镇", "长坪镇", "东沟镇"];

    private readonly List<SimulatedItem> _all = [];
    private readonly List<(string Run, int Execution, string ItemId, ItemStage Stage)> _decided = [];
    private readonly Dictionary<string, SimulatedItem> _byId = new(StringComparer.Ordinal);
    private int _windows;

    public IReadOnlyList<SimulatedItem> All => _all;

    public SimulatedItem? Find(string id) => _byId.GetValueOrDefault(id);

    public SimulatedItem? ByNumber(string number) => _all.Find(item => item.Number == number);

    /// <summary>Everything that had arrived by then, at these stages, by number.</summary>
    public IEnumerable<SimulatedItem> At(DateTimeOffset now, params ReadOnlySpan<ItemStage> stages)
    {
        var found = new List<SimulatedItem>();
        foreach (var item in _all)
            if (item.ArrivedAt <= now && stages.Contains(item.Stage)) found.Add(item);
        return found;
    }

    /// <summary>Items that are there already, as they stand.</summary>
    public void Take(IEnumerable<ItemFact> items)
    {
        foreach (var fact in items)
        {
            var item = new SimulatedItem
            {
                Id = fact.Id, Number = fact.Number, Title = fact.Title, Content = fact.Content, Domain = fact.Domain, Place = fact.Place, Amount = fact.Amount ?? 0,
                ArrivedAt = DateTimeOffset.MinValue, Merit = Dice.Of(plan.Seed, fact.Id).Share(), Stage = fact.Stage, Proposers = fact.Proposers, LeadUnitId = fact.LeadUnitId,
                LeadUnit = fact.LeadUnit, State = fact.State, LastRating = fact.LastRating, Finish = fact.Finish,
            };
            _all.Add(item);
            _byId[item.Id] = item;
        }
    }

    /// <summary>Spreads proposals over the window. A window opened again brings a quarter as many.</summary>
    public void Open(DateTimeOffset from, DateTimeOffset until)
    {
        if (until <= from) return;
        var count = _windows++ == 0 ? plan.Proposals : Math.Max(1, plan.Proposals / 4);
        for (var index = 1; index <= count; index++)
            Add(from + (until - from) * ((index - 0.5) / count));
    }

    public void Close(DateTimeOffset now)
    {
        foreach (var late in _all.Where(item => item.ArrivedAt > now)) _byId.Remove(late.Id);
        _all.RemoveAll(item => item.ArrivedAt > now);
    }

    /// <summary>Where these executions of a run found the items they decided on.</summary>
    public IReadOnlyDictionary<string, ItemStage> StagesWithout(string run, IReadOnlyList<int> executions)
    {
        var before = new Dictionary<string, ItemStage>(StringComparer.Ordinal);
        foreach (var decided in _decided.GroupBy(line => line.ItemId))
        {
            var kept = decided.Where(line => line.Run != run || !executions.Contains(line.Execution)).ToList();
            if (kept.Count < decided.Count()) before[decided.Key] = kept.Count > 0 ? kept[^1].Stage : ItemStage.Proposal;
        }
        return before;
    }

    public void TakeBack(string run, IReadOnlyList<int> executions)
    {
        foreach (var (id, stage) in StagesWithout(run, executions))
            if (Find(id) is { } item) item.Stage = stage;
        _decided.RemoveAll(line => line.Run == run && executions.Contains(line.Execution));
    }

    public void Decide(string run, int execution, ItemDecision decision)
    {
        if (Find(decision.ItemId) is not { } item) return;
        _decided.Add((run, execution, decision.ItemId, decision.Stage));
        item.Stage = decision.Stage;
        item.WasShortlisted |= decision.Stage is ItemStage.Shortlisted or ItemStage.Candidate or ItemStage.Project;
        item.WasCandidate |= decision.Stage is ItemStage.Candidate or ItemStage.Project;
        if (decision is { Stage: ItemStage.Merged, MergedInto: { } target } && Find(target) is { } heir) heir.Proposers += item.Proposers;
    }

    public void Mark(string itemId, ProjectState state, DateOnly? finish = null)
    {
        if (Find(itemId) is not { } item) return;
        item.State = state;
        item.Finish = finish ?? item.Finish;
    }

    public void Change(ChangeProject change)
    {
        if (!change.IsApproved || Find(change.ItemId) is not { } item) return;
        if (change.Kind is ChangeKind.Substitution or ChangeKind.Stop) item.State = ProjectState.Stopped;
        item.Amount = change.Amount ?? item.Amount;
        item.Finish = change.Finish ?? item.Finish;
        if (change.ReplacedBy is { } other && Find(other) is { } heir) heir.Stage = ItemStage.Project;
    }

    /// <summary>Puts a project there that nobody has proposed or voted on.</summary>
    public SimulatedItem Assume(DateTimeOffset at, DateOnly finish, bool isUnsatisfactory)
    {
        Add(at);
        var item = _all[^1];
        (item.Stage, item.WasShortlisted, item.WasCandidate, item.Finish) = (ItemStage.Project, true, true, finish);
        (item.LeadUnitId, item.LastRating) = (RehearsalUnits.IdFor(item.Domain), isUnsatisfactory ? RatingOutcome.Unsatisfied : null);
        item.LeadUnit = RehearsalUnits.NameOf(item.LeadUnitId);
        return item;
    }

    private void Add(DateTimeOffset at)
    {
        var number = _all.Count + 1;
        var dice = Dice.Of(plan.Seed, "proposal", number);
        var repeated = number > Wishes.Length && dice.Next(OneInSixRepeats) == 0 ? _all[dice.Next(_all.Count)] : null;
        // Wishes and places are walked with steps that share no factor, so titles repeat as late as possible.
        var wish = Wishes[(number * 7 + plan.Seed) % Wishes.Length];
        var place = repeated?.Place ?? Places[(number * 4 + number / Wishes.Length + plan.Seed) % Places.Length];
        var item = new SimulatedItem
        {
            Id = $"item-{number:0000}",
            Number = $"YL{year % 100:00}-{number:0000}",
            Title = repeated?.Title ?? string.Format(CultureInfo.InvariantCulture, wish.Title, place),
            Content = repeated?.Content ?? wish.Content,
            Domain = repeated?.Domain ?? wish.Domain,
            Place = place,
            Amount = repeated?.Amount ?? wish.Least + dice.Next((wish.Most - wish.Least) * 100) / 100m,
            ArrivedAt = at,
            Merit = dice.Share(),
            Duplicate = repeated?.Duplicate ?? repeated,
        };
        _all.Add(item);
        _byId[item.Id] = item;
    }
}
