using System.Net;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using AngleSharp.Html.Parser;

namespace Minsheng.Workflow.Host.Tests.Web;

/// <summary>A browser without a screen: cookies of its own, follows no redirects by itself.</summary>
public sealed class Visitor(Uri address) : IDisposable
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    private const int Large = 1024 * 1024;

    private readonly HttpClient _http = new(new SocketsHttpHandler { AllowAutoRedirect = false, CookieContainer = new CookieContainer() }) { BaseAddress = address };

    public Task<HttpResponseMessage> GetAsync(string path) => _http.GetAsync(path, Ct);

    public Task<HttpResponseMessage> PostAsync(string path, object? body = null) => _http.PostAsJsonAsync(path, body ?? new { }, Ct);

    public Task<HttpResponseMessage> PostTextAsync(string path, string body, string type = "application/json") =>
        _http.PostAsync(path, new StringContent(body, Encoding.UTF8, type), Ct);

    /// <summary>Asks before sending, as large uploads do, so that a refusal is heard.</summary>
    public Task<HttpResponseMessage> PostBytesAsync(string path, byte[] body) =>
        _http.SendAsync(new HttpRequestMessage(HttpMethod.Post, path) { Content = new ByteArrayContent(body), Headers = { ExpectContinue = body.Length > Large } }, Ct);

    public Task<HttpResponseMessage> PostContentAsync(string path, HttpContent content) => _http.PostAsync(path, content, Ct);

    public Task<HttpResponseMessage> SendAsync(HttpMethod method, string path) => _http.SendAsync(new HttpRequestMessage(method, path), Ct);

    public Task<HttpResponseMessage> SendAsync(HttpMethod method, string path, string json) =>
        _http.SendAsync(new HttpRequestMessage(method, path) { Content = new StringContent(json, Encoding.UTF8, "application/json") }, Ct);

    public Task<HttpResponseMessage> FormAsync(string path, params (string Name, string Value)[] fields) =>
        _http.PostAsync(path, new FormUrlEncodedContent(fields.Select(field => KeyValuePair.Create(field.Name, field.Value))), Ct);

    /// <summary>What the answer holds, as JSON.</summary>
    public async Task<JsonElement> ReadAsync(string path)
    {
        var answer = await GetAsync(path);
        answer.StatusCode.ShouldBe(HttpStatusCode.OK, path);
        return await answer.Content.ReadFromJsonAsync<JsonElement>(Ct);
    }

    /// <summary>Fills in the sign-in page as a person would.</summary>
    /// <returns>Where it leads.</returns>
    public async Task<string> TrySignInAsync(string account, string password, string? returnUrl = null)
    {
        var page = await new HtmlParser().ParseDocumentAsync(await (await GetAsync($"/account/sign-in{(returnUrl is null ? "" : $"?returnUrl={Uri.EscapeDataString(returnUrl)}")}")).Content.ReadAsStringAsync(Ct), Ct);
        var answer = await FormAsync("/account/sign-in", [
            .. page.QuerySelectorAll("form input[type=hidden]").Select(input => (input.GetAttribute("name")!, input.GetAttribute("value") ?? "")),
            ("account", account), ("password", password)]);
        answer.StatusCode.ShouldBe(HttpStatusCode.Redirect);
        return answer.Headers.Location!.OriginalString;
    }

    public async Task SignInAsync(string account, string password) => (await TrySignInAsync(account, password)).ShouldBe("/");

    public void Dispose() => _http.Dispose();
}

internal static class Answers
{
    /// <summary>A refusal as the API makes it: problem details with a Chinese sentence and a stable code.</summary>
    public static async Task<JsonElement> ShouldRefuseAsync(this Task<HttpResponseMessage> asked, HttpStatusCode status, string code)
    {
        var answer = await asked;
        var text = await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
        answer.StatusCode.ShouldBe(status, $"{answer.RequestMessage!.Method} {answer.RequestMessage.RequestUri!.PathAndQuery}: {text}");
        answer.Content.Headers.ContentType?.MediaType.ShouldBe("application/problem+json");
        var problem = JsonDocument.Parse(text).RootElement;
        problem.GetProperty("code").GetString().ShouldBe(code);
        problem.GetProperty("status").GetInt32().ShouldBe((int)status);
        problem.GetProperty("title").GetString()!.ShouldMatch(@"\p{IsCJKUnifiedIdeographs}.*。");
        text.ShouldNotContain("   at ");
        text.ShouldNotContain("Exception");
        return problem;
    }

    public static async Task ShouldBeAsync(this Task<HttpResponseMessage> asked, HttpStatusCode status)
    {
        var answer = await asked;
        answer.StatusCode.ShouldBe(status, $"{answer.RequestMessage!.RequestUri!.PathAndQuery}: {await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken)}");
    }
}
