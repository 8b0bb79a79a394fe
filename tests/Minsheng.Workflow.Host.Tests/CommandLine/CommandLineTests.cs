using System.Text;
using System.Text.Json;
using Minsheng.Workflow.Host.Tests.Stores;

namespace Minsheng.Workflow.Host.Tests.CommandLine;

/// <summary>The <c>minsheng</c> command in the hands of somebody who does not read manuals, and of programs that do.</summary>
[Collection(nameof(ConsoleTests))]
public sealed class CommandLineTests : IDisposable
{
    private const int Done = 0, Refused = 1, WrongUsage = 2;

    private readonly Folder _folder = new();

    private static string Workflows => Path.Combine(AppContext.BaseDirectory, "workflows");

    private string Hello => _folder.Write("hello.json", Flows.Sequence("hello", Flows.Line("one", "你好"), Flows.Line("two", "再见")));

    private string Waiting => _folder.Write("waiting.json", Flows.Sequence("waiting", Flows.Step("My.Wait", "first"), Flows.Event("second", "来信"), Flows.Line("end", "完")));

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Help_is_in_Chinese_and_names_every_command()
    {
        foreach (var args in new string[][] { ["--help"], ["-h"], ["validate", "--help"], ["run", "--help"], ["rehearse", "-h"], ["migrate", "--help"], ["seed", "--help"], ["serve", "--help"] })
        {
            var help = await Command.RunAsync(args);
            help.Code.ShouldBe(Done);
            help.Error.ShouldBeEmpty();
            foreach (var english in new[] { "Description", "Usage", "Show help", "REQUIRED", "default:", "[options]" }) help.Out.ShouldNotContain(english);
        }
        var all = (await Command.RunAsync("--help")).Out;
        foreach (var command in new[] { "serve", "validate", "run", "rehearse", "migrate", "seed" }) all.ShouldMatch($@"(?m)^\s+{command}\b.*\p{{IsCJKUnifiedIdeographs}}");
    }

    [Fact]
    public async Task Validate_answers_with_files_and_their_problems()
    {
        var broken = _folder.Write("broken.json", Flows.Sequence("broken", Flows.Step("Elsa.NoSuchThing", "a")));
        var checkedFiles = await Command.RunAsync("validate", Hello, broken, _folder["missing.json"], "--json");
        checkedFiles.Code.ShouldBe(Refused);
        var files = checkedFiles.Json.EnumerateArray().ToList();
        files.Select(file => (file.GetProperty("file").GetString(), file.GetProperty("valid").GetBoolean())).ShouldBe([(Hello, true), (broken, false), (_folder["missing.json"], false)]);
        files[0].GetProperty("problems").GetArrayLength().ShouldBe(0);
        foreach (var problem in files.Skip(1).SelectMany(file => file.GetProperty("problems").EnumerateArray()))
            foreach (var member in new[] { "activityId", "path", "code", "message" }) problem.GetProperty(member).ValueKind.ShouldBe(JsonValueKind.String);
        files[1].GetProperty("problems")[0].GetProperty("activityId").GetString().ShouldBe("a");

        (await Command.RunAsync("validate", Hello)).Code.ShouldBe(Done);
        (await Command.RunAsync("validate", broken)).ShouldRefuse(Refused, broken, "a");
        var shipped = await Command.RunAsync(["validate", .. Directory.GetFiles(Workflows, "*.json"), "--json"]);
        shipped.Code.ShouldBe(Done, shipped.Error);
    }

