using Tako.Models.Calls;
using Tako.Models.Wire;

namespace Tako.Server.Gateway;

/// <summary>An address that takes model calls, and what its clients speak.</summary>
internal sealed record Surface(string Path, WireKind Wire, CallOperation Operation)
{
    public static readonly Surface Chat = new("/v1/chat/completions", WireKind.Chat, CallOperation.Generate);
    public static readonly Surface Responses = new("/v1/responses", WireKind.Responses, CallOperation.Generate);
    public static readonly Surface Messages = new("/v1/messages", WireKind.Messages, CallOperation.Generate);
    public static readonly Surface CountTokens = new("/v1/messages/count_tokens", WireKind.Messages, CallOperation.CountTokens);
    public static readonly Surface Embeddings = new("/v1/embeddings", WireKind.Chat, CallOperation.Embed);

    public static readonly IReadOnlyList<Surface> All = [Chat, Responses, Messages, CountTokens, Embeddings];

    public static Surface? At(string path) => path switch
    {
        "/v1/chat/completions" => Chat,
        "/v1/messages" => Messages,
        "/v1/responses" => Responses,
        "/v1/embeddings" => Embeddings,
        "/v1/messages/count_tokens" => CountTokens,
        _ => null,
    };
}
