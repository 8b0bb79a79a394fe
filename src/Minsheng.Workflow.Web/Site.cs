using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Json.Serialization;
using System.Text.Unicode;
using Microsoft.AspNetCore.Diagnostics;
using Microsoft.AspNetCore.Diagnostics.HealthChecks;
using Minsheng.Workflow.Runtime;
using Minsheng.Workflow.Runtime.Demo;
using Minsheng.Workflow.Runtime.Digests;
using Minsheng.Workflow.Runtime.Queries;
using Minsheng.Workflow.Web.Account;
using Minsheng.Workflow.Web.Api;
using Minsheng.Workflow.Web.Components;
using Minsheng.Workflow.Web.Components.Layout;
using Minsheng.Workflow.Web.Components.Pages.Procedures.Gallery;
using Minsheng.Workflow.Web.Localization;
using Minsheng.Workflow.Web.People;
using Radzen;

namespace Minsheng.Workflow.Web;

/// <summary>The site: services, pipeline, routes.</summary>
internal static class Site
{
    private const int LongestMessage = 1024 * 1024;

    public static WebApplication Build(string[] args)
    {
        CultureInfo.DefaultThreadCurrentCulture = CultureInfo.DefaultThreadCurrentUICulture = CultureInfo.GetCultureInfo("zh-CN");
        var builder = CreateBuilder(args);
        // Why a start fails is told by whoever started it, in a sentence.
        builder.Logging.AddFilter("Microsoft.Extensions.Hosting.Internal.Host", LogLevel.None);
        builder.Logging.AddFilter("Quartz", LogLevel.Warning);
        // A call that was lost with the line is never answered; given up after a while, it would take the page down with it.
        builder.Services.AddRazorComponents().AddInteractiveServerComponents(circuits => circuits.JSInteropDefaultCallTimeout = Timeout.InfiniteTimeSpan)
            // A long paragraph or a draft that is taken back comes as one message.
            .AddHubOptions(hub => hub.MaximumReceiveMessageSize = LongestMessage);
        builder.Services.AddRadzenComponents();
        builder.Services.AddSingleton<ILocalizer, RadzenChinese>();
        builder.Services.AddSingleton(TimeProvider.System);
        builder.Services.AddScoped<Components.Parts.OfficeClock>();
        builder.Services.AddScoped<ShellState>();
        builder.Services.AddSingleton<Components.Pages.Tasks.PhraseBook>();
        builder.Services.AddWorkflowRuntime(builder.Configuration);
        builder.Services.AddAccounts();
        builder.Services.AddScoped<DemoSeed>();
        builder.Services.AddSingleton<DemoBackground>();
        if (builder.Environment.IsDevelopment() && builder.Configuration.GetValue("Demo:Years", true))
            builder.Services.AddHostedService(provider => provider.GetRequiredService<DemoBackground>());
        builder.Services.AddSingleton<Rehearsals.RehearsalRoom>();
        builder.Services.AddSingleton<HallQueries>();
        builder.Services.AddScreenQueries();
        builder.Services.AddHostedService<GalleryReader>();
        builder.Services.AddDigests();
        builder.Services.Configure<RouteHandlerOptions>(handlers => handlers.ThrowOnBadRequest = true);
        builder.Services.AddProblemDetails();
        builder.Services.AddExceptionHandler<Problems>();
        builder.Services.ConfigureHttpJsonOptions(json =>
        {
            json.SerializerOptions.Converters.Add(new JsonStringEnumConverter());
            json.SerializerOptions.Encoder = JavaScriptEncoder.Create(UnicodeRanges.All);
        });
        builder.Services.AddOpenApi();
        builder.Services.AddHealthChecks().AddCheck<ReadyCheck>("ready");

        var app = builder.Build();
        CheckAddresses(app.Configuration[WebHostDefaults.ServerUrlsKey]);
        app.UseExceptionHandler(new ExceptionHandlerOptions
        {
            ExceptionHandlingPath = "/error",
            CreateScopeForErrors = true,
            StatusCodeSelector = problem => problem is BadHttpRequestException bad ? bad.StatusCode : StatusCodes.Status500InternalServerError,
            // What was refused was told to whoever asked; the log is for what went wrong.
            SuppressDiagnosticsCallback = failed => failed.Exception is Engine.WorkflowException or BadHttpRequestException,
        });
        app.UseStatusCodePagesWithReExecute("/not-found", createScopeForStatusCodePages: true);
        app.Use(Headers);
        app.UseAuthentication();
        app.UseAuthorization();
        app.Use(MustChange.Guard);
        app.UseAntiforgery();
        app.MapStaticAssets().AllowAnonymous();
        app.MapHealthChecks("/health/live", new HealthCheckOptions { Predicate = _ => false }).AllowAnonymous();
        app.MapHealthChecks("/health/ready").AllowAnonymous();
        app.MapAccount();
        app.MapPeopleFiles();
        app.MapOpenApi().AllowAnonymous();
        app.MapApi();
        app.MapRazorComponents<App>().AddInteractiveServerRenderMode();
        return app;
    }