    [Fact]
    public async Task Validate_finds_children_beside_the_file_and_among_the_files_given()
    {
        var parent = _folder.Write("parent.json", Flows.Sequence("parent", Flows.Child("one", "the-child")));
        (await Command.RunAsync("validate", parent)).ShouldRefuse(Refused, "子方案“the-child”不存在");

        var elsewhere = Directory.CreateDirectory(_folder["elsewhere"]).FullName;
        var child = Path.Combine(elsewhere, "child.json");
        await File.WriteAllBytesAsync(child, Flows.Sequence("the-child", Flows.Line("x", "到了")), TestContext.Current.CancellationToken);
        (await Command.RunAsync("validate", parent, child)).Code.ShouldBe(Done);
        (await Command.RunAsync("validate", parent, "--with", elsewhere)).Code.ShouldBe(Done);

        File.Copy(child, _folder["child.json"]);
        (await Command.RunAsync("validate", parent)).Code.ShouldBe(Done);
    }

    [Fact]
    public async Task Run_prints_lines_or_one_answer()
    {
        (await Command.RunAsync("run", Hello)).ShouldBe(new Answered(Done, $"你好{Environment.NewLine}再见{Environment.NewLine}", ""));
        var run = (await Command.RunAsync("run", Hello, "--json")).Json;
        run.GetProperty("status").GetString().ShouldBe("Finished");
        run.GetProperty("subStatus").GetString().ShouldBe("Finished");
        run.GetProperty("output").EnumerateArray().Select(line => line.GetString()).ShouldBe(["你好", "再见"]);
        run.GetProperty("waits").GetArrayLength().ShouldBe(0);
        run.GetProperty("incidents").GetArrayLength().ShouldBe(0);
        var first = run.GetProperty("trace").EnumerateArray().First(entry => entry.GetProperty("activityId").GetString() == "one");
        first.GetProperty("type").GetString().ShouldBe("Elsa.WriteLine");
        first.GetProperty("event").ValueKind.ShouldBe(JsonValueKind.String);
        first.TryGetProperty("outcomes", out _).ShouldBeTrue();
    }

    [Fact]
    public async Task Run_waits_and_is_resumed_in_every_way_of_writing()
    {
        var still = (await Command.RunAsync("run", Waiting, "--stand-in", "My.Wait", "--json")).Json;
        still.GetProperty("subStatus").GetString().ShouldBe("Suspended");
        var wait = still.GetProperty("waits").EnumerateArray().ShouldHaveSingleItem();
        wait.GetProperty("activityId").GetString().ShouldBe("first");
        wait.GetProperty("name").GetString().ShouldBe("My.Wait");

        foreach (var how in new[] { "first", "first=Done", "first=Done:{\"a\":1}", "first:{\"a\":1}", "first:text", "first=", "first=:", "first:{\"Outcome\":\"Done\"}" })
        {
            var resumed = await Command.RunAsync("run", Waiting, "--stand-in", "My.Wait", "--resume", how, "--resume", "second", "--json");
            resumed.Code.ShouldBe(Done, $"{how}: {resumed.Error}");
            resumed.Json.GetProperty("subStatus").GetString().ShouldBe("Finished", how);
        }
        (await Command.RunAsync("run", Waiting, "--stand-in", "My.Wait", "--resume-all", "5")).Out.ShouldBe($"完{Environment.NewLine}");
        (await Command.RunAsync("run", Waiting, "--stand-in", "My.Wait", "--resume-all", "1", "--json")).Json.GetProperty("waits")[0].GetProperty("activityId").GetString().ShouldBe("second");

        var none = await Command.RunAsync("run", Hello, "--resume", "nobody");
        none.ShouldRefuse(Refused, "“nobody”");
        (await Command.RunAsync("run", Waiting)).Code.ShouldBe(Refused, "an unknown step is a problem, not a crash");
        foreach (var how in new[] { "=Done", ":1", "" }) (await Command.RunAsync("run", Hello, "--resume", how)).ShouldRefuse(WrongUsage, "--resume");
        (await Command.RunAsync("run", Hello, "--resume-all", "-1")).ShouldRefuse(WrongUsage, "--resume-all");
        (await Command.RunAsync("run", Hello, "--resume-all", "many")).ShouldRefuse(WrongUsage, "--resume-all", "many");
    }

