using Microsoft.AspNetCore.Http;
using Tako.Models.Failures;
using Tako.Models.Wire;
using Tako.Server.Telemetry;

namespace Tako.Server.Gateway;

/// <summary>Takes every request at the gateway's own addresses and gives it to whoever answers its path.</summary>
internal sealed class GatewayDesk(GatewayState state, KeyDoor keys, CallEndpoint calls, ResponsesEndpoint responses, PrometheusPage metrics)
{
    private const string ModelsPath = "/v1/models";

    public Task HandleAsync(HttpContext http)
    {
        var path = http.Request.Path.Value ?? "";
        var origins = state.Current.Setup.Config.Cors;
        Origins.Admit(http, origins);
        if (Surface.At(path) is { } surface && HttpMethods.IsPost(http.Request.Method))
            return calls.HandleAsync(http, surface);
        return HttpMethods.IsOptions(http.Request.Method) && Origins.Preflight(http, origins) ? Task.CompletedTask : OtherAsync(http, path);
    }

    // Apart from calls, which then take no memory for what is captured here.
    private Task OtherAsync(HttpContext http, string path)
    {
        return path switch
        {
            Reply.HealthPath or Reply.ReadyPath => GetAsync(http, "GET", () => Reply.HealthAsync(http, state, path)),
            Reply.MetricsPath when state.Current.Setup.Config.Admin.PublicMetrics => GetAsync(http, "GET", () =>
                Reply.MetricsAsync(http, metrics)),
            ModelsPath => GetAsync(http, "GET", () => ListAsync(http)),
            _ when path.StartsWith(ModelsPath + "/", StringComparison.Ordinal) =>
                GetAsync(http, "GET", () => OneAsync(http, path[(ModelsPath.Length + 1)..])),
            _ when path.StartsWith(ResponsesEndpoint.Prefix, StringComparison.Ordinal) => responses.HandleAsync(http, path),
            _ when Surface.At(path) is not null => RefuseAsync(http, Refusal.NotThisMethod(http, "POST")),
            _ => RefuseAsync(http, Unknown(http, path)),
        };
    }

    private static Task GetAsync(HttpContext http, string allowed, Func<Task> answer) =>
        HttpMethods.IsGet(http.Request.Method) || HttpMethods.IsHead(http.Request.Method)
            ? answer()
            : RefuseAsync(http, Refusal.NotThisMethod(http, allowed));

    private async Task ListAsync(HttpContext http)
    {
        var now = state.Current;
        var (key, stranger) = await keys.OpenAsync(http, now.Setup.Config);
        if ((stranger ?? AccessDoor.Look(now.Setup, key)?.Why) is { } refused)
            await RefuseAsync(http, refused);
        else
            await Reply.BytesAsync(http, now.Listing.List(IsAnthropic(http), name => key?.MayUse(name) ?? true));
    }

    private async Task OneAsync(HttpContext http, string name)
    {
        var now = state.Current;
        var (key, stranger) = await keys.OpenAsync(http, now.Setup.Config);
        if ((stranger ?? AccessDoor.Look(now.Setup, key)?.Why) is { } refused)
            await RefuseAsync(http, refused);
        else if (now.Listing.One(Uri.UnescapeDataString(name), IsAnthropic(http)) is { } found && (key?.MayUse(name) ?? true))
            await Reply.BytesAsync(http, found);
        else
            await RefuseAsync(http, Refusal.Of(CallFailureKind.NotConfigured, $"There is no model '{name}'.", name));
    }

    private static Task RefuseAsync(HttpContext http, CallFailure failure) =>
        RefusalBody.SendAsync(http, failure, Wire(http), "").AsTask();

    private static WireKind Wire(HttpContext http) =>
        IsAnthropic(http) || http.Request.Path.StartsWithSegments("/v1/messages") ? WireKind.Messages : WireKind.Chat;

    private static bool IsAnthropic(HttpContext http) => http.Request.Headers.ContainsKey("anthropic-version");

    private static CallFailure Unknown(HttpContext http, string path)
    {
        var near = Surface.All.FirstOrDefault(known => path.Length > 1 && known.Path.EndsWith(path.TrimEnd('/'), StringComparison.Ordinal));
        var message = near is null
            ? $"There is nothing at this path; calls are taken at {string.Join(", ", Surface.All.Select(known => known.Path))}."
            : $"There is nothing at this path; did you mean {near.Path}? The base address of OpenAI's clients ends in /v1.";
        // Each protocol's clients tell a missing path from a wrong request by this.
        return Wire(http) == WireKind.Messages
            ? Refusal.Of(CallFailureKind.NotConfigured, message)
            : Refusal.BadRequest(message, 404);
    }
}
