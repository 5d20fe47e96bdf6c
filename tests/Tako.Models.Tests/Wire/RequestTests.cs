using System.Text.Json;
using Microsoft.Extensions.AI;
using Tako.Models.Calls;
using Tako.Models.Failures;
using Tako.Testing.Models;

namespace Tako.Models.Tests.Wire;

public sealed class RequestTests
{
    private static readonly JsonElement Shape = JsonSerializer.Deserialize<JsonElement>(
        """{"type":"object","properties":{"ok":{"type":"boolean"}},"required":["ok"],"additionalProperties":false}""");

    private static readonly ChatMessage[] Conversation =
    [
        new(ChatRole.System, "be brief"),
        new(ChatRole.User, "read it"),
        new(ChatRole.Assistant,
            [new TextContent("I will."),
                new FunctionCallContent("c1", "read", new Dictionary<string, object?> { ["path"] = "a" })]),
        new(ChatRole.Tool, [new FunctionResultContent("c1", new { lines = 3 })]),
        new(ChatRole.User, "and now?"),
    ];

    private static ChatOptions Options => new()
    {
        Instructions = "you are an arm",
        MaxOutputTokens = 500,
        Temperature = 0.2f,
        StopSequences = ["END"],
        Tools = [AIFunctionFactory.Create((string path) => path, "read", "Reads a file")],
        ToolMode = ChatToolMode.RequireSpecific("read"),
        AllowMultipleToolCalls = false,
    };

    [Fact]
    public async Task A_conversation_with_tools_is_written_as_chat_completions()
    {
        var sent = await SendAsync("compatible", streamed: true, Options);
        sent.Target.ShouldBe("/v1/chat/completions");
        sent.Headers["Authorization"].ShouldBe($"Bearer {Clients.Key}");
        var json = sent.Json;
        json.GetProperty("messages").EnumerateArray().Select(message => message.GetProperty("role").GetString())
            .ShouldBe(["system", "system", "user", "assistant", "tool", "user"]);
        var call = json.GetProperty("messages")[3].GetProperty("tool_calls")[0];
        call.GetProperty("function").GetProperty("arguments").GetString().ShouldBe("""{"path":"a"}""");
        json.GetProperty("messages")[4].GetProperty("tool_call_id").GetString().ShouldBe("c1");
        json.GetProperty("messages")[4].GetProperty("content").GetString().ShouldBe("""{"lines":3}""");
        json.GetProperty("max_tokens").GetInt32().ShouldBe(500);
        json.GetProperty("temperature").GetDecimal().ShouldBe(0.2m);
        json.GetProperty("stop")[0].GetString().ShouldBe("END");
        json.GetProperty("parallel_tool_calls").GetBoolean().ShouldBeFalse();
        json.GetProperty("tool_choice").GetProperty("function").GetProperty("name").GetString().ShouldBe("read");
        json.GetProperty("tools")[0].GetProperty("function").GetProperty("parameters").GetProperty("properties")
            .TryGetProperty("path", out _).ShouldBeTrue();
        json.GetProperty("stream_options").GetProperty("include_usage").GetBoolean().ShouldBeTrue();
    }

    [Fact]
    public async Task A_conversation_with_tools_is_written_as_anthropic_messages()
    {
        var sent = await SendAsync("anthropic", streamed: true, Options);
        sent.Target.ShouldBe("/v1/messages");
        sent.Headers["x-api-key"].ShouldBe(Clients.Key);
        sent.Headers["anthropic-version"].ShouldNotBeEmpty();
        var json = sent.Json;
        json.GetProperty("system").GetString().ShouldBe("you are an arm\n\nbe brief");
        json.GetProperty("messages").EnumerateArray().Select(message =>
            message.GetProperty("role").GetString()).ShouldBe(["user", "assistant", "user"]);
        json.GetProperty("messages")[1].GetProperty("content")[1].GetProperty("input").GetProperty("path").GetString().ShouldBe("a");
        var last = json.GetProperty("messages")[2].GetProperty("content");
        last[0].GetProperty("tool_use_id").GetString().ShouldBe("c1");
        last[1].GetProperty("text").GetString().ShouldBe("and now?");
        json.GetProperty("max_tokens").GetInt32().ShouldBe(500);
        json.GetProperty("tool_choice").GetProperty("name").GetString().ShouldBe("read");
        json.GetProperty("tool_choice").GetProperty("disable_parallel_tool_use").GetBoolean().ShouldBeTrue();
    }

    [Fact]
    public async Task On_azure_the_deployment_is_in_the_path_and_the_key_in_its_own_header()
    {
        var sent = await SendAsync("azure", streamed: false, new ChatOptions { MaxOutputTokens = 9 });
        sent.Target.ShouldBe("/openai/deployments/fake-1/chat/completions?api-version=2024-10-21");
        sent.Headers["api-key"].ShouldBe(Clients.Key);
        sent.Headers.Keys.ShouldNotContain("Authorization");
        sent.Json.GetProperty("max_completion_tokens").GetInt32().ShouldBe(9);
    }

    [Fact]
    public async Task A_schema_binds_a_model_that_can_be_bound()
    {
        var options = new ChatOptions { ResponseFormat = ChatResponseFormat.ForJsonSchema(Shape, "verdict") };
        var format = (await SendAsync("compatible", false, options,
            ", capabilities: [jsonSchema, tools]")).Json.GetProperty("response_format");
        format.GetProperty("json_schema").GetProperty("name").GetString().ShouldBe("verdict");
        format.GetProperty("json_schema").GetProperty("strict").GetBoolean().ShouldBeTrue();
    }

    [Theory, InlineData("compatible"), InlineData("anthropic")]
    public async Task A_schema_goes_into_the_prompt_of_a_model_that_cannot_be_bound(string kind)
    {
        var options = new ChatOptions { ResponseFormat = ChatResponseFormat.ForJsonSchema(Shape, "verdict") };
        var sent = await SendAsync(kind, false, options);
        sent.Json.TryGetProperty("response_format", out _).ShouldBeFalse();
        sent.Body.ShouldContain("additionalProperties");
    }

    [Fact]
    public async Task What_a_model_cannot_do_is_refused_before_anything_is_sent()
    {
        await using var provider = FakeProvider.Start("never");
        using var catalog = Clients.Catalog(provider, "compatible", model: ", capabilities: [vision]");
        var failure = await catalog.Open().FailAsync(false, Options);
        failure.Kind.ShouldBe(CallFailureKind.BadRequest);
        failure.Message.ShouldContain("tools");
        provider.Requests.ShouldBeEmpty();
    }

    [Fact]
    public async Task A_model_that_refuses_sampling_options_is_not_sent_any()
    {
        var sent = await SendAsync("compatible", false, new ChatOptions { Temperature = 0 }, ", capabilities: [tools]");
        sent.Json.TryGetProperty("temperature", out _).ShouldBeFalse();
    }

    [Fact]
    public void The_bytes_of_a_prompt_are_never_fewer_than_its_text_and_tools() =>
        PromptSize.Bytes(Conversation, Options).ShouldBeGreaterThan(Conversation.Sum(message => message.Text.Length)
            + "you are an arm".Length);

    private static async Task<ProviderRequest> SendAsync(string kind, bool streamed, ChatOptions options,
        string model = "")
    {
        await using var provider = FakeProvider.Start("fine");
        using var catalog = Clients.Catalog(provider, kind, model: model);
        await catalog.Open().AskAsync(streamed, Conversation, options);
        return provider.Requests.Single();
    }
}
