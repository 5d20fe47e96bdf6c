using System.Text.Json;
using Tako.Models.Calls;
using Tako.Models.Config;
using Tako.Server.Setup;
using Tako.Server.Tests.Kit;

namespace Tako.Server.Tests.Gateway;

/// <summary>Virtual keys and limits, made under /admin and shown by clients.</summary>
public sealed class KeyTests
{
    private const string AdminKey = "an-admin-key-of-24-chars";
    private const string Ask = """{"model":"small","max_tokens":10,"messages":[]}""";

    private static readonly (string, string) Admin = ("Authorization", $"Bearer {AdminKey}");

    private static GatewayConfig Config(KeyDemand keys) => Gate.Anywhere with
    {
        Keys = keys,
        Admin = Gate.Anywhere.Admin with { Key = new NamedSecret("key", AdminKey) },
    };

    private static (string, string) Bearer(string key) => ("Authorization", $"Bearer {key}");

    private static async Task<string> MakeAsync(Gate gate, string settings)
    {
        var made = await gate.Admin.SendAsync(HttpMethod.Post, "/admin/keys", Gate.Json(settings), Admin);
        made.Status.ShouldBe(201, string.Join('\n', gate.Logs.All));
        made.Headers["Cache-Control"].ShouldBe("no-store");
        return made.Json.GetProperty("key").GetString()!;
    }

    [Fact]
    public async Task A_required_key_is_demanded_on_every_surface_in_its_shape()
    {
        await using var gate = await Gate.OpenAsync(new ScriptedRoute("{}"), Config(KeyDemand.Required));
        var key = await MakeAsync(gate, """{"name":"ci"}""");

        foreach (var path in (string[])["/v1/chat/completions", "/v1/messages", "/v1/embeddings"])
        {
            (await gate.PostAsync(path, Ask)).Is(401).Body.ShouldContain("A key is needed");
            (await gate.PostAsync(path, Ask, Bearer("tako-wrong"))).Is(401).Body.ShouldNotContain("tako-wrong");
            (await gate.PostAsync(path, Ask, Bearer(key))).Is(200);
            (await gate.PostAsync(path, Ask, ("x-api-key", key))).Is(200);
        }

        (await gate.GetAsync("/v1/models")).Is(401);
        (await gate.GetAsync("/v1/models", ("anthropic-version", "2023-06-01"))).Is(401)
            .Json.GetProperty("error").GetProperty("type").GetString().ShouldBe("authentication_error");
        (await gate.GetAsync("/v1/responses/x")).Is(401);
        (await gate.GetAsync("/v1/models", Bearer(key))).Is(200);
        (await gate.GetAsync("/healthz")).Is(200);
    }

    [Fact]
    public async Task On_this_machine_alone_keys_are_needed_from_the_first_one_on()
    {
        await using var gate = await Gate.OpenAsync(new ScriptedRoute("{}"), Config(KeyDemand.Auto));
        (await gate.PostAsync("/v1/chat/completions", Ask)).Is(200);
        gate.Server.NeedsKeys.ShouldBeFalse();

        var key = await MakeAsync(gate, """{"name":"first"}""");

        gate.Server.NeedsKeys.ShouldBeTrue();
        (await gate.PostAsync("/v1/chat/completions", Ask)).Is(401);
        (await gate.PostAsync("/v1/chat/completions", Ask, Bearer(key))).Is(200);
        (await gate.Admin.SendAsync(HttpMethod.Delete, "/admin/keys/first", null, Admin)).Is(200);
        (await gate.PostAsync("/v1/chat/completions", Ask)).Is(200);
    }

    [Fact]
    public async Task An_optional_key_may_be_left_out_but_not_be_wrong()
    {
        await using var gate = await Gate.OpenAsync(new ScriptedRoute("{}"), Config(KeyDemand.Optional));

        (await gate.PostAsync("/v1/chat/completions", Ask)).Is(200);
        (await gate.PostAsync("/v1/chat/completions", Ask, Bearer("tako-wrong"))).Is(401);
    }

