using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Tako.Core.Faults;
using Tako.Core.Identity;
using Tako.Core.Ledger;
using Tako.Models.Calls;
using Tako.Reflexes.Audit;
using Tako.Reflexes;
using Tako.Reflexes.Policies;
using Tako.Server.Reflexes;
using Tako.Server.Tests.Kit;

namespace Tako.Server.Tests.Reflexes;

/// <summary>What a client of the gateway sees of a policy, in requests and in answers, whole and streamed.</summary>
public sealed partial class PolicyTests
{
    private const string At = """ "item_id":"m","output_index":0,"content_index":0""";
    private const string Mail = "ada.example@example.com";
    private const string Pseudonyms =
        "rules: [{ families: [personal], kinds: [email], do: pseudonym }, { families: [listed], do: block }]\n"
        + "deny: [nightfall]\ncanaries: [violet-otter-77]\n";

    public static TheoryData<string, int> Splits()
    {
        var splits = new TheoryData<string, int>();
        foreach (var path in (string[])["chat/completions", "messages", "responses"])
        {
            foreach (var size in (int[])[1, 2, 7, 400])
                splits.Add(path, size);
        }

        return splits;
    }

    [Fact]
    public async Task A_model_sees_a_pseudonym_and_the_client_its_own_value()
    {
        var route = new ScriptedRoute(call => new ScriptedCallAnswer(Chat($"I wrote to {Token(call)}. Done.")));
        await using var gate = await OpenAsync(route, Pseudonyms);

        var answer = (await gate.PostAsync("/v1/chat/completions", Ask($"Write to {Mail}."))).Is(200);

        route.Bodies.ShouldHaveSingleItem().ShouldNotContain(Mail);
        answer.Headers["x-tako-reflex"].ShouldBe("personal; 1");
        answer.Json.GetProperty("choices")[0].GetProperty("message").GetProperty("content").GetString()
            .ShouldBe($"I wrote to {Mail}. Done.");
    }

    [Theory, MemberData(nameof(Splits))]
    public async Task A_stream_gives_the_value_back_however_its_token_is_split(string path, int size)
    {
        var route = new ScriptedRoute(call =>
            new ScriptedCallAnswer(Events(path, $"I wrote to {Token(call)}. Done.", size)) { Streams = true });
        await using var gate = await OpenAsync(route, Pseudonyms);

        var answer = (await gate.PostAsync($"/v1/{path}", Ask($"Write to {Mail}.", path, stream: true))).Is(200);

        Said(path, answer.Body).ShouldBe($"I wrote to {Mail}. Done.");
        if (path == "responses")
            Numbers(answer.Body).ShouldBe(Enumerable.Range(0, Numbers(answer.Body).Count));
    }

    [Fact]
    public async Task Arguments_of_a_tool_call_stay_JSON_when_a_value_comes_back()
    {
        var route = new ScriptedRoute(call =>
        {
            var message = new JsonObject
            {
                ["role"] = "assistant",
                ["tool_calls"] = new JsonArray(new JsonObject
                {
                    ["id"] = "c1", ["type"] = "function",
                    ["function"] = new JsonObject { ["name"] = "send", ["arguments"] = $$"""{"to":"{{Token(call)}}","text":"a \"b\""}""" },
                }),
            };
            return new ScriptedCallAnswer(new JsonObject
            {
                ["choices"] = new JsonArray(new JsonObject { ["index"] = 0, ["message"] = message, ["finish_reason"] = "tool_calls" }),
            }.ToJsonString());
        });
        await using var gate = await OpenAsync(route, Pseudonyms);

        var answer = (await gate.PostAsync("/v1/chat/completions", Ask($"Write to {Mail}."))).Is(200);

        var arguments = answer.Json.GetProperty("choices")[0].GetProperty("message").GetProperty("tool_calls")[0].GetProperty("function")
            .GetProperty("arguments").GetString()!;
        JsonDocument.Parse(arguments).RootElement.GetProperty("to").GetString().ShouldBe(Mail);
    }

