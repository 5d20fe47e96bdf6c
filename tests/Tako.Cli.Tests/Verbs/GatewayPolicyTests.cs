using System.Net;
using System.Net.Sockets;
using System.Text;
using System.Text.Json;
using Tako.Cli.Tests.Kit;
using Tako.Testing.Models;

namespace Tako.Cli.Tests.Verbs;

/// <summary>A policy under <c>tako serve</c>, and what <c>tako audit</c> tells of the gateway's calls.</summary>
public class GatewayPolicyTests
{
    private const string Mail = "ada.example@example.com";

    [Fact]
    public async Task Pseudonyms_of_a_session_come_back_after_a_restart_and_the_audit_tells_of_them_without_the_value()
    {
        await using var provider = FakeProvider.Answering(request => new ProviderReply.Answer { Text = $"You said: {Said(request)}" });
        using var home = new Home();
        home.WritePolicy("version: v7\nrules: [{ families: [personal], kinds: [email], do: pseudonym }]\n");
        home.Configure(Config(provider, "policy: reflexes.yaml, vaultKey: \"${VAULT}\""));
        home.Variables["VAULT"] = "a secret of the vault";
        await using (var gate = await Gate.OpenAsync(home))
            (await gate.AskAsync($"Write to {Mail}.")).Body.ShouldContain($"You said: Write to {Mail}.");
        var token = Said(provider.Requests[^1])["Write to ".Length..^1];
        token.ShouldNotContain("ada");

        await using (var gate = await Gate.OpenAsync(home))
            (await gate.AskAsync($"And {token}?")).Body.ShouldContain($"You said: And {Mail}?");
        home.Variables["VAULT"] = "quite another secret";
        await using (var gate = await Gate.OpenAsync(home))
            (await gate.AskAsync($"And {token}?")).Body.ShouldNotContain(Mail);

        home.Kept().ShouldNotContain(Mail);
        var audit = (await home.TakoAsync("audit", "--kind", "email", "--decision", "rewrite")).Ends(ExitCode.Done).Out;
        audit.ShouldMatch(@"rewrite +r-[0-9a-f]+  -  tea  \(policy v7\)");
        audit.ShouldContain("personal email x1: pseudonym by rules/0");
        audit.ShouldNotContain(Mail);
        (await home.TakoAsync("audit", "--kind", "iban")).Out.ShouldContain("Nothing was stopped");
    }

    [Fact]
    public async Task A_vault_key_that_is_no_secret_is_named()
    {
        await using var provider = FakeProvider.Start("tea");
        using var home = new Home();
        home.Configure(Config(provider, "policy: built-in, vaultKey: \"${VAULT}\""));
        (await home.TakoAsync("config", "check")).Ends(ExitCode.Usage).All.ShouldContain("VAULT");

        home.Variables["VAULT"] = "short";
        (await home.TakoAsync("serve", "--listen", "127.0.0.1:0")).Ends(ExitCode.Usage).All.ShouldContain("16");
    }

    [Fact]
    public async Task Keys_teams_and_users_that_the_policy_keeps_out_get_403_with_the_list_and_the_audit_tells_of_each()
    {
        await using var provider = FakeProvider.Start("tea", "tea");
        using var home = new Home();
        home.WritePolicy("version: v8\naccess: { deny: { keys: [old-*], teams: [interns], users: [mallory] } }\n");
        home.Configure(Config(provider, "policy: reflexes.yaml"));
        (await home.TakoAsync("keys", "team", "set", "interns")).Ends(ExitCode.Done);
        var (old, good) = (await KeyAsync(home, "old-ci"), await KeyAsync(home, "ok"));
        var young = await KeyAsync(home, "new", "--team", "interns");
        await using (var gate = await Gate.OpenAsync(home))
        {
            var denied = await gate.AskAsync("hi", old);
            denied.Status.ShouldBe(HttpStatusCode.Forbidden);
            denied.Error.GetProperty("code").GetString().ShouldBe("not_allowed");
            denied.Error.GetProperty("type").GetString().ShouldBe("permission_error");
            denied.Error.GetProperty("message").GetString()!.ShouldContain("the key 'old-ci' in (access/deny/keys)");
            (await gate.AskAsync("hi", young)).Error.GetProperty("message").GetString()!
                .ShouldContain("the team 'interns' in (access/deny/teams)");
            var user = await gate.AskAsync("hi", good, "mallory");
            user.Status.ShouldBe(HttpStatusCode.Forbidden);
            user.Error.GetProperty("message").GetString()!.ShouldContain("this user in (access/deny/users)");
            (await gate.AskAsync("hi", good, "ada")).Status.ShouldBe(HttpStatusCode.OK);
            (await gate.AskAsync("hi", old, "mallory", messages: true)).Error.GetProperty("type").GetString().ShouldBe("permission_error");
            (await gate.GetAsync("/v1/models", old)).ShouldBe(HttpStatusCode.Forbidden);
            (await gate.GetAsync("/v1/responses/resp_1", old)).ShouldBe(HttpStatusCode.Forbidden);
            (await gate.GetAsync("/v1/models", good)).ShouldBe(HttpStatusCode.OK);
        }

        provider.Requests.Count.ShouldBe(1);
        var audit = (await home.TakoAsync("audit", "--decision", "block")).Ends(ExitCode.Done).Out;
        foreach (var list in (string[])["keys", "teams", "users"])
            audit.ShouldContain($"access not_allowed x1: block by access/deny/{list}");
        audit.ShouldContain("(policy v8)");
        audit.ShouldNotContain("mallory");
    }

