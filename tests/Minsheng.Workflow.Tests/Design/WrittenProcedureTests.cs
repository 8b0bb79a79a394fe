using System.Runtime.CompilerServices;
using System.Text.RegularExpressions;
using Minsheng.Workflow.Activities.Design;
using Minsheng.Workflow.Activities.Written;
using Minsheng.Workflow.Engine.Definitions;
using Minsheng.Workflow.Tests.Rehearsal;

namespace Minsheng.Workflow.Tests.Design;

/// <summary>Procedures as the office would write them down, word by word as somebody has read and approved them.</summary>
public partial class WrittenProcedureTests
{
    // Roles have their words in the office's register; here a few stand for them.
    private static readonly Dictionary<string, string> Roles = new(StringComparer.Ordinal)
    {
        ["PartyCommittee"] = "党委", ["GovOffice"] = "政府办", ["CountyNpcStaff"] = "人大办工作人员", ["Deputy"] = "人大代表", ["SessionChair"] = "会议主持人", ["ChiefScrutineer"] = "总监票人",
        ["Expert"] = "专家", ["ScMember"] = "常委会组成人员", ["LeadDepartment"] = "责任单位", ["ScLeader"] = "常委会领导",
    };

    private static readonly ProcedureWriter Writer = new(
        new DesignNames(role => Roles.GetValueOrDefault(role, "有关人员"), person => person),
        id => Shipped.Files.Contains($"{id}.json") ? ElsaJson.Read(Shipped.Text($"{id}.json")) : null);

    private static string Written(string file) => Writer.Write(ElsaJson.Read(Shipped.Text(file))).Text();

    [Theory, InlineData("zhashui-three-reviews"), InlineData("beiguan-three-party-rating")]
    public async Task A_procedure_is_written_as_approved(string name)
    {
        var text = Written($"{name}.json");
        await File.WriteAllTextAsync(Path.Combine(AppContext.BaseDirectory, $"{name}.received.txt"), text, TestContext.Current.CancellationToken);

        text.Split('\n').ShouldBe((await File.ReadAllTextAsync(Approved(name), TestContext.Current.CancellationToken)).ReplaceLineEndings("\n").Split('\n'), $"read {name}.received.txt line by line before it becomes {name}.approved.txt");
    }

    [Theory, MemberData(nameof(Files))]
    public void Every_shipped_procedure_is_written_without_a_word_of_the_file_s_own_language(string file)
    {
        var text = Written(file);

        text.Length.ShouldBeGreaterThan(300);
        English().Matches(text).Select(word => word.Value).Distinct().Except(["APP"]).ShouldBeEmpty();
        text.ShouldNotContain("。。");
        text.ShouldNotContain("{{");
    }

    public static TheoryData<string> Files() => [.. Shipped.Files];

    private static string Approved(string name, [CallerFilePath] string here = "") => Path.Combine(Path.GetDirectoryName(here)!, $"{name}.approved.txt");

    [GeneratedRegex("[A-Za-z]{3,}")]
    private static partial Regex English();
}