    [Fact]
    public async Task Calls_of_one_session_share_their_pseudonyms_and_others_do_not()
    {
        var tokens = new List<string>();
        var route = new ScriptedRoute(call =>
        {
            tokens.Add(Token(call));
            return new ScriptedCallAnswer(Chat(tokens[0]));
        });
        await using var gate = await OpenAsync(route, Pseudonyms);

        foreach (var session in (string?[])["s1", "s1", "s2", null])
        {
            var answer = await gate.PostAsync("/v1/chat/completions", Ask($"Write to {Mail}."),
                session is null ? [] : [("x-tako-session", session)]);
            // What another session's token stands for is not told.
            answer.Body.Contains(Mail, StringComparison.Ordinal).ShouldBe(session == "s1");
        }

        tokens[1].ShouldBe(tokens[0]);
        tokens.Distinct().Count().ShouldBe(3);
    }

    [Fact]
    public async Task A_denied_word_is_refused_with_the_reason_and_never_reaches_the_model()
    {
        var route = new ScriptedRoute(Chat("hello"));
        await using var gate = await OpenAsync(route, Pseudonyms);

        var answer = (await gate.PostAsync("/v1/chat/completions", Ask("Tell me of Nightfall."))).Is(400);

        answer.Headers["x-tako-reflex"].ShouldBe("listed");
        answer.Body.ShouldContain("denied");
        answer.Body.ShouldNotContain("ightfall");
        route.Bodies.ShouldBeEmpty();
    }

    // What a tool's arguments call a thing is theirs: no name in them is one of the protocol's.
    [Theory]
    [InlineData("id")]
    [InlineData("model")]
    [InlineData("role")]
    [InlineData("type")]
    [InlineData("finish_reason")]
    [InlineData("input")]
    public async Task A_value_in_a_tool_s_arguments_is_looked_at_whatever_it_is_called(string name)
    {
        var call = new JsonObject
        {
            ["type"] = "tool_use", ["id"] = "nightfall-1", ["name"] = "f",
            ["input"] = new JsonObject { ["of"] = new JsonObject { [name] = "SAID" } },
        };
        JsonObject Said(string role, string said) => new()
        {
            ["role"] = role,
            ["content"] = new JsonArray(JsonNode.Parse(call.ToJsonString().Replace("SAID", said, StringComparison.Ordinal))),
        };
        var asked = new JsonObject
        {
            ["model"] = "small", ["max_tokens"] = 9, ["messages"] = new JsonArray(Said("assistant", Mail)),
        };
        var answered = Said("assistant", "TOKEN");
        (answered["type"], answered["id"], answered["stop_reason"]) = ("message", "m1", "tool_use");
        var route = new ScriptedRoute(asked => new ScriptedCallAnswer(
            answered.ToJsonString().Replace("TOKEN", Token(asked), StringComparison.Ordinal)));
        await using var gate = await OpenAsync(route, Pseudonyms);

        var answer = (await gate.PostAsync("/v1/messages", asked.ToJsonString())).Is(200);

        // The call's own id is the protocol's, and is left alone.
        route.Bodies.ShouldHaveSingleItem().ShouldSatisfyAllConditions(
            body => body.ShouldNotContain(Mail), body => body.ShouldContain("nightfall-1"));
        answer.Json.GetProperty("content")[0].GetProperty("input").GetProperty("of").GetProperty(name).GetString().ShouldBe(Mail);
    }

    // JSON allows half of a pair, which no text holds: what stands beside it must be read all the same.
    [Theory]
    [InlineData("\\ud83d nightfall")]
    [InlineData("\\ude00\\n\\u006eightfall")]
    [InlineData("é 😀 \\\"nightfall\\\" \\ud83d\\ude00 \\udead")]
    public async Task Half_a_character_hides_no_denied_word(string said)
    {
        var route = new ScriptedRoute(Chat("hello"));
        await using var gate = await OpenAsync(route, Pseudonyms);

        var body = Ask("SAID").Replace("SAID", said, StringComparison.Ordinal);
        (await gate.PostAsync("/v1/chat/completions", body)).Is(400).Headers["x-tako-reflex"].ShouldBe("listed");

        route.Bodies.ShouldBeEmpty();
    }

