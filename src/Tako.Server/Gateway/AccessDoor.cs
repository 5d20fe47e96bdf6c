using Tako.Models.Failures;
using Tako.Models.Wire;
using Tako.Reflexes.Audit;
using Tako.Reflexes.Policies;
using Tako.Server.Keys;

namespace Tako.Server.Gateway;

/// <summary>Keeps out whom the lists of the policy keep out: keys and teams before the body is read, the client's own user after.</summary>
internal static class AccessDoor
{
    /// <summary>Why the key or its team may not come in.</summary>
    public static Barred? Look(GatewaySetup setup, VirtualKey? key)
    {
        if (setup.Reflexes?.Policy.Access is not { } lists)
            return null;
        if (lists.Refusal(AccessKind.Keys, key?.Id, key?.Settings.Name) is { } keys)
            return Bar(keys, key is null ? "calls without a key" : $"the key '{key.Settings.Name}'");
        var team = key?.Settings.Team;
        return lists.Refusal(AccessKind.Teams, team) is { } teams
            ? Bar(teams, team is null ? "calls without a team" : $"the team '{team}'")
            : null;
    }

    /// <summary>Why the client's user may not come in.</summary>
    public static Barred? Look(GatewaySetup setup, in RequestHead head, ReadOnlySpan<byte> body)
    {
        if (setup.Reflexes?.Policy.Access is not { } lists)
            return null;
        var user = RequestHead.Text(body, head.User);
        return lists.Refusal(AccessKind.Users, user) is { } users
            ? Bar(users, user is null ? "calls that name no user" : "this user")
            : null;
    }

    /// <summary>Notes on the call that it is kept out.</summary>
    public static CallFailure Close(Exchange exchange, Barred barred)
    {
        exchange.Barred = barred;
        exchange.Http.Response.Headers[OwnHeaders.Reflex] = "access";
        return barred.Why;
    }

    /// <summary>What the audit tells of it: the list, never the name that the client gave.</summary>
    public static ReflexActed Event(Exchange exchange, Barred barred, string policy, DateTimeOffset at) => new()
    {
        At = at,
        Request = exchange.Id,
        Key = exchange.Key?.Id,
        Model = exchange.Snapshot.Find(exchange.Model)?.Name ?? "",
        Decision = "block",
        Policy = policy,
        Findings =
        [
            new ReflexActedPart { Family = "access", Kind = "not_allowed", Action = "block", Rule = barred.List, Count = 1, Score = 1 },
        ],
    };

    private static Barred Bar(string list, string whom) => new(list, Refusal.Of(CallFailureKind.NotAllowed,
        $"The policy of this gateway does not let {whom} in ({list}). Ask whoever keeps it.") with { Status = 403 });

    /// <param name="List">The list of the policy, such as <c>access/deny/keys</c>.</param>
    internal sealed record Barred(string List, CallFailure Why);
}
