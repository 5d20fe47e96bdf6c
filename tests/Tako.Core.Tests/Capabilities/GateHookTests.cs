using System.Text;
using Tako.Core.Approvals;
using Tako.Core.Capabilities;
using Tako.Core.Contracts;
using LabelsOf = Tako.Core.Labels.Labels;

namespace Tako.Core.Tests.Capabilities;

public class GateHookTests
{
    private static readonly Capability Send = new() { Tool = "mcp.mail.send" };
    private static readonly RuleVerdict No = new RuleVerdict.Deny("not on Sundays", "Wait for Monday.");

    [Fact]
    public async Task A_hook_that_denies_keeps_the_effect_from_happening()
    {
        var scene = With(new Hook { Before = _ => No });
        var happened = false;
        var outcome = await scene.Gate.PassAsync(Scene.Effect("mcp.mail.send"), Scene.Root(Send), _ =>
        {
            happened = true;
            return ValueTask.FromResult(new Passage<int>(1, LabelsOf.None, "r"));
        }, default);

        happened.ShouldBeFalse();
        var why = outcome.ShouldBeOfType<GateOutcome<int>.Denied>().Why;
        (why.By, why.Reasons[0], why.WayOut).ShouldBe(("watcher", "not on Sundays", "Wait for Monday."));
        (await scene.Events()).Select(entry => entry.Type).ShouldBe(["effect.denied"]);
    }

    [Theory]
    [InlineData(EffectKind.Pure)]
    [InlineData(EffectKind.Idempotent)]
    [InlineData(EffectKind.Probeable)]
    [InlineData(EffectKind.Irreversible)]
    public async Task Effects_of_every_kind_and_tool_pass_the_hooks(EffectKind kind)
    {
        var hook = new Hook();
        var scene = With(hook);
        (await scene.Pass(Scene.Effect("mcp.mail.send", """{"to":"someone"}""", kind), Scene.Root(Send)))
            .ShouldBeOfType<GateOutcome<string>.Done>();
        hook.Seen.ShouldBe(["before mcp.mail.send someone", "after mcp.mail.send True"]);
    }

    [Fact]
    public async Task A_hook_that_throws_denies()
    {
        var why = await Refused(new Hook { Before = _ => throw new InvalidOperationException("secret words") });
        why.Reasons[0].ShouldBe("the hook watcher failed (InvalidOperationException)");
    }

    [Fact]
    public async Task A_hook_that_hangs_denies_even_when_it_does_not_listen_to_cancellation()
    {
        var never = new TaskCompletionSource<RuleVerdict>();
        var scene = new Scene(new GateOptions { Hooks = [new Hook { Slow = never.Task }], HookTime = TimeSpan.Zero });
        (await scene.Pass(Scene.Effect("mcp.mail.send"), Scene.Root(Send))).ShouldBeOfType<GateOutcome<string>.Denied>()
            .Why.Reasons[0].ShouldStartWith("the hook watcher was not done within");
    }

    [Fact]
    public async Task A_hook_that_answers_nothing_denies() =>
        (await Refused(new Hook { Before = _ => null! })).Reasons[0].ShouldBe("the hook watcher gave no answer");

    [Fact]
    public async Task Cancellation_by_the_caller_is_no_denial()
    {
        using var stop = new CancellationTokenSource();
        var scene = With(new Hook { Before = _ => throw Stopped(stop) });
        await Should.ThrowAsync<OperationCanceledException>(async () => await scene.Gate.PassAsync(Scene.Effect("mcp.mail.send"),
            Scene.Root(Send), _ => ValueTask.FromResult(new Passage<int>(1, LabelsOf.None, "r")), stop.Token));
    }

    [Fact]
    public async Task A_question_of_a_hook_is_put_to_a_person()
    {
        var scene = With(new Hook { Before = _ => new RuleVerdict.Ask("May it be sent on a Sunday?", []) });
        (await scene.Pass(Scene.Effect("mcp.mail.send"), Scene.Root(Send))).ShouldBeOfType<GateOutcome<string>.Waiting>()
            .Approval.State.ShouldBe(ApprovalState.Pending);
    }

    [Fact]
    public async Task Hooks_are_not_asked_about_what_a_capability_or_a_rule_refuses()
    {
        var hook = new Hook();
        var scene = With(hook);
        (await scene.Pass(Scene.Effect("shell"), Scene.Root(Send))).ShouldBeOfType<GateOutcome<string>.Denied>();
        hook.Seen.ShouldBeEmpty();
    }

    [Fact]
    public async Task A_denial_afterwards_withholds_the_result_and_is_on_record()
    {
        var scene = With(new Hook { After = _ => No });
        (await scene.Pass(Scene.Effect("mcp.mail.send"), Scene.Root(Send))).ShouldBeOfType<GateOutcome<string>.Denied>()
            .Why.Reasons[0].ShouldBe("not on Sundays");
        var events = await scene.Events();
        events.Select(entry => entry.Type).ShouldBe(["effect.intended", "effect.done", "effect.withheld"]);
        Encoding.UTF8.GetString(events[2].Body.Span).ShouldContain("watcher");
        var fold = new EffectFold();
        events.ForEach(fold.Apply);
        fold.Unknown.ShouldBeEmpty();
    }

    [Fact]
    public async Task A_hook_that_throws_afterwards_withholds_the_result() =>
        (await Refused(new Hook { After = _ => throw new InvalidOperationException() })).By.ShouldBe("watcher");

    private static Scene With(IGateHook hook) => new(new GateOptions { Hooks = [hook] });

    private static async Task<Refusal> Refused(IGateHook hook) =>
        (await With(hook).Pass(Scene.Effect("mcp.mail.send"), Scene.Root(Send))).ShouldBeOfType<GateOutcome<string>.Denied>().Why;

    private static OperationCanceledException Stopped(CancellationTokenSource stop)
    {
        stop.Cancel();
        return new OperationCanceledException(stop.Token);
    }

    private sealed class Hook : IGateHook
    {
        public string Name => "watcher";

        public Func<Effect, RuleVerdict> Before { get; init; } = _ => RuleVerdict.Ok;

        public Func<EffectResult, RuleVerdict> After { get; init; } = _ => RuleVerdict.Ok;

        public Task<RuleVerdict>? Slow { get; init; }

        public List<string> Seen { get; } = [];

        public async ValueTask<RuleVerdict> BeforeAsync(Effect effect, Grant grant, CancellationToken cancellationToken)
        {
            Seen.Add($"before {effect.Tool} {(effect.Arguments.TryGetProperty("to", out var to) ? to.GetString() : "")}");
            return Slow is null ? Before(effect) : await Slow;
        }

        public ValueTask<RuleVerdict> AfterAsync(Effect effect, Grant grant, EffectResult result, CancellationToken cancellationToken)
        {
            Seen.Add($"after {effect.Tool} {result.Succeeded}");
            return ValueTask.FromResult(After(result));
        }
    }
}
