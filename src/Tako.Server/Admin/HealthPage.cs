using System.Text.Json;
using Microsoft.AspNetCore.Http;
using Tako.Models.Health;
using Tako.Server.Gateway;
using Tako.Server.Limits;

namespace Tako.Server.Admin;

/// <summary><c>/admin/health</c>: how models do, which breakers are open, and whether the ledger takes what is spent.</summary>
internal sealed class HealthPage(GatewayState state, Till till)
{
    public Task ShowAsync(HttpContext http) => Reply.JsonAsync(http, json =>
    {
        var setup = state.Current.Setup;
        json.WriteStartObject();
        json.WriteString("status"u8, state.Draining ? "draining" : till.Trouble is null ? "ok" : "degraded");
        json.WriteNumber("running"u8, state.Running);
        json.WriteString("ledger"u8, till.Trouble ?? "ok");
        json.WriteStartArray("models"u8);
        foreach (var model in setup.Models)
        {
            json.WriteStartObject();
            json.WriteString("name"u8, model.Name);
            json.WriteString("owner"u8, model.Owner);
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteStartArray("breakers"u8);
        foreach (var breaker in setup.Breakers?.Breakers ?? [])
            Write(json, breaker);
        json.WriteEndArray();
        json.WriteStartArray("links"u8);
        foreach (var link in setup.Breakers?.Statistics ?? [])
            Write(json, link);
        json.WriteEndArray();
        json.WriteEndObject();
    });

    private static void Write(Utf8JsonWriter json, BreakerSnapshot breaker)
    {
        json.WriteStartObject();
        json.WriteString("provider"u8, breaker.Provider);
        json.WriteString("model"u8, breaker.Model);
        json.WriteString("class"u8, Word(breaker.Class.ToString()));
        json.WriteString("state"u8, Word(breaker.State.ToString()));
        json.WriteString("since"u8, breaker.Since);
        json.WriteNumber("failures"u8, breaker.Failures);
        if (breaker.NextProbe is { } next)
            json.WriteString("nextProbe"u8, next);
        json.WriteNumber("share"u8, breaker.Share);
        json.WriteEndObject();
    }

    private static void Write(Utf8JsonWriter json, CallStatistics link)
    {
        json.WriteStartObject();
        json.WriteString("provider"u8, link.Provider);
        json.WriteString("model"u8, link.Model);
        json.WriteNumber("attempts"u8, link.Attempts);
        if (link.Success is { } success)
            json.WriteNumber("success"u8, Math.Round(success, 4));
        if (link.Latency is { } latency)
            json.WriteNumber("latencyMs"u8, Math.Round(latency.TotalMilliseconds, 1));
        if (link.Usd is { } usd)
            json.WriteNumber("usd"u8, Math.Round(usd, 9));
        json.WriteEndObject();
    }

    private static string Word(string name) => JsonNamingPolicy.CamelCase.ConvertName(name);
}
