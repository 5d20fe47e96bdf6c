using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http;
using Tako.Core.Faults;
using Tako.Models.Failures;
using Tako.Server.Gateway;
using Tako.Server.Keys;
using Tako.Server.Limits;

namespace Tako.Server.Admin;

/// <summary><c>/admin/keys</c> and <c>/admin/teams</c>: lists, makes, changes and ends virtual keys and their teams.</summary>
internal sealed class KeysPage(Till till)
{
    private const string Actor = "admin";
    private const string Keys = "/admin/keys";
    private const string Teams = "/admin/teams";

    /// <summary>Null when the path is none of these.</summary>
    public Task? Handle(HttpContext http, string path) => path switch
    {
        Keys => KeysAsync(http),
        Teams => TeamsAsync(http),
        _ when path.StartsWith(Keys + "/", StringComparison.Ordinal) => KeyAsync(http, Uri.UnescapeDataString(path[(Keys.Length + 1)..])),
        _ when path.StartsWith(Teams + "/", StringComparison.Ordinal) => TeamAsync(http,
            Uri.UnescapeDataString(path[(Teams.Length + 1)..])),
        _ => null,
    };

    private async Task KeysAsync(HttpContext http)
    {
        switch (http.Request.Method)
        {
            case "GET" or "HEAD":
                await NodeAsync(http, new JsonObject { ["keys"] = new JsonArray([.. till.Keys.Keys.Select(key => (JsonNode)Node(key))]) });
                break;
            case "POST":
                if (await SettingsBody.ReadAsync(http, new KeySettings { Name = "" }, KeyJson.Default.KeySettings) is { } settings)
                    await DoneAsync(http, await till.Keys.CreateAsync(settings, Actor, http.RequestAborted));
                break;
            default:
                await AdminDesk.RefuseAsync(http, Refusal.NotThisMethod(http, "GET, POST"));
                break;
        }
    }

    private async Task KeyAsync(HttpContext http, string name)
    {
        switch (http.Request.Method)
        {
            case "GET" or "HEAD":
                if (till.Keys.Named(name) is not { } key)
                {
                    await AdminDesk.RefuseAsync(http, Refusal.BadRequest($"There is no key '{name}'.", 404));
                    return;
                }

                var shown = Node(key);
                shown["limits"] = JsonSerializer.SerializeToNode(till.Admission.Standing(key),
                    LimitJson.Default.IReadOnlyListLimitStanding);
                await NodeAsync(http, shown);
                break;
            case "PATCH":
                var before = till.Keys.Named(name)?.Settings ?? new KeySettings { Name = name };
                if (await SettingsBody.ReadAsync(http, before, KeyJson.Default.KeySettings) is { } changed)
                    await DoneAsync(http, await till.Keys.ChangeAsync(name, _ => changed, Actor, http.RequestAborted));
                break;
            case "DELETE":
                await DoneAsync(http, await till.Keys.RevokeAsync(name, http.Request.Query["note"].FirstOrDefault(),
                    Actor, http.RequestAborted));
                break;
            default:
                await AdminDesk.RefuseAsync(http, Refusal.NotThisMethod(http, "GET, PATCH, DELETE"));
                break;
        }
    }

    private async Task TeamsAsync(HttpContext http)
    {
        if (http.Request.Method is "GET" or "HEAD")
        {
            await NodeAsync(http, new JsonObject
            {
                ["teams"] = new JsonArray([.. till.Keys.Teams.Select(team => JsonSerializer.SerializeToNode(team,
                    KeyJson.Default.TeamSettings))]),
            });
        }
        else
        {
            await AdminDesk.RefuseAsync(http, Refusal.NotThisMethod(http, "GET"));
        }
    }

    private async Task TeamAsync(HttpContext http, string name)
    {
        switch (http.Request.Method)
        {
            case "PUT":
                if (await SettingsBody.ReadAsync(http, new TeamSettings { Name = name }, KeyJson.Default.TeamSettings) is { } team)
                    await DoneAsync(http, await till.Keys.SetTeamAsync(name, _ => team, Actor, http.RequestAborted));
                break;
            case "DELETE":
                await DoneAsync(http, await till.Keys.RemoveTeamAsync(name, Actor, http.RequestAborted));
                break;
            default:
                await AdminDesk.RefuseAsync(http, Refusal.NotThisMethod(http, "PUT, DELETE"));
                break;
        }
    }

    private static Task DoneAsync(HttpContext http, KeyOutcome outcome)
    {
        switch (outcome)
        {
            case KeyOutcome.Created created:
                var shown = Node(created.Key);
                shown["key"] = created.Secret;
                http.Response.Headers.CacheControl = "no-store";
                return NodeAsync(http, shown, 201);
            case KeyOutcome.Changed changed:
                return NodeAsync(http, Node(changed.Key));
            case KeyOutcome.TeamChanged team:
                return NodeAsync(http, JsonSerializer.SerializeToNode(team.Team, KeyJson.Default.TeamSettings)!);
            case KeyOutcome.Unknown unknown:
                return AdminDesk.RefuseAsync(http, Refusal.BadRequest(unknown.Message, 404));
            case KeyOutcome.Faulty faulty:
                return AdminDesk.RefuseAsync(http, Wrong(faulty.Faults));
            default:
                throw new InvalidOperationException($"Unknown outcome {outcome}.");
        }
    }

    private static CallFailure Wrong(IReadOnlyList<Fault> faults) => Refusal.BadRequest(string.Join("; ", faults));

    private static JsonObject Node(VirtualKey key) => JsonSerializer.SerializeToNode(key, KeyJson.Default.VirtualKey)!.AsObject();

    private static Task NodeAsync(HttpContext http, JsonNode node, int status = 200) =>
        Reply.JsonAsync(http, json => node.WriteTo(json), status);
}
