using Microsoft.Extensions.AI;
using Tako.Core.Capabilities;
using Tako.Core.Contracts;
using Tako.Reflexes.Chat;
using Tako.Reflexes.Loops;

namespace Tako.Reflexes.Tests.Loops;

public class LoopsReflexTests
{
    private readonly LoopsReflex _reflex = new();

    private string? Do(string tool, object arguments, string result = "same", EffectKind kind = EffectKind.Pure, string actor = "arm/coder")
    {
        var effect = Calls.Of(tool, arguments, kind, actor);
        var denial = _reflex.Denial(effect);
        _reflex.Completed(effect, denial is null, denial is null ? result : "denied");
        return denial;
    }

    [Fact]
    public void The_same_call_with_the_same_result_is_denied_and_says_what_repeats()
    {
        for (var call = 0; call < 3; call++)
            Do("read", new { path = "a" }).ShouldBeNull();
        var denial = Do("read", new { path = "a" });
        denial!.ShouldContain("read was called 3 times with the same arguments and gave the same result each time");
        denial!.ShouldContain("change the arguments");
    }

    [Fact]
    public void Other_arguments_another_actor_and_a_new_result_go_on()
    {
        for (var call = 0; call < 3; call++)
            Do("read", new { path = "a" });
        Do("read", new { path = "b" }).ShouldBeNull();
        Do("read", new { path = "a" }, actor: "arm/judge").ShouldBeNull();
        for (var call = 0; call < 10; call++)
            Do("poll", new { id = 1 }, $"progress {call}").ShouldBeNull();
    }

    [Fact]
    public void Order_of_arguments_makes_no_difference()
    {
        Do("read", new { path = "a", line = 1 });
        Do("read", new { line = 1, path = "a" });
        Do("read", new { path = "a", line = 1 });
        Do("read", new { line = 1, path = "a" }).ShouldNotBeNull();
    }

    [Fact]
    public void Two_calls_in_turn_are_denied()
    {
        Do("read", new { path = "a" }).ShouldBeNull();
        Do("list", new { path = "b" }).ShouldBeNull();
        Do("read", new { path = "a" }).ShouldBeNull();
        Do("list", new { path = "b" }).ShouldBeNull();
        Do("read", new { path = "a" })!.ShouldContain("read and list were called in turn 2 times");
    }

    [Fact]
    public void A_test_run_after_each_edit_is_work_and_not_a_loop()
    {
        for (var round = 0; round < 15; round++)
        {
            Do("edit", new { round }, kind: EffectKind.Idempotent).ShouldBeNull();
            Do("test", new { }, "3 failed", EffectKind.Pure).ShouldBeNull();
        }
    }

    [Fact]
    public void But_the_same_call_over_and_over_ends_whatever_comes_of_it()
    {
        var denied = Enumerable.Range(0, 30)
            .Select(round => Do("test", new { }, $"failed in {round} ms", EffectKind.Idempotent))
            .Count(denial => denial is not null);
        denied.ShouldBe(10);
    }

    [Fact]
    public void Without_progress_only_a_new_call_passes()
    {
        var reflex = new LoopsReflex(new LoopsOptions { Repeats = 5, Idle = 6 });
        string? denial = null;
        foreach (var path in "abcabcabc")
        {
            var effect = Calls.Of("read", new { path = $"{path}" });
            denial = reflex.Denial(effect);
            reflex.Completed(effect, true, "r");
        }

        denial.ShouldBeNull();
        reflex.Denial(Calls.Of("read", new { path = "b" }))!.ShouldContain("the last 6 calls brought nothing new");
        reflex.Denial(Calls.Of("read", new { path = "z" })).ShouldBeNull();
    }

    [Fact]
    public void A_denied_call_that_is_repeated_is_a_loop_too()
    {
        var effect = Calls.Of("shell");
        for (var call = 0; call < 3; call++)
            _reflex.Completed(effect, false, "denied");
        _reflex.Denial(effect).ShouldNotBeNull();
    }

    [Fact]
    public void Something_else_in_between_leads_out()
    {
        for (var call = 0; call < 3; call++)
            Do("read", new { path = "a" });
        Do("read", new { path = "a" }).ShouldNotBeNull();
        Do("edit", new { path = "a" }, kind: EffectKind.Idempotent).ShouldBeNull();
        Do("read", new { path = "a" }, "new content").ShouldBeNull();
    }

    [Fact]
    public void An_exempt_tool_may_wait_as_long_as_it_likes()
    {
        var reflex = new LoopsReflex(new LoopsOptions { Exempt = new HashSet<string> { "wait" } });
        for (var call = 0; call < 50; call++)
        {
            reflex.Denial(Calls.Of("wait")).ShouldBeNull();
            reflex.Completed(Calls.Of("wait"), true, "r");
        }
    }

    [Fact]
    public void Memory_is_bounded_and_the_idlest_actor_is_forgotten_first()
    {
        var reflex = new LoopsReflex(new LoopsOptions { Actors = 2 });
        foreach (var actor in new[] { "a", "a", "a", "b", "b", "b", "a", "c" })
            reflex.Completed(Calls.Of("read", actor: actor), true, "r");
        reflex.Denial(Calls.Of("read", actor: "a")).ShouldNotBeNull();
        reflex.Denial(Calls.Of("read", actor: "b")).ShouldBeNull();
    }

    [Fact]
    public void Around_a_model_the_conversation_itself_shows_the_loop()
    {
        List<ChatMessage> messages = [new(ChatRole.User, "go")];
        void Round(string path, string result)
        {
            var id = $"c{messages.Count}";
            messages.Add(
                new(ChatRole.Assistant,
                    [new FunctionCallContent(id, "read", new Dictionary<string, object?> { ["path"] = path })]));
            messages.Add(new(ChatRole.Tool, [new FunctionResultContent(id, result)]));
        }

        Round("a", "1");
        Round("a", "1");
        _reflex.Before(messages, null).ShouldBe(ChatVerdict.Ok);
        Round("a", "1");
        _reflex.Before(messages, null).ShouldBeOfType<ChatVerdict.Block>().Reason.ShouldContain("3 times");
        Round("b", "1");
        _reflex.Before(messages, null).ShouldBe(ChatVerdict.Ok);
    }

    [Fact]
    public void Options_that_make_no_sense_are_refused() =>
        Should.Throw<ArgumentException>(() => new LoopsReflex(new LoopsOptions { Window = 8 }));
}
