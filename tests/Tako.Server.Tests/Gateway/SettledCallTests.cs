using System.Globalization;
using System.Text.Json;
using Tako.Server.Tests.Kit;

namespace Tako.Server.Tests.Gateway;

/// <summary>What an answer from a real provider is settled at: its own usage, told in the header, the spend and the model's
/// health.</summary>
public sealed class SettledCallTests
{
    public static TheoryData<string, string> Pairs()
    {
        var pairs = new TheoryData<string, string>();
        foreach (var path in (string[])["chat/completions", "responses", "messages"])
        {
            foreach (var provider in (string[])["chat", "responses", "messages"])
                pairs.Add(path, provider);
        }

        return pairs;
    }

    [Theory, MemberData(nameof(Pairs))]
    public async Task A_whole_answer_costs_what_its_provider_reported(string path, string provider)
    {
        await using var served = await Served.StartAsync();
        var said = path == "responses" ? "\"input\":\"Tell.\"" : """ "messages":[{"role":"user","content":"Tell."}]""";

        var answer = (await served.Gate.PostAsync($"/v1/{path}", $$"""{"model":"{{provider}}-ok","max_tokens":500,{{said}}}""")).Is(200);

        var usage = answer.Json.GetProperty("usage");
        var input = Count(usage, "prompt_tokens", "input_tokens");
        var output = Count(usage, "completion_tokens", "output_tokens");
        var usd = (input + (output * 2)) / 1_000_000m;
        output.ShouldBe(60);
        decimal.Parse(answer.Headers["x-tako-cost"], CultureInfo.InvariantCulture).ShouldBe(usd);
        var spent = (await served.Gate.Admin.SendAsync(HttpMethod.Get, "/admin/spend", null)).Is(200).Json.GetProperty("total");
        spent.GetProperty("estimated").GetInt32().ShouldBe(0);
        spent.GetProperty("usd").GetDecimal().ShouldBe(usd);
        var health = (await served.Gate.Admin.SendAsync(HttpMethod.Get, "/admin/health", null)).Is(200).Json;
        health.GetProperty("links").EnumerateArray().Sum(link => link.GetProperty("attempts").GetInt64()).ShouldBe(1);
    }

    private static long Count(JsonElement usage, string one, string other) =>
        (usage.TryGetProperty(one, out var count) ? count : usage.GetProperty(other)).GetInt64();
}