    [Fact]
    public async Task Run_takes_inputs_and_children_from_elsewhere()
    {
        var echo = _folder.Write("echo.json", """
            {"definitionId":"echo","name":"echo","version":1,"inputs":[{"name":"who","type":"Object"}],"root":{"type":"Elsa.Sequence","id":"root","activities":[
              {"type":"Elsa.WriteLine","id":"say","text":{"typeName":"String","expression":{"type":"JavaScript","value":"JSON.stringify(getInput('who'))"}}}]}}
            """);
        foreach (var (text, said) in new[] { ("5", "5"), ("\"五\"", "\"五\""), ("五", "\"五\""), ("""{"a":[1,null]}""", """{"a":[1,null]}"""), ("", "\"\""), ("{", "\"{\""), ("a=b", "\"a=b\"") })
            (await Command.RunAsync("run", echo, "--input", $"who={text}")).ShouldBe(new Answered(Done, said + Environment.NewLine, ""), text);
        (await Command.RunAsync("run", echo, "--input", "who")).ShouldRefuse(WrongUsage, "“who”", "名称=JSON");
        (await Command.RunAsync("run", echo, "--input", "=5")).ShouldRefuse(WrongUsage, "“=5”");
        (await Command.RunAsync("run", echo, "--input")).ShouldRefuse(WrongUsage, "--input");

        var parent = _folder.Write("parent.json", Flows.Sequence("parent", Flows.Child("child", "kid"), Flows.Line("after", "父")));
        Directory.CreateDirectory(_folder["kids"]);
        _folder.Write("kids/kid.json", Flows.Sequence("kid", Flows.Line("k", "子")));
        _folder.Write("kids/rubbish.json", "{");
        File.CreateSymbolicLink(_folder["kids/dangling.json"], _folder["gone.json"]);
        (await Command.RunAsync("run", parent, "--with", _folder["kids"])).ShouldBe(new Answered(Done, $"子{Environment.NewLine}父{Environment.NewLine}", ""));
        (await Command.RunAsync("run", parent)).ShouldRefuse(Refused, "kid");
        (await Command.RunAsync("run", parent, "--with", _folder["nowhere"])).ShouldRefuse(Refused, _folder["nowhere"]);
    }

    [Fact]
    public async Task A_failing_step_is_named_and_the_exit_code_says_so()
    {
        var failing = _folder.Write("failing.json", Flows.Sequence("failing", Flows.Fails("bad")));
        (await Command.RunAsync("run", failing)).ShouldRefuse(Refused, "“bad”");
        var run = await Command.RunAsync("run", failing, "--json");
        run.Code.ShouldBe(Refused);
        run.Json.GetProperty("incidents").EnumerateArray().ShouldHaveSingleItem().GetProperty("activityId").GetString().ShouldBe("bad");
    }

    [Fact]
    public async Task Rehearse_plays_a_year_and_answers_in_its_shape()
    {
        var year = Path.Combine(Workflows, "zhashui-three-reviews.json");
        var played = await Command.RunAsync("rehearse", year, "--from", "2026-01-05", "--json");
        played.Code.ShouldBe(Done, played.Error);
        var report = played.Json;
        report.GetProperty("status").GetString().ShouldBe("Finished");
        report.GetProperty("days").GetInt32().ShouldBeGreaterThan(100);
        foreach (var member in new[] { "at", "step", "activityId", "instance", "actor", "kind", "text", "outcome" }) report.GetProperty("events")[0].TryGetProperty(member, out _).ShouldBeTrue(member);
        foreach (var member in new[] { "proposals", "candidates", "adopted" }) report.GetProperty("items").GetProperty(member).GetInt32().ShouldBeGreaterThan(0, member);
        foreach (var member in new[] { "events", "ballots", "ratings", "documents", "mails" }) report.GetProperty(member).ValueKind.ShouldBe(JsonValueKind.Array, member);
        (await Command.RunAsync("rehearse", year, "--from", "2026-01-05", "--json")).Out.ShouldBe(played.Out, "the same seed plays the same year");
        (await Command.RunAsync("rehearse", year, "--from", "2026-01-05", "--until", "2026-01-05")).Code.ShouldBe(Done);
    }