    private static async Task<string> KeyAsync(Home home, params string[] arguments) =>
        (await home.TakoAsync(["keys", "create", .. arguments, "--json"])).Ends(ExitCode.Done).Json.GetProperty("key").GetString()!;

    private static string Said(ProviderRequest request) =>
        request.Json.GetProperty("messages").EnumerateArray().Last().GetProperty("content") is { ValueKind: JsonValueKind.String } text
            ? text.GetString()!
            : "";

    private static string Config(FakeProvider provider, string reflexes) => $$"""
        providers:
          local: { kind: compatible, baseAddress: "{{provider.OpenAiAddress}}" }
        models:
          tea: { provider: local, prices: { input: 1, output: 2 } }
        gateway: { admin: { listen: "127.0.0.1:0" }, reflexes: { {{reflexes}} } }
        """;

    private sealed record Answered(HttpStatusCode Status, string Body)
    {
        public JsonElement Error => JsonDocument.Parse(Body).RootElement.GetProperty("error");
    }

    /// <summary>A served gateway and its client; ends as a signal ends it, with all events written.</summary>
    private sealed class Gate(Live live, HttpClient client) : IAsyncDisposable
    {
        public static async Task<Gate> OpenAsync(Home home)
        {
            var port = FreePort();
            var live = await home.StartAsync("serve", "--listen", $"127.0.0.1:{port}");
            (await live.SaysAsync("listens on")).ShouldBeTrue();
            return new Gate(live, new HttpClient { BaseAddress = new Uri($"http://127.0.0.1:{port}") });
        }

        public async Task<Answered> AskAsync(string words, string? key = null, string? user = null, bool messages = false)
        {
            var body = new Dictionary<string, object>
            {
                ["model"] = "tea", ["messages"] = new[] { new { role = "user", content = words } },
            };
            if (messages)
                body["max_tokens"] = 9;
            else if (user is not null)
                body["user"] = user;
            using var ask = new HttpRequestMessage(HttpMethod.Post, messages ? "/v1/messages" : "/v1/chat/completions")
            {
                Content = new StringContent(JsonSerializer.Serialize(body), Encoding.UTF8, "application/json"),
            };
            ask.Headers.Add("x-tako-session", "s1");
            if (key is not null)
                ask.Headers.Add("x-api-key", key);
            using var answer = await client.SendAsync(ask);
            return new Answered(answer.StatusCode, await answer.Content.ReadAsStringAsync());
        }

        public async Task<HttpStatusCode> GetAsync(string path, string key)
        {
            using var ask = new HttpRequestMessage(HttpMethod.Get, path);
            ask.Headers.Add("x-api-key", key);
            using var answer = await client.SendAsync(ask);
            return answer.StatusCode;
        }

        public async ValueTask DisposeAsync()
        {
            client.Dispose();
            await live.InterruptAsync();
            (await live.EndAsync()).Ends(ExitCode.Done);
            await live.DisposeAsync();
        }

        private static int FreePort()
        {
            using var listener = new TcpListener(IPAddress.Loopback, 0);
            listener.Start();
            return ((IPEndPoint)listener.LocalEndpoint).Port;
        }
    }
}