    [Fact]
    public async Task Half_a_character_hides_no_canary_in_an_answer()
    {
        var policy = Pseudonyms.Replace("rules: [", "rules: [{ families: [canary], do: block }, ", StringComparison.Ordinal);
        var said = Chat("It is SAID.").Replace("SAID", "\\ud83d violet-otter-77", StringComparison.Ordinal);
        await using var gate = await OpenAsync(new ScriptedRoute(said), policy);

        (await gate.PostAsync("/v1/chat/completions", Ask("What is it?"))).Is(400).Body.ShouldNotContain("violet-otter-77");
    }

    [Theory]
    [InlineData("violet-otter-77")]
    [InlineData("dmlvbGV0LW90dGVyLTc3")]
    public async Task A_canary_in_an_answer_ends_a_stream_with_an_error_and_refuses_a_whole_one(string said)
    {
        var policy = Pseudonyms + "version: v7\n";
        policy = policy.Replace("rules: [", "rules: [{ families: [canary], do: block }, ", StringComparison.Ordinal);
        var route = new ScriptedRoute(call => call.Streamed
            ? new ScriptedCallAnswer(Events("chat/completions", $"It is {said} indeed.", 3)) { Streams = true }
            : new ScriptedCallAnswer(Chat($"It is {said} indeed.")));
        await using var gate = await OpenAsync(route, policy);

        (await gate.PostAsync("/v1/chat/completions", Ask("What is it?"))).Is(400).Body.ShouldNotContain(said);
        var stream = (await gate.PostAsync("/v1/chat/completions", Ask("What is it?", stream: true))).Is(200).Body;

        stream.ShouldContain("\"error\"");
        stream.ShouldNotContain(said);
        stream.ShouldNotContain("\"finish_reason\":\"stop\"");
        Said("chat/completions", stream).ShouldStartWith("It is ");
    }

    [Fact]
    public async Task A_text_without_findings_goes_on_as_the_same_bytes()
    {
        var frames = Events("chat/completions", "Nothing to see: 12 or 13 of them, at once.", 5);
        await using var gate = await OpenAsync(new ScriptedRoute(_ => new ScriptedCallAnswer(frames) { Streams = true }), Pseudonyms);

        var body = (await gate.PostAsync("/v1/chat/completions", Ask("Go on.", stream: true))).Is(200).Body;

        Said("chat/completions", body).ShouldBe("Nothing to see: 12 or 13 of them, at once.");
    }

    [Fact]
    public async Task What_was_acted_on_is_in_the_ledger_without_the_value()
    {
        var ledger = new MemoryLedger(TimeProvider.System);
        var route = new ScriptedRoute(Chat("hello"));
        await using (var gate = await OpenAsync(route, Pseudonyms + "version: v3\n", ledger))
        {
            await gate.PostAsync("/v1/chat/completions", Ask($"Write to {Mail}."));
            await gate.PostAsync("/v1/chat/completions", Ask("Tell me of nightfall."));
        }

        var acted = new List<ReflexActed>();
        await foreach (var stream in ledger.StreamsAsync(Tenant.Local, ReflexActed.Streams))
        {
            await foreach (var entry in ledger.ReadAsync(Tenant.Local, stream.Stream))
            {
                Encoding.UTF8.GetString(entry.Body.Span).ShouldNotContain(Mail);
                acted.Add(JsonSerializer.Deserialize(entry.Body.Span, ReflexActedJson.Default.ReflexActed)!);
            }
        }

        acted.Select(one => (one.Decision, one.Policy, one.Findings[0].Kind, one.Findings[0].Rule))
            .ShouldBe([("rewrite", "v3", "email", "rules/0"), ("block", "v3", "denied", "rules/1")]);
    }

