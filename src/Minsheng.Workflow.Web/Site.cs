using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Json.Serialization;
using System.Text.Unicode;
using Microsoft.AspNetCore.Diagnostics;
using Microsoft.AspNetCore.Diagnostics.HealthChecks;
using Minsheng.Workflow.Runtime;
using Minsheng.Workflow.Runtime.Demo;
using Minsheng.Workflow.Runtime.Queries;
using Minsheng.Workflow.Web.Account;
using Minsheng.Workflow.Web.Api;
using Minsheng.Workflow.Web.Components;
using Minsheng.Workflow.Web.Components.Layout;
using Minsheng.Workflow.Web.Localization;
using Radzen;

namespace Minsheng.Workflow.Web;

/// <summary>The site: services, pipeline, routes.</summary>
internal static class Site
{
    public static WebApplication Build(string[] args)
    {
        CultureInfo.DefaultThreadCurrentCulture = CultureInfo.DefaultThreadCurrentUICulture = CultureInfo.GetCultureInfo("zh-CN");
        var builder = WebApplication.CreateBuilder(args);
        builder.Services.AddRazorComponents().AddInteractiveServerComponents();
        builder.Services.AddRadzenComponents();
        builder.Services.AddSingleton<ILocalizer, RadzenChinese>();
        builder.Services.AddSingleton(TimeProvider.System);
        builder.Services.AddScoped<ShellState>();
        builder.Services.AddWorkflowRuntime(builder.Configuration);
        builder.Services.AddAccounts();
        builder.Services.AddScoped<DemoSeed>();
        builder.Services.AddSingleton<HallQueries>();
        builder.Services.AddScreenQueries();
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
        app.UseExceptionHandler(new ExceptionHandlerOptions
        {
            ExceptionHandlingPath = "/error",
            CreateScopeForErrors = true,
            // What was refused was told to whoever asked; the log is for what went wrong.
            SuppressDiagnosticsCallback = failed => failed.Exception is Engine.WorkflowException,
        });
        app.UseStatusCodePagesWithReExecute("/not-found", createScopeForStatusCodePages: true);
        app.Use(Headers);
        app.UseAuthentication();
        app.UseAuthorization();
        app.UseAntiforgery();
        app.MapStaticAssets().AllowAnonymous();
        app.MapHealthChecks("/health/live", new HealthCheckOptions { Predicate = _ => false }).AllowAnonymous();
        app.MapHealthChecks("/health/ready").AllowAnonymous();
        app.MapAccount();
        app.MapOpenApi().AllowAnonymous();
        app.MapApi();
        app.MapRazorComponents<App>().AddInteractiveServerRenderMode();
        return app;
    }

    /// <summary>Makes the database ready and takes in the shipped procedures; in Development the demo too.</summary>
    /// <exception cref="Engine.WorkflowException">The database cannot be used; the site must not start.</exception>
    public static async Task PrepareAsync(IServiceProvider services, bool demo, CancellationToken cancellation = default)
    {
        var log = services.GetRequiredService<ILoggerFactory>().CreateLogger("Minsheng.Workflow");
        foreach (var file in await RuntimeSetup.PrepareAsync(services, ShippedProcedures, cancellation))
            if (file.Problem is { } problem) log.LogWarning("没有导入 {File}：{Problem}", file.File, problem.Message);
        if (!demo) return;
        await using var scope = services.CreateAsyncScope();
        if (await scope.ServiceProvider.GetRequiredService<DemoSeed>().EnsureAsync(cancellation)) log.LogInformation("已写入演示数据：{Place}", DemoSeed.JurisdictionId);
    }

    private static string ShippedProcedures => Path.Combine(AppContext.BaseDirectory, "workflows");

    private static Task Headers(HttpContext context, RequestDelegate next)
    {
        // Callers of the API get problem details, not pages.
        if (context.Request.Path.StartsWithSegments("/api") && context.Features.Get<IStatusCodePagesFeature>() is { } pages)
            pages.Enabled = false;
        // Radzen positions its popups with style attributes; scripts come from files only.
        context.Response.Headers.ContentSecurityPolicy =
            "default-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data: blob:; object-src 'none'; base-uri 'self'; form-action 'self'; frame-ancestors 'none'";
        context.Response.Headers.XContentTypeOptions = "nosniff";
        return next(context);
    }
}
