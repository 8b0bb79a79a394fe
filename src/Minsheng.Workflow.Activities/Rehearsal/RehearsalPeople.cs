using Minsheng.Workflow.Activities.Facts;
using Minsheng.Workflow.Activities.Items;

namespace Minsheng.Workflow.Activities.Rehearsal;

/// <summary>The simulated people: who holds which post in a jurisdiction that exists only for the rehearsal.</summary>
internal sealed class RehearsalPeople
{
    private const string Surnames = "王李张刘陈杨赵黄周吴徐孙马朱胡郭何林高罗郑梁谢宋唐许韩冯邓曹彭曾肖田董";

    private static readonly string[] Given =
        ["建国", "秀兰", "志强", "海燕", "文斌", "晓梅", "永平", "春花", "立军", "丽娟", "国栋", "玉珍", "卫东", "雪莲", "明远", "桂英", "新民", "巧玲", "学文", "红霞",
         "长青", "静", "勇", "敏", "涛", "芳", "伟", "娜", "军", "洁", "磊", "婷", "宏", "莉", "鹏", "琴", "超", "倩", "刚", "颖"];

    private readonly Dictionary<string, IReadOnlyList<PersonFact>> _byKey = new(StringComparer.Ordinal);
    private readonly Dictionary<string, PersonFact> _byId = new(StringComparer.Ordinal);
    private readonly RehearsalPlan _plan;
    private readonly string _area;

    public RehearsalPeople(RehearsalPlan plan, CycleFact cycle)
    {
        _plan = plan;
        _area = cycle.Level switch
        {
            JurisdictionLevel.County => cycle.Jurisdiction is [.., ('区' or '市' or '旗') and var kind] ? $"{kind}" : "县",
            JurisdictionLevel.Township => cycle.Jurisdiction.EndsWith('乡') ? "乡" : "镇",
            _ => "街道",
        };
    }

    public PersonFact? Find(string id) => _byId.GetValueOrDefault(id);

    public IReadOnlyList<PersonFact> Of(Assignee assignee, ItemFact? project) => assignee switch
    {
        { Role: "LeadDepartment" } => OfUnit(project?.LeadUnit ?? $"{_area}责任单位"),
        { Role: { } role } => Group($"role:{role}", index => ByRole(role, index), SizeOf(role)),
        { Body: { } body } => Group($"body:{body}", _ => ("秘书", body), 1),
        { Group: { } group } => Group($"group:{group}", _ => ("组员", group), 3),
        { Unit: { } unit } => OfUnit(RehearsalUnits.NameOf(unit) ?? unit),
        { Person: { } id } => [_byId.TryGetValue(id, out var known) ? known : Group($"person:{id}", _ => ("", _area), 1)[0]],
        _ => [],
    };

    private IReadOnlyList<PersonFact> OfUnit(string unit) => Group($"unit:{unit}", _ => ("经办人", unit), 1);

    private IReadOnlyList<PersonFact> Group(string key, Func<int, (string Post, string Unit)> describe, int size)
    {
        if (_byKey.TryGetValue(key, out var known)) return known;
        var people = new PersonFact[size];
        for (var index = 0; index < size; index++)
        {
            var id = size == 1 ? key : $"{key}:{index + 1:000}";
            var dice = Dice.Of(_plan.Seed, id);
            var (post, unit) = describe(index);
            people[index] = _byId[id] = new PersonFact(id, Surnames[dice.Next(Surnames.Length)] + dice.Pick(Given), post, unit);
        }
        return _byKey[key] = people;
    }

    private int SizeOf(string role) => role switch
    {
        "Deputy" => _plan.Deputies,
        "ScMember" or "PresidiumMember" or "StreetCouncilMember" => _plan.Members,
        "ScLeader" or "GovLeader" => 4,
        "Expert" => 3,
        "CountyNpcStaff" or "TownshipNpcStaff" or "StreetNpcStaff" or "GovOffice" or "Scrutineer" => 2,
        _ => 1,
    };

    private (string Post, string Unit) ByRole(string role, int index) => role switch
    {
        "CountyNpcStaff" or "TownshipNpcStaff" or "StreetNpcStaff" => ("工作人员", _area == "街道" ? "街道人大工委" : $"{_area}人大办公室"),
        "ScLeader" => (index == 0 ? "主任" : "副主任", $"{_area}人大常委会"),
        "TownshipNpcChair" => ("人大主席", $"{_area}人大主席团"),
        "ScMember" => ("组成人员", $"{_area}人大常委会"),
        "PresidiumMember" => ("主席团成员", $"{_area}人大主席团"),
        "StreetCouncilMember" => ("议事代表", "街道议事代表会"),
        "GovOffice" => ("工作人员", _area == "街道" ? "街道办事处" : $"{_area}政府办公室"),
        "PartyCommittee" or "PartyCommitteeReader" => ("工作人员", _area switch { "街道" => "街道党工委", "镇" or "乡" => $"{_area}党委办公室", _ => $"{_area}委办公室" }),
        "Deputy" => ("人大代表", $"第 {index % 9 + 1} 代表团"),
        "GovLeader" => _area == "街道" ? ("副主任", "街道办事处") : ($"副{_area}长", $"{_area}政府"),
        "Expert" => ("专业人员", "专家库"),
        "ChiefScrutineer" => ("总监票人", "大会监票组"),
        "Scrutineer" => ("监票人", "大会监票组"),
        "SessionChair" => ("执行主席", "大会主席团"),
        "Teller" => ("计票人", "大会秘书处"),
        "AssistDepartment" => ("经办人", "协办单位"),
        _ => ("经办人", role),
    };
}

/// <summary>Units that carry projects out, by domain.</summary>
internal static class RehearsalUnits
{
    private static readonly (string Id, string Name, string[] Domains)[] All =
    [
        ("education", "教育和科技体育局", ["公共教育", "托育", "文化体育"]),
        ("health", "卫生健康局", ["医疗卫生", "健康养老"]),
        ("civil", "民政局", ["助残帮困", "社会保障", "社会治理"]),
        ("housing", "住房和城乡建设局", ["住房保障", "市政建设"]),
        ("traffic", "交通运输局", ["交通出行"]),
        ("water", "水利局", ["饮水安全"]),
        ("farm", "农业农村局", ["乡村振兴"]),
        ("environment", "生态环境分局", ["环境治理"]),
        ("labour", "人力资源和社会保障局", ["就业创业"]),
        ("emergency", "应急管理局", ["公共安全"]),
        ("service", "行政审批服务局", ["便民服务"]),
    ];

    public static string? NameOf(string id) => All.FirstOrDefault(unit => unit.Id == id).Name;

    public static string IdFor(string domain) =>
        All.FirstOrDefault(unit => Array.IndexOf(unit.Domains, domain) >= 0).Id ?? "housing";
}
