using System.Text.Json;
using Microsoft.AspNetCore.Http;
using Tako.Models.Failures;
using Tako.Models.Wire;
using Tako.Server.Gateway;
using Tako.Server.Telemetry;

namespace Tako.Server.Admin;

/// <summary>Takes every request at the admin address.</summary>
internal sealed class AdminDesk(GatewayState state, ConfigReload reload, HealthPage health, KeysPage keys, SpendPages spend,
    PrometheusPage metrics)
{
    public Task HandleAsync(HttpContext http)
    {
        var path = http.Request.Path.Value ?? "";
        if (path is Reply.HealthPath or Reply.ReadyPath)
            return Reply.HealthAsync(http, state, path);
        if (AdminAccess.Refuse(http, state.Current.Setup.Config.Admin) is { } closed)
            return RefuseAsync(http, closed);
        return path switch
        {
            Reply.MetricsPath => GetAsync(http, page => Reply.MetricsAsync(page, metrics)),
            "/admin/health" => GetAsync(http, health.ShowAsync),
            "/admin/config" => GetAsync(http, ConfigAsync),
            "/admin/spend" => GetAsync(http, spend.SpendAsync),
            "/admin/forecast" => GetAsync(http, spend.ForecastAsync),
            _ => keys.Handle(http, path) ?? RefuseAsync(http,
                Refusal.BadRequest("There is nothing at this path; known are /admin/health, /admin/config, "
                + "/admin/keys, /admin/teams, /admin/spend, /admin/forecast, /metrics, /healthz and /readyz.", 404)),
        };
    }

    private Task ConfigAsync(HttpContext http) => Reply.JsonAsync(http, json =>
    {
        var (now, last) = (state.Current, reload.Last);
        json.WriteStartObject();
        json.WriteNumber("version"u8, now.Version);
        json.WriteString("read"u8, last.At);
        json.WriteBoolean("holds"u8, last.Faults.Count == 0);
        json.WriteStartArray("faults"u8);
        foreach (var fault in last.Faults)
        {
            json.WriteStartObject();
            json.WriteNumber("line"u8, fault.Line);
            json.WriteString("path"u8, fault.Path);
            json.WriteString("message"u8, fault.Message);
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteStartArray("needRestart"u8);
        foreach (var setting in last.NeedRestart)
            json.WriteStringValue(setting);
        json.WriteEndArray();
        json.WriteStartArray("models"u8);
        foreach (var model in now.Setup.Models)
            json.WriteStringValue(model.Name);
        json.WriteEndArray();
        json.WriteNumber("running"u8, state.Running);
        json.WriteEndObject();
    });

    private static Task GetAsync(HttpContext http, Func<HttpContext, Task> page) => http.Request.Method is "GET" or "HEAD"
        ? page(http)
        : RefuseAsync(http, Refusal.NotThisMethod(http, "GET"));

    public static Task RefuseAsync(HttpContext http, CallFailure failure) =>
        RefusalBody.SendAsync(http, failure, WireKind.Chat, "").AsTask();
}
