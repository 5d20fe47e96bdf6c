using System.Text.Json;
using Microsoft.Extensions.AI;
using Tako.Core.Faults;
using Tako.Models.Config;
using Tako.Models.Failures;
using Tako.Models.Wire;

namespace Tako.Models.Calls;

/// <summary>Makes what is sent to one link of what was asked for.</summary>
internal static class LinkBody
{
    /// <summary>The request, or why this link cannot be asked.</summary>
    /// <param name="turns">Turns to add, when an answer that was begun is gone on with.</param>
    /// <param name="output">Where the body is written; the request refers to it.</param>
    public static (AttemptRequest? Request, CallFailure? Unfit) Of(CallFacts facts, PlanLink link, IReadOnlyList<Turn> turns,
        PooledBuffer output)
    {
        var call = facts.Call;
        if (link.AddressOf(call.Operation) is not { } address)
            return (null, Unfit(link, $"its provider '{link.Endpoint.Provider.Name}' cannot {Verb(call.Operation)}"));
        if (call.Operation != CallOperation.Generate && call.Wire != link.Protocol.Kind)
            return (null, Unfit(link, "it speaks another protocol than this request"));
        var (hides, dropped, maxOutput, choices) = (false, (IReadOnlyList<string>)[], facts.MaxOutput, 1);
        if (call.Ask is null && call.Wire == link.Protocol.Kind)
        {
            choices = Math.Max(1, facts.Head.Choices);
            if (maxOutput is { } each)
                maxOutput = (int)Math.Min(int.MaxValue, (long)each * choices);
            hides = BodySplice.Write(call.Body.Span, facts.Head, link.UpstreamId,
                link.Endpoint.Provider.StreamUsage && call.Operation == CallOperation.Generate, output);
        }
        else
        {
            (dropped, maxOutput, var wrong) = Translate(facts, link, output);
            if (wrong is not null)
                return (null, wrong);
        }

        ReadOnlyMemory<byte>? body = output.Written;
        if (turns.Count > 0 || (link.Changes.Count > 0 && link.Changes.Any(change => change.ChangesRequest)))
            body = RequestEdit.Apply(output.Written, link.Protocol.Kind, link.Changes, turns);
        if (body is null)
            return (null, Unfit(link, "it names a field twice or has messages of another shape, so that it cannot be changed"));
        return (new AttemptRequest
        {
            Address = address,
            Body = body.Value,
            Choices = choices,
            Streamed = call.Streamed,
            MaxOutput = maxOutput,
            HidesUsage = hides,
            Dropped = dropped,
        }, null);
    }

    private static (IReadOnlyList<string> Dropped, int? MaxOutput, CallFailure? Wrong) Translate(CallFacts facts, PlanLink link,
        PooledBuffer output)
    {
        if (facts.Ask is Parsed<ChatAsk>.Faulty { Faults: [var fault, ..] })
        {
            return ([], null, link.Endpoint.Failure(CallFailureKind.BadRequest, fault.Path.Length > 0
                ? $"{fault.Path}: {fault.Message}" : fault.Message));
        }

        var ask = ((Parsed<ChatAsk>.Ok)facts.Ask).Value;
        var lost = facts.Call.Ask is null ? ask.Extras.Where(extra => !extra.SaidBy.Contains(link.Protocol.Kind)).ToList() : [];
        if (lost.Where(extra => extra.Required).Select(extra => extra.Field).ToList() is { Count: > 0 } needed)
        {
            return ([], null, Unfit(link, $"its provider's protocol cannot say {string.Join(", ", needed)}"));
        }

        var request = new ChatRequest(link.Endpoint, ask.Messages, ask.Options, facts.Call.Streamed);
        if (Missing(request) is { } missing)
        {
            return ([], null, link.Endpoint.Failure(CallFailureKind.BadRequest,
                $"The model '{link.Model}' is configured without {missing}. Choose another model, "
                + $"or add '{missing}' to its capabilities."));
        }

        using (var json = new Utf8JsonWriter(output, WireJson.Compact))
            link.Protocol.Write(json, request);
        return ([.. lost.Select(extra => extra.Field)], request.MaxOutput, null);
    }

    private static string? Missing(ChatRequest request)
    {
        var can = request.Model.Capabilities;
        return request.Functions.Count > 0 && !can.HasFlag(ModelCapabilities.Tools) ? "tools"
            : !can.HasFlag(ModelCapabilities.Vision) && request.Messages.Any(HasPicture) ? "vision"
            : null;
    }

    private static bool HasPicture(ChatMessage message) =>
        message.Contents.Any(content => content is DataContent or UriContent);

    private static CallFailure Unfit(PlanLink link, string why) => link.Endpoint.Failure(CallFailureKind.BadRequest,
        $"The model '{link.Model}' cannot take this request: {why}. Ask another model, or leave that out.");

    private static string Verb(CallOperation operation) =>
        operation == CallOperation.Embed ? "embed" : "count tokens";
}