    [Fact]
    public async Task A_policy_file_is_read_again_when_it_changes_and_a_bad_one_keeps_the_old()
    {
        await using var served = await Served.StartAsync(
            "gateway: { listen: \"127.0.0.1:0\", admin: { listen: \"127.0.0.1:0\" }, reflexes: { policy: built-in } }\n");
        var file = Path.Combine(Path.GetDirectoryName(served.ConfigFile)!, "reflexes.yaml");
        var ask = Ask("Tell me of nightfall.").Replace("small", "chat-fast", StringComparison.Ordinal);
        (await served.Gate.PostAsync("/v1/chat/completions", ask)).Is(200);

        await File.WriteAllTextAsync(file, "deny: [nightfall]\n");
        var config = (await File.ReadAllTextAsync(served.ConfigFile)).Replace("built-in", "reflexes.yaml", StringComparison.Ordinal);
        await File.WriteAllTextAsync(served.ConfigFile, config);
        await served.Gate.Server.ReloadAsync();
        (await served.Gate.PostAsync("/v1/chat/completions", ask)).Is(400);

        await File.WriteAllTextAsync(file, "\n");
        await served.Gate.Server.ReloadAsync();
        (await served.Gate.PostAsync("/v1/chat/completions", ask)).Is(400);
        served.Gate.Logs.All.ShouldContain(line => line.Contains("'reflexes.yaml' is empty", StringComparison.Ordinal));

        await File.WriteAllTextAsync(file, "deny: nightfall\nrules: [{ do: shred }]\n");
        await served.Gate.Server.ReloadAsync();
        (await served.Gate.PostAsync("/v1/chat/completions", ask)).Is(400);
        served.Gate.Logs.All.ShouldContain(line => line.Contains("reflexes.yaml", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Pseudonyms_of_a_session_outlive_the_process_where_a_key_is_configured()
    {
        var folder = Directory.CreateTempSubdirectory("tako-vault-").FullName;
        var read = ((Parsed<ReflexPolicy>.Ok)PolicyReader.Read(Pseudonyms)).Value;
        var token = "";
        foreach (var secret in (string[])["a secret of the operator", "a secret of the operator", "another secret, longer"])
        {
            var route = new ScriptedRoute(call =>
            {
                token = token.Length > 0 ? token : Token(call);
                return new ScriptedCallAnswer(Chat(token));
            });
            var vaults = new SessionVaults(secret, folder, TimeProvider.System);
            var (incoming, outgoing) = StandardScanners.Inspectors(read, TimeProvider.System);
            await using var gate = await Gate.OpenAsync(() =>
                Gate.Setup(route) with { Reflexes = new GatewayReflexes(incoming, outgoing, vaults) });
            var words = token.Length == 0 ? $"Write to {Mail}." : "And again.";

            var answer = (await gate.PostAsync("/v1/chat/completions", Ask(words), ("x-tako-session", "s1"))).Is(200);

            answer.Body.Contains(Mail, StringComparison.Ordinal).ShouldBe(secret.StartsWith("a secret", StringComparison.Ordinal));
        }

        Directory.EnumerateFiles(folder, "*", SearchOption.AllDirectories).ShouldNotBeEmpty();
        Directory.Delete(folder, recursive: true);
    }

    private static async Task<Gate> OpenAsync(ScriptedRoute route, string policy, MemoryLedger? ledger = null)
    {
        var read = ((Parsed<ReflexPolicy>.Ok)PolicyReader.Read(policy)).Value;
        var vaults = new SessionVaults(secret: null, folder: null, TimeProvider.System);
        return await Gate.OpenAsync(() =>
        {
            var (incoming, outgoing) = StandardScanners.Inspectors(read, TimeProvider.System);
            return Gate.Setup(route) with { Reflexes = new GatewayReflexes(incoming, outgoing, vaults) };
        }, ledger);
    }

    private static string Ask(string words, string path = "chat/completions", bool stream = false) => path == "responses"
        ? $$"""{"model":"small","store":false,"stream":{{(stream ? "true" : "false")}},"input":"{{words}}"}"""
        : $$"""{"model":"small","max_tokens":99,"stream":{{(stream ? "true" : "false")}},"""
            + $$""" "messages":[{"role":"user","content":"{{words}}"}]}""";

    private static string Token(ModelCall call) => TokenText().Match(Encoding.UTF8.GetString(call.Body.Span)).Value;

    private static string Chat(string words) => new JsonObject
    {
        ["choices"] = new JsonArray(new JsonObject
        {
            ["index"] = 0, ["message"] = new JsonObject { ["role"] = "assistant", ["content"] = words }, ["finish_reason"] = "stop",
        }),
    }.ToJsonString();

    // The words in pieces, as a provider of that protocol sends them.
    private static string[] Events(string path, string words, int size)
    {
        var pieces = words.Chunk(size).Select(piece => new string(piece)).ToList();
        string Quote(string text) => JsonSerializer.Serialize(text);
        return path switch
        {
            "messages" =>
            [
                Event("content_block_start", """{"type":"content_block_start","index":0,"content_block":{"type":"text","text":""}}"""),
                .. pieces.Select(piece => Event("content_block_delta",
                    """{"type":"content_block_delta","index":0,"delta":{"type":"text_delta","text":""" + Quote(piece) + "}}")),
                Event("content_block_stop", """{"type":"content_block_stop","index":0}"""),
                Event("message_stop", """{"type":"message_stop"}"""),
            ],
            "responses" =>
            [
                .. pieces.Select((piece, number) => Event("response.output_text.delta",
                    $$"""{"type":"response.output_text.delta",{{At}},"delta":{{Quote(piece)}},"sequence_number":{{number}}}""")),
                Event("response.output_text.done",
                    $$"""{"type":"response.output_text.done",{{At}},"text":{{Quote(words)}},"sequence_number":{{pieces.Count}}}"""),
            ],
            _ =>
            [
                .. pieces.Select(piece =>
                    """data: {"choices":[{"index":0,"delta":{"content":""" + Quote(piece) + "},\"finish_reason\":null}]}\n\n"),
                """data: {"choices":[{"index":0,"delta":{},"finish_reason":"stop"}]}""" + "\n\n",
                "data: [DONE]\n\n",
            ],
        };

        static string Event(string name, string data) => $"event: {name}\ndata: {data}\n\n";
    }

    private static string Said(string path, string body)
    {
        var said = new StringBuilder();
        foreach (var data in Datas(body))
        {
            if (path == "responses" && data.TryGetProperty("delta", out var delta))
                said.Append(delta.GetString());
            else if (path == "messages" && data.TryGetProperty("delta", out var text) && text.TryGetProperty("text", out var words))
                said.Append(words.GetString());
            else if (path == "chat/completions" && data.TryGetProperty("choices", out var choices)
                && choices[0].GetProperty("delta").TryGetProperty("content", out var content))
                said.Append(content.GetString());
            if (data.TryGetProperty("text", out var whole) && path == "responses")
                whole.GetString().ShouldBe(said.ToString());
        }

        return said.ToString();
    }

    private static List<int> Numbers(string body) => [.. Datas(body).Where(data => data.TryGetProperty("sequence_number", out _))
        .Select(data => data.GetProperty("sequence_number").GetInt32())];

    private static IEnumerable<JsonElement> Datas(string body) => body.Split('\n')
        .Where(line => line.StartsWith("data: {", StringComparison.Ordinal)).Select(line => JsonDocument.Parse(line[6..]).RootElement);

    [GeneratedRegex("PII_[A-Z]_[0-9A-Z]+")]
    private static partial Regex TokenText();
}