    /// <summary>
    /// Makes the database ready and takes in the shipped procedures; in Development the people of the demo's first place too.
    /// The places that are in the middle of their year follow while the site runs, or with <see cref="SeedAsync"/>.
    /// </summary>
    /// <exception cref="Engine.WorkflowException">The database cannot be used; the site must not start.</exception>
    public static async Task PrepareAsync(IServiceProvider services, bool demo, CancellationToken cancellation = default)
    {
        var log = services.GetRequiredService<ILoggerFactory>().CreateLogger("Minsheng.Workflow");
        foreach (var file in await RuntimeSetup.PrepareAsync(services, ShippedProcedures, cancellation))
            if (file.Problem is { } problem) log.LogWarning("没有导入 {File}：{Problem}", file.File, problem.Message);
        if (!demo) return;
        await SeedAsync(services, place => place.Year is null, cancellation);
    }

    /// <summary>Writes those places of the demo that are not there yet; the one named by Demo:PeopleOf without its year.</summary>
    public static async Task SeedAsync(IServiceProvider services, Func<DemoPlace, bool> which, CancellationToken cancellation)
    {
        var log = services.GetRequiredService<ILoggerFactory>().CreateLogger("Minsheng.Workflow");
        await using var scope = services.CreateAsyncScope();
        var seed = scope.ServiceProvider.GetRequiredService<DemoSeed>();
        var peopleOf = services.GetRequiredService<IConfiguration>()["Demo:PeopleOf"];
        foreach (var place in (await seed.MissingAsync(cancellation)).Select(place => place.Id == peopleOf ? place.PeopleOnly : place).Where(which))
            if (await seed.EnsureAsync(place, cancellation)) log.LogInformation("已写入演示数据：{Place}", place.Name);
    }

    private static string ShippedProcedures => Path.Combine(AppContext.BaseDirectory, "workflows");

    private static WebApplicationBuilder CreateBuilder(string[] args)
    {
        try
        {
            // A published site brings its pages and settings along and finds them wherever it is started from.
            var isPublished = Directory.Exists(Path.Combine(AppContext.BaseDirectory, "wwwroot"));
            var isPlaced = args.Any(arg => arg.StartsWith("--contentRoot", StringComparison.OrdinalIgnoreCase));
            return WebApplication.CreateBuilder(new WebApplicationOptions
            {
                Args = args,
                ApplicationName = typeof(Site).Assembly.GetName().Name,
                ContentRootPath = isPublished && !isPlaced ? AppContext.BaseDirectory : null,
            });
        }
        catch (InvalidDataException broken)
        {
            var file = broken.Message.Split('\'') is [_, var named, ..] ? named : "appsettings.json";
            throw new RefusedException("bad-setting", $"设置文件“{file}”不是正确的 JSON，请改正后再启动。");
        }
    }

    private static void CheckAddresses(string? urls)
    {
        foreach (var url in (urls ?? "").Split(';', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries))
        {
            try
            {
                // A port that is no number would count as part of the host's name, and the site would listen everywhere.
                var address = BindingAddress.Parse(url);
                if (address.IsUnixPipe || address.IsNamedPipe || address.Port is >= 0 and <= 65535 && (address.Host is ['[', ..] || !address.Host.Contains(':', StringComparison.Ordinal))) continue;
            }
            catch (FormatException)
            {
            }
            throw new RefusedException("bad-setting", $"设置 Urls 的值“{url}”不对，应写作 http://0.0.0.0:5080。");
        }
    }

    private static async Task Headers(HttpContext context, RequestDelegate next)
    {
        var isApi = context.Request.Path.StartsWithSegments("/api");
        // Callers of the API get problem details, not pages.
        if (isApi && context.Features.Get<IStatusCodePagesFeature>() is { } pages) pages.Enabled = false;
        // Set last, so that they stand on refusals too.
        context.Response.OnStarting(SetHeadersAsync, context.Response);
        await next(context);
        if (isApi) await Problems.FillAsync(context);
    }

    private static Task SetHeadersAsync(object response)
    {
        var headers = ((HttpResponse)response).Headers;
        // Radzen positions its popups with style attributes; scripts come from files only.
        headers.ContentSecurityPolicy =
            "default-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data: blob:; object-src 'none'; base-uri 'self'; form-action 'self'; frame-ancestors 'none'";
        headers.XContentTypeOptions = "nosniff";
        headers["Referrer-Policy"] = "same-origin";
        return Task.CompletedTask;
    }
}
