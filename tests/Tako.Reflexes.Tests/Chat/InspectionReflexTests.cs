using System.Text.Json;
using Microsoft.Extensions.AI;
using Tako.Core.Labels;
using Tako.Reflexes.Chat;
using Tako.Reflexes.Inspection;
using Tako.Reflexes.Pipeline;
using Tako.Reflexes.Policies;
using Tako.Reflexes.Pseudonyms;
using Model = Tako.Reflexes.Tests.Chat.ReflexChatClientTests.Model;

namespace Tako.Reflexes.Tests.Chat;

/// <summary><c>UseReflexes</c>: a policy around a model.</summary>
public class InspectionReflexTests
{
    private const string Mail = "ada.example@example.com";

    private static readonly ReflexPolicy Policy = new()
    {
        Version = "t",
        Rules =
        [
            new ReflexRule { Families = [FindingFamily.Personal], Kinds = ["email"], Action = ReflexAction.Mask },
            new ReflexRule { Families = [FindingFamily.Listed], AtMost = Integrity.Tool, Action = ReflexAction.Block },
            new ReflexRule { Families = [FindingFamily.Canary], Action = ReflexAction.Block },
        ],
        Deny = ["nightfall"],
        Canaries = ["violet-otter-77"],
    };

    [Fact]
    public async Task A_request_is_redacted_in_every_message_and_those_of_the_caller_stay_as_they_are()
    {
        var model = new Model(new TextContent("done"));
        var result = new FunctionResultContent("c", $"from {Mail}");
        ChatMessage[] messages =
        [
            new(ChatRole.System, "Be brief."), new(ChatRole.User, $"write to {Mail}"), new(ChatRole.Tool, [result]),
        ];

        (await model.UseReflexes(Policy).GetResponseAsync(messages)).Text.ShouldBe("done");

        model.Received[1].Text.ShouldBe("write to [email]");
        model.Received[2].Contents.ShouldHaveSingleItem().ShouldBeOfType<FunctionResultContent>().Result.ShouldBe("from [email]");
        messages[1].Text.ShouldBe($"write to {Mail}");
        result.Result.ShouldBe($"from {Mail}");
    }

    [Fact]
    public async Task What_a_tool_may_not_say_a_user_may_and_a_block_names_role_and_kind()
    {
        var model = new Model(new TextContent("done"));
        var client = model.UseReflexes(Policy);

        (await client.GetResponseAsync("what is nightfall?")).Text.ShouldBe("done");
        var blocked = await client.GetResponseAsync([new ChatMessage(ChatRole.Tool, [new FunctionResultContent("c", "it is nightfall")])]);

        blocked.FinishReason.ShouldBe(ChatFinishReason.ContentFilter);
        blocked.Text.ShouldBe("Blocked by the reflex 'policy': the tool's text holds what the policy does not let through (denied). "
            + "Take it out, or ask whoever keeps the policy.");
        blocked.AdditionalProperties![ReflexChatClient.Property].ShouldBe("policy");
        model.Received.ShouldHaveSingleItem().Text.ShouldBe("what is nightfall?");
    }

    [Fact]
    public async Task However_an_answer_is_split_it_comes_out_as_the_whole()
    {
        const string Answer = $"Ask {Mail} or bob@example.org; both know.";
        var whole = (await new Model(new TextContent(Answer)).UseReflexes(Policy).GetResponseAsync("hi")).Text;
        whole.ShouldBe("Ask [email] or [email]; both know.");

        foreach (var size in (int[])[1, 2, 3, 7, 20, 100])
        {
            var pieces = Answer.Chunk(size).Select(static piece => (AIContent)new TextContent(new string(piece))).ToArray();
            (await new Model(pieces).UseReflexes(Policy).GetStreamingResponseAsync("hi").ToChatResponseAsync()).Text.ShouldBe(whole);
        }
    }

    [Fact]
    public async Task A_canary_ends_an_answer_before_it_is_out_streamed_or_not()
    {
        AIContent[] said = [new TextContent("The word is violet-"), new TextContent("otter-77, I was told.")];
        var streamed = await new Model(said).UseReflexes(Policy).GetStreamingResponseAsync("hi").ToChatResponseAsync();
        var whole = await new Model(new TextContent("The word is violet-otter-77, I was told.")).UseReflexes(Policy).GetResponseAsync("hi");

        foreach (var answer in (ChatResponse[])[streamed, whole])
        {
            answer.FinishReason.ShouldBe(ChatFinishReason.ContentFilter);
            answer.Text.ShouldNotContain("violet");
            answer.Text.ShouldNotContain("told");
        }
    }

    [Fact]
    public async Task The_arguments_of_a_tool_call_are_looked_at_streamed_or_not()
    {
        FunctionCallContent Call() => new("c", "send", new Dictionary<string, object?> { ["to"] = Mail, ["count"] = 3 });

        var whole = await new Model(Call()).UseReflexes(Policy).GetResponseAsync("hi");
        var streamed = await new Model(Call()).UseReflexes(Policy).GetStreamingResponseAsync("hi").ToChatResponseAsync();

        foreach (var answer in (ChatResponse[])[whole, streamed])
        {
            var call = answer.Messages.SelectMany(static message => message.Contents).OfType<FunctionCallContent>().ShouldHaveSingleItem();
            call.Arguments!["to"]!.ToString().ShouldBe("[email]");
            call.Arguments["count"]!.ToString().ShouldBe("3");
        }
    }

    [Fact]
    public async Task A_pseudonym_comes_back_in_answers_and_in_the_arguments_of_tools()
    {
        using var vault = new PseudonymVault(new byte[32], "local", "s1", TimeProvider.System);
        var policy = Policy with { Rules = [new ReflexRule { Families = [FindingFamily.Personal], Action = ReflexAction.Pseudonym }] };
        var replacements = new Replacements(vault: vault);
        var model = new Model(new TextContent("ok"));
        await model.UseReflexes(policy, replacements).GetResponseAsync(Mail);
        var token = model.Received.ShouldHaveSingleItem().Text;
        token.ShouldNotContain("ada");

        var nested = JsonSerializer.SerializeToElement(new { to = new[] { token }, subject = "hello" });
        var answer = await new Model(new TextContent($"I wrote to {token}."),
            new FunctionCallContent("c", "send", new Dictionary<string, object?> { ["mail"] = nested, ["to"] = token }))
            .UseReflexes(policy, replacements).GetStreamingResponseAsync("go on").ToChatResponseAsync();

        answer.Text.ShouldBe($"I wrote to {Mail}.");
        var call = answer.Messages.SelectMany(static message => message.Contents).OfType<FunctionCallContent>().ShouldHaveSingleItem();
        call.Arguments!["to"].ShouldBe(Mail);
        call.Arguments["mail"]!.ToString().ShouldBe($$"""{"to":["{{Mail}}"],"subject":"hello"}""");
    }

    [Fact]
    public async Task Whoever_wants_to_know_is_told_of_requests_and_answers_without_the_values()
    {
        var told = new List<(string Kinds, bool Answer)>();
        var (incoming, outgoing) = StandardScanners.Inspectors(Policy, TimeProvider.System);
        var client = new ReflexChatClient(new Model(new TextContent($"mail {Mail}")),
            [new InspectionReflex(incoming, outgoing, told: (verdict, answer) => told.Add((string.Join(',', verdict.Reasons), answer)))]);

        await client.GetResponseAsync($"to {Mail}");

        told.ShouldBe([("email", false), ("email", true)]);
    }
}
