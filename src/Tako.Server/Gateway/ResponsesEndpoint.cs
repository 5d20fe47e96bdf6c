using System.Text.Json;
using Microsoft.AspNetCore.Http;
using Tako.Models.Failures;
using Tako.Models.Wire;
using Tako.Server.Responses;

namespace Tako.Server.Gateway;

/// <summary>What the Responses API has beside calls: answers that are kept, shown, deleted and gone on from.</summary>
internal sealed class ResponsesEndpoint(ResponseStore store, KeyDoor keys, GatewayState state)
{
    public const string Prefix = "/v1/responses/";

    /// <summary>Makes ready a request whose answer is to be kept, or that goes on from one; the turn is null where neither is
    /// so.</summary>
    public async ValueTask<(ResponseTurn? Turn, CallFailure? Refused)> BeginAsync(Exchange exchange, RequestHead head)
    {
        var owner = KeyDoor.Tenant(exchange.Key);
        var body = exchange.Body.Bytes;
        if (head.Background)
            return (null, Refusal.BadRequest("'background' is not offered here; leave it out, and stream a long answer instead."));
        if (ResponseBody.Member(body.Span, "conversation"u8) is var talk && body.Span[talk] is { IsEmpty: false } said
            && !said.SequenceEqual("null"u8))
            return (null, Refusal.BadRequest("'conversation' is not offered here; go on with 'previous_response_id' instead."));
        if (head.Store == false && body.Span[head.PreviousResponse].IsEmpty)
            return (null, null);
        StoredResponse? before = null;
        if (RequestHead.Text(body.Span, head.PreviousResponse) is { } id)
        {
            before = await store.FindAsync(id, owner, exchange.Token);
            if (before is null)
            {
                return (null, Refusal.Of(CallFailureKind.BadRequest,
                    $"There is no answer '{HeaderText.Clean(id)}' to go on from: it was not stored, or its time has passed.") with
                {
                    Status = 404,
                });
            }
        }

        try
        {
            var own = ResponseBody.Member(body.Span, "input"u8);
            using var input = body.Span[own].IsEmpty ? null : JsonDocument.Parse(body[own]);
            var all = ResponseInput.Join(before, input?.RootElement ?? default);
            if (all.Length > exchange.Snapshot.Setup.Config.BodyLimit)
            {
                return (null, Refusal.Of(CallFailureKind.TooLarge,
                    "The input together with all before it is larger than this gateway takes; begin anew."));
            }

            var ttl = exchange.Snapshot.Setup.Config.ResponsesTtl;
            return (new ResponseTurn(head.Store == false ? null : answer => store.KeepAsync(answer, owner, ttl), all,
                ResponseBody.Ask(body.Span, all), body.Span[head.PreviousResponse].ToArray()), null);
        }
        catch (JsonException wrong)
        {
            return (null, Refusal.BadRequest(wrong.Message));
        }
    }

    /// <summary>Answers what is asked below <see cref="Prefix"/>.</summary>
    public async Task HandleAsync(HttpContext http, string path)
    {
        var setup = state.Current.Setup;
        var (key, stranger) = await keys.OpenAsync(http, setup.Config);
        if ((stranger ?? AccessDoor.Look(setup, key)?.Why) is { } refused)
            await RefuseAsync(http, refused);
        else
            await AnswerAsync(http, path, KeyDoor.Tenant(key));
    }

    private Task AnswerAsync(HttpContext http, string path, string owner)
    {
        var (id, rest) = path[Prefix.Length..].Split('/', 2) is [var one, var more] ? (one, more) : (path[Prefix.Length..], "");
        return (rest, http.Request.Method) switch
        {
            ("", "GET") => ShowAsync(http, id, owner),
            ("", "DELETE") => DeleteAsync(http, id, owner),
            ("input_items", "GET") => ItemsAsync(http, id, owner),
            ("cancel", "POST") => RefuseAsync(http, Refusal.BadRequest(
                "Only answers in the background can be cancelled, and those are not offered here.")),
            ("" or "input_items" or "cancel", _) => RefuseAsync(http, Refusal.NotThisMethod(http,
                rest switch { "" => "GET, DELETE", "cancel" => "POST", _ => "GET" })),
            _ => RefuseAsync(http, Refusal.BadRequest("There is nothing at this path.", 404)),
        };
    }

    private async Task ShowAsync(HttpContext http, string id, string owner)
    {
        if (http.Request.Query.TryGetValue("stream", out var stream) && stream == "true")
            await RefuseAsync(http, Refusal.BadRequest("A stored answer is not streamed again; ask for it without 'stream'."));
        else if (await store.FindAsync(id, owner, http.RequestAborted) is { } found)
            await Reply.BytesAsync(http, found.Answer);
        else
            await RefuseAsync(http, Missing(id));
    }

    private async Task DeleteAsync(HttpContext http, string id, string owner)
    {
        if (await store.DeleteAsync(id, owner, http.RequestAborted))
        {
            await Reply.JsonAsync(http, json =>
            {
                json.WriteStartObject();
                json.WriteString("id"u8, id);
                json.WriteString("object"u8, "response"u8);
                json.WriteBoolean("deleted"u8, true);
                json.WriteEndObject();
            });
        }
        else
        {
            await RefuseAsync(http, Missing(id));
        }
    }

    private async Task ItemsAsync(HttpContext http, string id, string owner)
    {
        if (await store.FindAsync(id, owner, http.RequestAborted) is not { } found)
        {
            await RefuseAsync(http, Missing(id));
            return;
        }

        var page = new MemoryStream();
        string? wrong;
        using (var json = new Utf8JsonWriter(page))
            wrong = ResponseItems.Write(found, http.Request.Query, json);
        if (wrong is null)
            await Reply.BytesAsync(http, page.ToArray());
        else
            await RefuseAsync(http, Refusal.BadRequest(wrong));
    }

    private static CallFailure Missing(string id) => Refusal.BadRequest(
        $"There is no answer '{HeaderText.Clean(id)}': it was not stored, was deleted, or its time has passed.", 404);

    private static Task RefuseAsync(HttpContext http, CallFailure failure) =>
        RefusalBody.SendAsync(http, failure, WireKind.Responses, "").AsTask();
}