    [Fact]
    public async Task A_key_sees_and_uses_its_own_models_until_it_is_changed_or_revoked()
    {
        await using var gate = await Gate.OpenAsync(new ScriptedRoute("{}"), Config(KeyDemand.Required));
        var key = await MakeAsync(gate, """{"name":"ci","models":["care*"]}""");

        (await gate.PostAsync("/v1/chat/completions", Ask, Bearer(key))).Is(403).Body.ShouldContain("may not use the model 'small'");
        (await gate.GetAsync("/v1/models", Bearer(key))).Json.GetProperty("data").GetArrayLength().ShouldBe(1);
        (await gate.Admin.SendAsync(HttpMethod.Patch, "/admin/keys/ci", Gate.Json("""{"models":[]}"""), Admin)).Is(200);
        (await gate.PostAsync("/v1/chat/completions", Ask, Bearer(key))).Is(200);
        (await gate.Admin.SendAsync(HttpMethod.Delete, "/admin/keys/ci?note=gone", null, Admin)).Is(200);
        (await gate.PostAsync("/v1/chat/completions", Ask, Bearer(key))).Is(401).Body.ShouldContain("revoked");
    }

    [Fact]
    public async Task A_limit_refuses_with_its_name_and_when_to_come_back()
    {
        await using var gate = await Gate.OpenAsync(new ScriptedRoute("{}"), Config(KeyDemand.Required));
        var key = await MakeAsync(gate, """{"name":"ci","allowances":[{"requestsPerMinute":1}]}""");
        (await gate.PostAsync("/v1/chat/completions", Ask, Bearer(key))).Is(200);

        var refused = (await gate.PostAsync("/v1/chat/completions", Ask, Bearer(key))).Is(429);

        refused.Body.ShouldContain("key 'ci'", Case.Insensitive);
        int.Parse(refused.Headers["Retry-After"]).ShouldBeInRange(1, 61);
        refused.Headers["x-should-retry"].ShouldBe("true");
    }

    [Fact]
    public async Task What_was_spent_is_known_under_admin_by_key_and_a_client_that_leaves_pays_too()
    {
        var route = new ScriptedRoute(call => new ScriptedCallAnswer("data: {}\n\n", "data: {}\n\n")
        {
            Streams = call.Streamed,
            Between = async (_, token) =>
            {
                if (call.Streamed)
                    await Task.Delay(Timeout.Infinite, token);
            },
            Reports = new CallReport
            {
                Elapsed = TimeSpan.FromSeconds(1), FirstContent = TimeSpan.FromSeconds(1), Abandoned = call.Streamed, Usd = 0.25m,
                Usage = new() { Input = 100, Output = 20 }, Estimated = call.Streamed,
            },
        });
        await using var gate = await Gate.OpenAsync(route, Config(KeyDemand.Required));
        var key = await MakeAsync(gate, """{"name":"ci","tags":["batch"]}""");
        (await gate.PostAsync("/v1/chat/completions", Ask, Bearer(key))).Is(200);
        using (var client = await RawClient.ConnectAsync(gate.Address))
        {
            await client.PostAsync("/v1/chat/completions", Ask.Replace("}", ",\"stream\":true}"), $"Authorization: Bearer {key}\r\n");
            await client.UntilAsync("data: {}\n\n");
        }

        await gate.Logs.NextAsync(" 499 ");
        var spend = (await gate.Admin.SendAsync(HttpMethod.Get, "/admin/spend?by=tag", null, Admin)).Is(200).Json;

        spend.GetProperty("total").GetProperty("calls").GetInt64().ShouldBe(2);
        spend.GetProperty("total").GetProperty("usd").GetDecimal().ShouldBe(0.5m);
        spend.GetProperty("total").GetProperty("estimated").GetInt64().ShouldBe(1);
        spend.GetProperty("lines")[0].GetProperty("name").GetString().ShouldBe("batch");
        (await gate.Admin.SendAsync(HttpMethod.Get, "/admin/forecast?per=day", null, Admin)).Is(200);
        (await gate.Admin.SendAsync(HttpMethod.Get, "/admin/spend?by=nothing", null, Admin)).Is(400);
        route.Calls[0].Terms.Tags.ShouldBe(["batch"]);
        route.Calls[0].Terms.Tenant.ShouldStartWith("k-");
    }