    [Fact]
    public async Task Rehearse_refuses_what_it_cannot_play()
    {
        foreach (var date in new[] { "2026-02-30", "2026/01/05", "tomorrow", "", "2026-1-5", "0000-00-00" }) (await Command.RunAsync("rehearse", Hello, "--from", date)).ShouldRefuse(WrongUsage, "--from");
        (await Command.RunAsync("rehearse", Hello, "--from", "2026-01-05", "--until", "2026-01-04")).ShouldRefuse(WrongUsage, "--until", "--from");
        (await Command.RunAsync("rehearse", Hello)).ShouldRefuse(WrongUsage, "--from");
        (await Command.RunAsync("rehearse", Hello, "--from")).ShouldRefuse(WrongUsage, "--from");
        foreach (var (option, value) in new[] { ("--deputies", "0"), ("--deputies", "many"), ("--deputies", "99999999999"), ("--proposals", "-1"), ("--seed", "x") })
            (await Command.RunAsync("rehearse", Hello, "--from", "2026-01-05", option, value)).ShouldRefuse(WrongUsage, option, value);
        foreach (var answers in new[] { "{", "[]", "5", "null", """{"a":null}""", """{"a":[null]}""", """{"a":5}""", """{"a":{"nonsense":1}}""", """{"a":{"outcome":5}}""", """{"a":{"outcome":"\ud800"}}""", "", new string('[', 10_000) })
            (await Command.RunAsync("rehearse", Hello, "--from", "2026-01-05", "--answers", _folder.Write("answers.txt", answers))).ShouldRefuse(Refused, "答案文件");
        (await Command.RunAsync("rehearse", Hello, "--from", "2026-01-05", "--answers", _folder["none.json"])).ShouldRefuse(Refused, "none.json");
        (await Command.RunAsync("rehearse", Hello, "--from", "2026-01-05", "--answers", _folder.Path)).ShouldRefuse(Refused, "文件夹");
        (await Command.RunAsync("rehearse", Hello, "--from", "9999-12-30")).ShouldBeCalm();
    }

    [Fact]
    public async Task The_word_that_is_wrong_is_named()
    {
        (await Command.RunAsync("run", "--bad", "x")).ShouldRefuse(WrongUsage, "“--bad”");
        (await Command.RunAsync("run", Hello, "--bad")).ShouldRefuse(WrongUsage, "“--bad”");
        (await Command.RunAsync("run", Hello, "--bad=5")).ShouldRefuse(WrongUsage, "--bad");
        (await Command.RunAsync("run", Hello, "--jsn")).ShouldRefuse(WrongUsage, "“--jsn”");
        (await Command.RunAsync("run", Hello, "-x")).ShouldRefuse(WrongUsage, "“-x”");
        (await Command.RunAsync("validate", Hello, "--bad")).ShouldRefuse(WrongUsage, "“--bad”");
        (await Command.RunAsync("rehearse", "--from", "2026-01-05", "--bad", Hello)).ShouldRefuse(WrongUsage, "“--bad”");
        (await Command.RunAsync("run", Hello, "another.json")).ShouldRefuse(WrongUsage, "“another.json”");
        (await Command.RunAsync("run")).ShouldRefuse(WrongUsage, "FILE");
        (await Command.RunAsync("validate")).ShouldRefuse(WrongUsage, "FILE");
        (await Command.RunAsync("bogus")).ShouldRefuse(WrongUsage, "“bogus”");
        (await Command.RunAsync("serv", "--urls", "http://127.0.0.1:0")).ShouldRefuse(WrongUsage, "“serv”");
        (await Command.RunAsync("--nonsense")).ShouldRefuse(WrongUsage, "--nonsense");
        (await Command.RunAsync("serve", "now")).ShouldRefuse(WrongUsage, "“now”");
        (await Command.RunAsync("serve", "--urls")).ShouldRefuse(WrongUsage, "--urls");
        (await Command.RunAsync("migrate", "--bad", "x")).ShouldRefuse(WrongUsage, "--bad");
        (await Command.RunAsync("seed")).ShouldRefuse(WrongUsage, "--demo");
        _folder.Write("--odd.json", await File.ReadAllBytesAsync(Hello, TestContext.Current.CancellationToken));
        (await Command.RunAsync("run", "--", _folder["--odd.json"])).Code.ShouldBe(Done);
    }

