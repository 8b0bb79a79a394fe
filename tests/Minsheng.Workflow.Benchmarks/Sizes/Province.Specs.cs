using System.Text.Json;
using Minsheng.Workflow.Activities.Facts;
using Minsheng.Workflow.Activities.Forms;
using Minsheng.Workflow.Activities.Tasks;
using Minsheng.Workflow.Engine;

namespace Minsheng.Workflow.Benchmarks.Sizes;

/// <summary>What tasks ask for.</summary>
internal sealed partial record Province
{
    /// <summary>A body goes through so many proposals in one task.</summary>
    private const int Reviewed = 48;

    private readonly Dictionary<int, string> _specs = [];

    private string Spec(int place)
    {
        if (_specs.TryGetValue(place, out var known)) return known;
        if (_specs.Count > 4) _specs.Clear();
        return _specs[place] = JsonSerializer.Serialize(SpecOf(place), Values.Json);
    }

    private static string ReviewSpec(int place, string cycle) => JsonSerializer.Serialize(SpecOf(place) with
    {
        ItemIds = [.. Enumerable.Range(ProjectsOf(place), Math.Min(Reviewed, ItemsOf(place) - ProjectsOf(place))).Select(item => ItemId(cycle, item))],
    }, Values.Json);

    private static TaskSpec SpecOf(int place)
    {
        var people = new[] { new PersonFact(PersonId(place, 1), "工作人员1", "科员", "单位1"), new PersonFact(PersonId(place, 21), "工作人员21", "科员", "单位1") };
        var form = new Form([
            new Field { Name = "percent", Label = "完成进度", Type = FieldType.Number, Required = true }, new Field { Name = "paid", Label = "累计支付", Type = FieldType.Money },
            new Field { Name = "text", Label = "进展情况", Type = FieldType.Paragraph, Required = true }, new Field { Name = "photos", Label = "照片", Type = FieldType.Photo }]);
        return new TaskSpec("月通报", TaskMode.Any, people, [people[0].Id, people[1].Id], [new TaskAction("Done", "提交")], form);
    }
}