    [Fact]
    public async Task The_admin_address_wants_its_own_key()
    {
        await using var gate = await Gate.OpenAsync(new ScriptedRoute("{}"), Config(KeyDemand.Required));

        foreach (var path in (string[])["/admin/keys", "/admin/health", "/admin/config", "/admin/spend", "/metrics"])
        {
            (await gate.Admin.SendAsync(HttpMethod.Get, path, null)).Is(401);
            (await gate.Admin.SendAsync(HttpMethod.Get, path, null, Bearer("another"))).Is(401);
            (await gate.GetAsync(path, Admin)).Is(404);
        }

        (await gate.Admin.SendAsync(HttpMethod.Get, "/healthz", null)).Is(200);
        (await gate.Admin.SendAsync(HttpMethod.Get, "/admin/health", null,
            Admin)).Is(200).Json.GetProperty("status").GetString().ShouldBe("ok");
        (await gate.Admin.SendAsync(HttpMethod.Post, "/admin/keys", Gate.Json("""{"nam":"x"}"""), Admin)).Is(400).Body.ShouldContain("nam");
        (await gate.Admin.SendAsync(HttpMethod.Post, "/admin/keys", Gate.Json("""[]"""), Admin)).Is(400);
        (await gate.Admin.SendAsync(HttpMethod.Get, "/admin/keys/nobody", null, Admin)).Is(404);
    }

    [Fact]
    public async Task Without_an_admin_key_one_can_only_look_and_only_under_this_machines_name()
    {
        await using var gate = await Gate.OpenAsync(new ScriptedRoute("{}"));

        (await gate.Admin.SendAsync(HttpMethod.Get, "/admin/keys", null)).Is(200);
        (await gate.Admin.SendAsync(HttpMethod.Post, "/admin/keys", Gate.Json("""{"name":"ci"}"""))).Is(403).Body
            .ShouldContain("tako keys");
        (await gate.Admin.SendAsync(HttpMethod.Get, "/admin/keys", null, ("Host", "evil.example.com"))).Is(403);
    }

    [Fact]
    public async Task Teams_share_what_they_may_use()
    {
        await using var gate = await Gate.OpenAsync(new ScriptedRoute("{}"), Config(KeyDemand.Required));
        (await gate.Admin.SendAsync(HttpMethod.Put, "/admin/teams/research",
            Gate.Json("""{"allowances":[{"requestsPerMinute":1}]}"""), Admin)).Is(200);
        var one = await MakeAsync(gate, """{"name":"one","team":"research"}""");
        var two = await MakeAsync(gate, """{"name":"two","team":"research"}""");

        (await gate.PostAsync("/v1/chat/completions", Ask, Bearer(one))).Is(200);
        (await gate.PostAsync("/v1/chat/completions", Ask, Bearer(two))).Is(429).Body.ShouldContain("research");
        (await gate.Admin.SendAsync(HttpMethod.Get, "/admin/teams", null,
            Admin)).Is(200).Json.GetProperty("teams").GetArrayLength().ShouldBe(1);
        (await gate.Admin.SendAsync(HttpMethod.Delete, "/admin/teams/research", null, Admin)).Is(400);
        JsonDocument.Parse((await gate.Admin.SendAsync(HttpMethod.Get, "/admin/keys/one", null, Admin)).Body).RootElement
            .GetProperty("limits").GetArrayLength().ShouldBe(1);
    }
}
