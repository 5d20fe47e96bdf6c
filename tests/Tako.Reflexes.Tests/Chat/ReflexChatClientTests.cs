using System.Runtime.CompilerServices;
using Microsoft.Extensions.AI;
using Tako.Reflexes.Chat;
using Tako.Reflexes.Limits;
using Tako.Reflexes.Secrets;
using Tako.Reflexes.Tests.Secrets;

namespace Tako.Reflexes.Tests.Chat;

public class ReflexChatClientTests
{
    private static readonly string Key = "ghp_" + SecretScannerTests.Made(36);

    private static ReflexChatClient Client(Model model, params IChatReflex[] reflexes) => new(model, reflexes);

    [Fact]
    public async Task A_blocked_request_never_reaches_the_model_and_says_why()
    {
        var model = new Model();
        var client = Client(model, new SizeReflex(new SizeOptions { PromptCharacters = 3 }));

        var response = await client.GetResponseAsync("too long");
        response.FinishReason.ShouldBe(ChatFinishReason.ContentFilter);
        response.Text.ShouldContain("Blocked by the reflex 'size': the prompt has 8 characters");
        response.AdditionalProperties![ReflexChatClient.Property].ShouldBe("size");
        (await client.GetStreamingResponseAsync("too long").ToChatResponseAsync()).Text.ShouldBe(response.Text);
        model.Received.ShouldBeEmpty();
    }

    [Fact]
    public async Task What_the_model_gets_and_gives_has_no_secrets_streamed_or_not()
    {
        var model = new Model(new TextContent($"it is {Key[..9]}"), new TextContent($"{Key[9..]} as you know"));
        var client = Client(model, new SecretsReflex(new SecretScanner()));

        (await client.GetStreamingResponseAsync($"my key is {Key}").ToChatResponseAsync()).Text.ShouldBe(
            "it is [secret:github-token] as you know");
        model.Received[0].Text.ShouldBe("my key is [secret:github-token]");
        var whole = new Model(new TextContent($"it is {Key}."));
        (await Client(whole, new SecretsReflex(new SecretScanner())).GetResponseAsync("hi")).Text.ShouldBe("it is [secret:github-token].");
    }

    [Fact]
    public async Task Held_text_goes_out_before_a_tool_call_and_reasoning_is_a_run_of_its_own()
    {
        var model = new Model(new TextReasoningContent("hmm"), new TextContent("let me lo"), new TextContent("ok"),
            new FunctionCallContent("c", "read"), new TextContent("done"));
        var client = Client(model, new SecretsReflex(new SecretScanner()));

        var contents = new List<AIContent>();
        await foreach (var update in client.GetStreamingResponseAsync("hi"))
            contents.AddRange(update.Contents);

        string.Join('|', contents.Select(content => content switch
        {
            TextContent text => text.Text,
            TextReasoningContent reasoning => $"({reasoning.Text})",
            _ => content.GetType().Name,
        })).ShouldBe("(hmm)|let me |look|FunctionCallContent|done");
    }

    [Fact]
    public async Task An_endless_answer_is_cut()
    {
        var model = new Model([.. Enumerable.Repeat(new TextContent("12345"), 1000)]);
        var client = Client(model, new SizeReflex(new SizeOptions { ResponseCharacters = 12 }));

        var whole = await client.GetResponseAsync("hi");
        whole.Text.ShouldBe("123451234512");
        whole.FinishReason.ShouldBe(ChatFinishReason.Length);
        whole.AdditionalProperties![ReflexChatClient.Property].ShouldBe("size");
        var endless = new Model([.. Enumerable.Repeat(new TextContent("1234 "), 1000)]);
        client = Client(endless, new SecretsReflex(new SecretScanner()), new SizeReflex(new SizeOptions { ResponseCharacters = 12 }));
        var cut = await client.GetStreamingResponseAsync("hi").ToChatResponseAsync();
        cut.Text.ShouldBe("1234 1234 12");
        cut.FinishReason.ShouldBe(ChatFinishReason.Length);
        endless.Streamed.ShouldBeLessThan(10);
    }

    [Fact]
    public async Task Usage_ids_and_the_end_of_the_answer_pass_untouched()
    {
        var model = new Model(new TextContent("hello"), new UsageContent(new UsageDetails { InputTokenCount = 3, OutputTokenCount = 4 }));
        var response = await Client(model, new SecretsReflex(new SecretScanner())).GetStreamingResponseAsync("hi").ToChatResponseAsync();
        response.Text.ShouldBe("hello");
        response.Usage!.OutputTokenCount.ShouldBe(4);
        response.FinishReason.ShouldBe(ChatFinishReason.Stop);
        response.ModelId.ShouldBe("m");
    }

    internal sealed class Model(params AIContent[] contents) : IChatClient
    {
        public List<ChatMessage> Received { get; } = [];

        public int Streamed { get; private set; }

        public Task<ChatResponse> GetResponseAsync(IEnumerable<ChatMessage> messages, ChatOptions? options = null,
            CancellationToken cancellationToken = default)
        {
            Received.AddRange(messages);
            return Task.FromResult(new ChatResponse(new ChatMessage(ChatRole.Assistant, [.. contents])) { ModelId = "m" });
        }

        public async IAsyncEnumerable<ChatResponseUpdate> GetStreamingResponseAsync(
            IEnumerable<ChatMessage> messages, ChatOptions? options = null,
            [EnumeratorCancellation] CancellationToken cancellationToken = default)
        {
            await Task.Yield();
            Received.AddRange(messages);
            foreach (var content in contents)
            {
                Streamed++;
                yield return new ChatResponseUpdate(ChatRole.Assistant, [content]) { ModelId = "m", MessageId = "1" };
            }

            yield return new ChatResponseUpdate { FinishReason = ChatFinishReason.Stop, ModelId = "m", MessageId = "1" };
        }

        public object? GetService(Type serviceType, object? serviceKey = null) => null;

        public void Dispose() { }
    }
}
