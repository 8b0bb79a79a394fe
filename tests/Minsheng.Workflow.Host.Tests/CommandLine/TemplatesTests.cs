using System.Globalization;
using System.Net;
using Microsoft.AspNetCore.Builder;
using Minsheng.Workflow.Host.Tests.Stores;
using Minsheng.Workflow.Web;

namespace Minsheng.Workflow.Host.Tests.CommandLine;

/// <summary>Settings people copy and then rely on.</summary>
[Collection(nameof(ConsoleTests))]
public sealed class TemplatesTests : IDisposable
{
    private readonly Folder _folder = new();

    public static TheoryData<string> Templates => [.. Directory.GetFiles(Path.Combine(AppContext.BaseDirectory, "appsettings.templates"), "*.json").Select(file => Path.GetFileName(file)).Order(StringComparer.Ordinal)];

    public void Dispose() => _folder.Dispose();

    [Theory, MemberData(nameof(Templates))]
    public async Task Every_template_starts_a_host(string template)
    {
        var ct = TestContext.Current.CancellationToken;
        File.Copy(Path.Combine(AppContext.BaseDirectory, "appsettings.templates", template), _folder["appsettings.json"]);
        var connection = (await File.ReadAllTextAsync(_folder["appsettings.json"], ct)).Contains("PostgreSQL", StringComparison.Ordinal)
            ? (await Databases.PostgresAsync()).ConnectionString
            : $"Data Source={_folder.Database}";
        // Only what a test must not touch is said otherwise: where the data lies and the port.
        var (culture, language) = (CultureInfo.DefaultThreadCurrentCulture, CultureInfo.DefaultThreadCurrentUICulture);
        await using var site = Site.Build(["--contentRoot", _folder.Path, "--environment", "Production", "--urls", "http://127.0.0.1:0", "--ConnectionStrings:Default", connection, "--Logging:LogLevel:Default", "None"]);
        (CultureInfo.DefaultThreadCurrentCulture, CultureInfo.DefaultThreadCurrentUICulture) = (culture, language);
        await Site.PrepareAsync(site.Services, demo: false, ct);
        await site.StartAsync(ct);
        using var http = new HttpClient { BaseAddress = new Uri(site.Urls.Single()) };
        (await http.GetAsync("/health/ready", ct)).StatusCode.ShouldBe(HttpStatusCode.OK);
        (await http.GetAsync("/account/sign-in", ct)).StatusCode.ShouldBe(HttpStatusCode.OK);
        await site.StopAsync(ct);
    }
}