    [Fact]
    public async Task Files_that_are_none_are_refused_by_every_command()
    {
        var files = new (string File, string Words)[]
        {
            (_folder["missing.json"], "没有文件"), (_folder.Path, "是文件夹"), ("", "没有文件"), ("\0", "没有文件"), (_folder.Write("empty.json", ""), "JSON"), (_folder.Write("half.json", "{\"definitionId\":"), "JSON"),
            (_folder.Write("list.json", "[1]"), "不是一个方案"), (_folder.Write("deep.json", new string('[', 10_000)), "层"), (_folder.Write("deep2.json", Deep(10_000)), "层"),
            (_folder.Write("gbk.json", [(byte)'{', (byte)'"', 0xD6, 0xD0, (byte)'"', (byte)':', (byte)'1', (byte)'}']), "UTF-8"), (_folder.Write("utf16.json", Encoding.Unicode.GetPreamble().Concat(Encoding.Unicode.GetBytes("{}")).ToArray()), "UTF-8"),
            (_folder.Write("half-character.json", """{"definitionId":"\ud800"}"""), "不完整的字符"), (Big(), "MB"), ("/proc/self/mem", "读不出来"), ("/dev/zero", "MB"),
        };
        foreach (var (file, words) in files)
            foreach (var args in new string[][] { ["run", file], ["run", file, "--json"], ["rehearse", file, "--from", "2026-01-05"], ["validate", file] })
            {
                var answer = (await Command.RunAsync(args)).ShouldBeCalm();
                answer.Code.ShouldBe(Refused, string.Join(' ', args));
                answer.Error.ShouldContain(words, Case.Sensitive, string.Join(' ', args));
            }

        string Big()
        {
            using var stream = File.Create(_folder["big.json"]);
            stream.SetLength(50 * 1024 * 1024);
            return _folder["big.json"];
        }

        static string Deep(int depth)
        {
            var text = new StringBuilder("""{"definitionId":"deep","root":""");
            for (var level = 0; level < depth; level++) text.Append("""{"type":"Elsa.Sequence","id":"s","activities":[""");
            for (var level = 0; level < depth; level++) text.Append("]}");
            return text.Append('}').ToString();
        }
    }

    [Fact]
    public async Task Scripts_and_runs_without_end_are_stopped()
    {
        foreach (var script in new[] { "while(true){}", "'a'.repeat(1e9)", new string('(', 20_000) + "1" + new string(')', 20_000), new string('!', 50_000) + "1", string.Concat(Enumerable.Repeat("x=>", 20_000)) + "1" })
        {
            var step = Flows.Step("Elsa.WriteLine", "s", ("text", new System.Text.Json.Nodes.JsonObject { ["script"] = script }));
            var answer = (await Command.RunAsync("run", _folder.Write("script.json", Flows.Sequence("script", step)))).ShouldBeCalm();
            answer.Code.ShouldBe(Refused);
            answer.Error.ShouldContain("“s”");
        }
        (await Command.RunAsync("run", _folder.Write("self.json", Flows.Sequence("self", Flows.Child("again", "self"))))).ShouldRefuse(Refused, "“self”", "反复启动自己");
    }
}
