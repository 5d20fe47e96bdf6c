using Microsoft.Extensions.AI;
using Tako.Reflexes.Chat;
using Tako.Reflexes.Secrets;

namespace Tako.Reflexes.Tests.Secrets;

public class SecretsReflexTests
{
    private static readonly string Key = "ghp_" + SecretScannerTests.Made(36);

    [Fact]
    public void A_secret_in_the_arguments_is_denied_without_being_repeated()
    {
        var reflex = new SecretsReflex(new SecretScanner(), new SecretsOptions { Exempt = new HashSet<string> { "login" } });
        var denial = reflex.Denial(Calls.Of("write", new { edits = new[] { new { content = $"k = '{Key}'" } } }));
        denial!.ShouldContain("'content' of write holds a secret (github-token)");
        denial!.ShouldNotContain(Key);
        reflex.Denial(Calls.Of("write", new Dictionary<string, int> { [Key] = 1 })).ShouldNotBeNull();
        reflex.Denial(Calls.Of("write", new { content = "nothing" })).ShouldBeNull();
        reflex.Denial(Calls.Of("login", new { token = Key })).ShouldBeNull();
    }

    [Fact]
    public void A_prompt_goes_out_without_its_secrets_and_the_callers_messages_stay_as_they_are()
    {
        List<ChatMessage> messages =
        [
            new(ChatRole.User, $"use {Key}"),
            new(ChatRole.Assistant, [new FunctionCallContent("c", "push", new Dictionary<string, object?> { ["token"] = Key, ["n"] = 1 })]),
            new(ChatRole.Tool, [new FunctionResultContent("c", $"token {Key} is wrong")]),
        ];
        var sent = new SecretsReflex(new SecretScanner()).Before(messages, null).ShouldBeOfType<ChatVerdict.Rewrite>().Messages;
        sent[0].Text.ShouldBe("use [secret:github-token]");
        ((FunctionCallContent)sent[1].Contents[0]).Arguments!["token"].ShouldBe("[secret:github-token]");
        ((FunctionCallContent)sent[1].Contents[0]).Arguments!["n"].ShouldBe(1);
        ((FunctionResultContent)sent[2].Contents[0]).Result.ShouldBe("token [secret:github-token] is wrong");
        messages[0].Text.ShouldContain(Key);
    }

    [Fact]
    public void A_prompt_with_a_secret_can_be_refused()
    {
        var reflex = new SecretsReflex(new SecretScanner(), new SecretsOptions { BlockPrompts = true });
        reflex.Before([new ChatMessage(ChatRole.User, Key)], null).ShouldBeOfType<ChatVerdict.Block>().Reason.ShouldNotContain(Key);
        reflex.Before([new ChatMessage(ChatRole.User, "hello")], null).ShouldBe(ChatVerdict.Ok);
    }
}
