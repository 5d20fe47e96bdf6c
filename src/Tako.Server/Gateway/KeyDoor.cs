using Microsoft.AspNetCore.Http;
using Tako.Models.Failures;
using Tako.Server.Setup;
using Tako.Server.Keys;

namespace Tako.Server.Gateway;

/// <summary>Looks at the key that a client shows.</summary>
internal sealed class KeyDoor(KeyBook book, TimeProvider time)
{
    private const string Bearer = "Bearer ";
    private static readonly (VirtualKey?, CallFailure?) Nobody = (null, null);
    private volatile Keyed _keyed = new(-1, false);

    /// <summary>Whether calls need a key under this configuration, at this moment.</summary>
    public bool Demands(GatewayConfig config) => config.Keys == KeyDemand.Required
        || (config.Keys == KeyDemand.Auto && (!config.OnlyLoopback || AnyKey()));

    /// <summary>Whose call it is; nobody's where keys are not needed.</summary>
    public ValueTask<(VirtualKey? Key, CallFailure? Refused)> OpenAsync(HttpContext http, GatewayConfig config)
    {
        var demanded = Demands(config);
        if (!demanded && config.Keys != KeyDemand.Optional)
            return new(Nobody);
        var shown = Shown(http.Request.Headers);
        if (shown.IsEmpty)
        {
            return new(demanded
                ? (null, Refusal.Of(CallFailureKind.NotAllowed,
                    "A key is needed: send it as 'Authorization: Bearer KEY' or 'x-api-key: KEY'. "
                    + "Whoever runs this gateway makes one with 'tako keys create NAME'."))
                : Nobody);
        }

        return book.Find(shown) is { } known
            ? new((known, Ended(known)))
            : AskAsync(shown.ToString(), http.RequestAborted);
    }

    /// <summary>What keeps one caller's cached and stored answers from another's: the team, else the key.</summary>
    public static string Tenant(VirtualKey? key) => key is null ? "local"
        : key.Settings.Team is { } team ? $"team/{team}"
        : key.Id;

    // A key may have been made a moment ago by another process.
    private async ValueTask<(VirtualKey?, CallFailure?)> AskAsync(string shown, CancellationToken cancellationToken) =>
        await book.FindAsync(shown, cancellationToken) is { } known
            ? (known, Ended(known))
            : (null, Refusal.Of(CallFailureKind.NotAllowed,
                "The key is not known here. Check it for missing characters, or ask for a new one."));

    private CallFailure? Ended(VirtualKey key) =>
        key.Refusal(time.GetUtcNow()) is { } why ? Refusal.Of(CallFailureKind.NotAllowed, why) : null;

    private static ReadOnlySpan<char> Shown(IHeaderDictionary headers)
    {
        if (headers.Authorization is { Count: 1 } authorization && authorization[0] is { } text
            && text.StartsWith(Bearer, StringComparison.OrdinalIgnoreCase))
            return text.AsSpan(Bearer.Length).Trim();
        return headers.TryGetValue("x-api-key", out var key) && key is [{ } alone] ? alone.AsSpan().Trim() : default;
    }

    private bool AnyKey()
    {
        if (_keyed is var seen && seen.Version == book.Version)
            return seen.Any;
        var version = book.Version;
        _keyed = new Keyed(version, book.Keys.Any(key => key.Revoked is null));
        return _keyed.Any;
    }

    private sealed record Keyed(long Version, bool Any);
}
