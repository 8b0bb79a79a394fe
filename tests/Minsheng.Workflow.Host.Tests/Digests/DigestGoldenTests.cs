using System.Runtime.CompilerServices;
using Minsheng.Workflow.Runtime.Digests.Layout;

namespace Minsheng.Workflow.Host.Tests.Digests;

/// <summary>What each digest says and how it is drawn, word by word, as somebody has read and approved it.</summary>
public sealed class DigestGoldenTests
{
    public static TheoryData<string> Names => [.. DigestSamples.All.Keys];

    [Theory, MemberData(nameof(Names))]
    public async Task A_digest_is_as_approved(string name)
    {
        var content = DigestSamples.All[name]().ShouldNotBeNull();

        await ApproveAsync(name, "html", DigestHtml.Of(content));
        await ApproveAsync(name, "txt", $"{content.Subject}\n{content.Preview}\n\n{DigestText.Of(content)}");
    }

    [Fact]
    public void Nobody_gets_an_empty_digest()
    {
        Minsheng.Workflow.Runtime.Digests.Content.SupervisionDigest.Of(DigestSamples.Nothing, new("leader", "主任")).ShouldBeNull();
        Minsheng.Workflow.Runtime.Digests.Content.TaskDigest.Of(DigestSamples.NothingNew, new("clerk", "科员")).ShouldBeNull("what is neither late nor due nor new was told before");
    }

    /// <summary>To approve: read the received file, then copy it over the approved one, or run with MINSHENG_APPROVE=1 and read the difference.</summary>
    private static async Task ApproveAsync(string name, string ending, string text)
    {
        var file = Path.Combine(Folder(), "approved", $"{name}.{ending}");
        if (Environment.GetEnvironmentVariable("MINSHENG_APPROVE") == "1") await File.WriteAllTextAsync(file, text, TestContext.Current.CancellationToken);
        var received = Path.Combine(AppContext.BaseDirectory, $"{name}.received.{ending}");
        await File.WriteAllTextAsync(received, text, TestContext.Current.CancellationToken);
        text.ReplaceLineEndings("\n").Split('\n').ShouldBe(
            (await File.ReadAllTextAsync(Path.Combine(Approved, $"{name}.{ending}"), TestContext.Current.CancellationToken)).ReplaceLineEndings("\n").Split('\n'), $"read {received} before it becomes Digests/approved/{name}.{ending}");
    }

    private static string Approved => Environment.GetEnvironmentVariable("MINSHENG_APPROVE") == "1" ? Path.Combine(Folder(), "approved") : Path.Combine(AppContext.BaseDirectory, "Digests", "approved");

    private static string Folder([CallerFilePath] string here = "") => Path.GetDirectoryName(here)!;
}
