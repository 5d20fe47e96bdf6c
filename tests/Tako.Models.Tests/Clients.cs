using Microsoft.Extensions.AI;
using Tako.Core.Faults;
using Tako.Core.Schema;
using Tako.Models.Calls;
using Tako.Models.Catalog;
using Tako.Models.Failures;
using Tako.Testing.Models;

namespace Tako.Models.Tests;

/// <summary>Clients of a fake provider, opened the way a user's configuration opens them.</summary>
internal static class Clients
{
    public const string Key = "sk-canary-7f3a9c";
    public const string Prompt = "the prompt canary 51d2";

    public static readonly CallLimits Quick =
        new() { Backoff = TimeSpan.FromMilliseconds(1), LongestWait = TimeSpan.FromSeconds(5) };

    public static ModelCatalog Catalog(FakeProvider provider, string kind, TimeProvider? time = null,
        CallLimits? limits = null,
        string model = "", string key = Key) => Read($$"""
            providers:
              fake:
                kind: {{kind}}
                baseAddress: {{(kind is "anthropic" or "azure" ? provider.Address : provider.OpenAiAddress)}}
                key: {{key}}
            models:
              main: { provider: fake, id: fake-1, prices: { input: 2, output: 10, cachedInput: 0.5 } {{model}} }
            """, time: time, limits: limits);

    public static ModelCatalog Read(string config, Dictionary<string, string>? environment = null, TimeProvider? time =
        null,
        CallLimits? limits = null) => ModelCatalog.Read(new CatalogSources
        {
            Config = Document(config),
            Environment = environment ?? [],
            Limits = limits ?? Quick,
            Time = time ?? TimeProvider.System,
            Random = new Random(7),
        }).ShouldBeOfType<Parsed<ModelCatalog>.Ok>().Value;

    public static SourceDocument Document(string text) =>
        SourceDocument.Parse(text).ShouldBeOfType<Parsed<SourceDocument>.Ok>().Value;

    public static Task<ChatResponse> AskAsync(this IChatClient client, bool streamed, ChatOptions? options = null,
        CancellationToken cancellationToken = default) =>
            client.AskAsync(streamed, [new ChatMessage(ChatRole.User, Prompt)], options, cancellationToken);

    public static async Task<ChatResponse> AskAsync(this IChatClient client, bool streamed, IList<ChatMessage> messages,
        ChatOptions? options = null, CancellationToken cancellationToken = default) => streamed
            ? await client.GetStreamingResponseAsync(messages, options,
                cancellationToken).ToChatResponseAsync(cancellationToken)
            : await client.GetResponseAsync(messages, options, cancellationToken);

    public static async Task<CallFailure> FailAsync(this IChatClient client, bool streamed, ChatOptions? options = null)
    {
        var failure = (await Should.ThrowAsync<ModelCallException>(() => client.AskAsync(streamed, options))).Failure;
        failure.ToString().ShouldNotContain(Key);
        failure.ToString().ShouldNotContain(Prompt);
        return failure;
    }

    public static ChatOptions Step(string step, int? ordinal = null)
    {
        var options = new ChatOptions { AdditionalProperties = new() { [CallKeys.Step] = step } };
        if (ordinal is { } number)
            options.AdditionalProperties[CallKeys.Ordinal] = number;
        return options;
    }
}
