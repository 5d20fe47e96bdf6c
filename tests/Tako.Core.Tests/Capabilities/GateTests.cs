using System.Text;
using Tako.Core.Approvals;
using Tako.Core.Capabilities;
using Tako.Core.Contracts;
using Tako.Core.Labels;
using Tako.Core.Ledger;
using LabelsOf = Tako.Core.Labels.Labels;

namespace Tako.Core.Tests.Capabilities;

public class GateTests
{
    private static readonly Capability Write = new() { Tool = "write", Limits = [new ArgumentLimit.PathPrefix("path", ["src"])] };

    [Fact]
    public async Task An_effect_is_intended_before_it_happens_and_done_after()
    {
        var scene = new Scene();
        var before = new List<string>();
        var effect = Scene.Effect("write", """{"path":"src/a.cs","content":"hush hush"}""", EffectKind.Probeable);

        var outcome = await scene.Gate.PassAsync(effect, Scene.Root(Write), async _ =>
        {
            before.AddRange((await scene.Events()).Select(entry => entry.Type));
            return new Passage<int>(7, LabelsOf.Tool("write"), "r1");
        }, default);

        before.ShouldBe(["effect.intended"]);
        var done = outcome.ShouldBeOfType<GateOutcome<int>.Done>();
        done.Value.ShouldBe(7);
        done.Label.Integrity.ShouldBe(Integrity.Tool);
        done.Label.Sources.ShouldBe(["coder", "write"]);
        var events = await scene.Events();
        events.Select(entry => (entry.Type, entry.Cause)).ShouldBe([("effect.intended", null), ("effect.done", 1)]);
        done.Seq.ShouldBe(2);
        var intended = Encoding.UTF8.GetString(events[0].Body.Span);
        intended.ShouldContain("src/a.cs");
        intended.ShouldContain(effect.ArgumentsHash);
        intended.ShouldContain("\"kind\":\"probeable\"");
        intended.ShouldNotContain("hush");
    }

    [Fact]
    public async Task A_pure_effect_leaves_one_event()
    {
        var scene = new Scene();
        (await scene.Pass(Scene.Effect("read", kind: EffectKind.Pure), Scene.Root(new Capability { Tool = "read" })))
            .ShouldBeOfType<GateOutcome<string>.Done>().Seq.ShouldBe(1);
        (await scene.Events()).Select(entry => entry.Type).ShouldBe(["effect.done"]);
    }

    [Fact]
    public async Task What_nobody_holds_is_denied_and_audited()
    {
        var scene = new Scene();
        var why = (await scene.Pass(Scene.Effect("shell"), Scene.Root(Write))).ShouldBeOfType<GateOutcome<string>.Denied>().Why;
        why.By.ShouldBe("capability");
        why.Reasons.ShouldBe(["brain has no capability for shell"]);
        (await scene.Events()).Select(entry => entry.Type).ShouldBe(["effect.denied"]);
    }

    [Fact]
    public async Task Every_reason_of_a_denial_is_named()
    {
        var scene = new Scene();
        var grant = Scene.Root(Write with
        {
            Limits = [.. Write.Limits, new ArgumentLimit.Range("mode", 0, 7), new ArgumentLimit.OneOf("how", ["new"])],
            Calls = 0,
            Expires = Scene.Start,
            LeastIntegrity = Integrity.Arm,
            MostConfidential = Confidentiality.Internal,
        });
        var label = LabelsOf.Web("page").Join(LabelsOf.Secret("key"));

        var why = (await scene.Pass(Scene.Effect("write", """{"path":"../x","mode":8}""", label: label), grant))
            .ShouldBeOfType<GateOutcome<string>.Denied>().Why;

        why.Reasons.Count.ShouldBe(7);
        foreach (var word in new[] { "'path'", "'mode'", "'how' is missing", "ended", "used up", "come from web", "are secret" })
            why.Reasons.ShouldContain(reason => reason.Contains(word, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("""{"path":"src/a","path":"/etc/passwd"}""")]
    [InlineData("""{"path":"src/a","Path":"/etc/passwd"}""")]
    [InlineData("""{"path":"src/a","more":[{"x":1,"X":2}]}""")]
    public async Task Arguments_that_two_readers_would_read_differently_are_denied(string arguments)
    {
        var why = (await new Scene().Pass(Scene.Effect("write", arguments), Scene.Root(Write)))
            .ShouldBeOfType<GateOutcome<string>.Denied>().Why;
        why.Reasons[0].ShouldContain("twice");
    }

    [Fact]
    public async Task Calls_are_shared_along_the_chain_and_never_exceeded_by_concurrent_holders()
    {
        var scene = new Scene();
        var root = Scene.Root(new Capability { Tool = "read", Calls = 10 });
        var arms = Enumerable.Range(0, 4).Select(number =>
            ((AttenuateOutcome.Granted)root.Attenuate($"arm{number}", [new Capability { Tool = "read", Calls = 6 }])).Grant).ToList();
        var ran = new int[4];

        await Parallel.ForEachAsync(Enumerable.Range(0, 80), new ParallelOptions { MaxDegreeOfParallelism = 8 }, async (number, _) =>
            await scene.Gate.PassAsync(Scene.Effect("read", key: $"k{number}"), arms[number % 4], async _ =>
            {
                Interlocked.Increment(ref ran[number % 4]);
                await Task.Yield();
                return new Passage<int>(0, LabelsOf.None, "");
            }, default));

        ran.Sum().ShouldBe(10);
        ran.Max().ShouldBeLessThanOrEqualTo(6);
        (await scene.Events()).Count(entry => entry.Type == "effect.denied").ShouldBe(70);
    }

    [Fact]
    public async Task Calls_that_were_used_before_a_restart_stay_used()
    {
        var scene = new Scene();
        Capability[] two = [new() { Tool = "read", Calls = 2 }];
        var arm = ((AttenuateOutcome.Granted)Scene.Root(two).Attenuate("arm", two)).Grant;
        await scene.Pass(Scene.Effect("read", kind: EffectKind.Pure), arm);
        await scene.Pass(Scene.Effect("read", """{"n":2}"""), arm);

        var fold = new EffectFold();
        (await scene.Events()).ForEach(fold.Apply);
        var again = ((AttenuateOutcome.Granted)Grant.Root(Scene.Task, "brain", two, fold.Calls).Attenuate("arm", two)).Grant;

        (await scene.Pass(Scene.Effect("read", """{"n":3}"""), again)).ShouldBeOfType<GateOutcome<string>.Denied>()
            .Why.Reasons.Count.ShouldBe(2);
    }

    [Fact]
    public async Task All_rules_are_judged_and_all_their_reasons_named()
    {
        var scene = new Scene(new Rule(new RuleVerdict.Deny("too big", "Split it.")), new Rule(RuleVerdict.Ok),
            new Rule(new RuleVerdict.Deny("too often", "Wait.")));
        var why = (await scene.Pass(Scene.Effect("write", """{"path":"src/a"}"""), Scene.Root(Write)))
            .ShouldBeOfType<GateOutcome<string>.Denied>().Why;
        why.Reasons.ShouldBe(["too big", "too often"]);
        why.WayOut.ShouldBe("Split it. Wait.");
    }

    [Fact]
    public async Task A_person_decides_once_and_a_resume_finds_the_decision()
    {
        var scene = new Scene();
        var grant = Scene.Root(Write with { NeedsApproval = true });
        var effect = Scene.Effect("write", """{"path":"src/a"}""", EffectKind.Irreversible, "fix/edit#1");

        var waiting = (await scene.Pass(effect, grant)).ShouldBeOfType<GateOutcome<string>.Waiting>();
        (await scene.Pass(effect, grant))
            .ShouldBeOfType<GateOutcome<string>.Waiting>().Approval.Request.Id.ShouldBe(waiting.Approval.Request.Id);
        (await scene.Events()).ShouldBeEmpty();
        (await scene.Approvals.DecideAsync(waiting.Approval.Request.Id, true, "ada")).ShouldBeOfType<DecideOutcome.Decided>();

        var restarted = Grant.Root(Scene.Task, "brain", grant.Capabilities);
        (await scene.Pass(effect with { }, restarted)).ShouldBeOfType<GateOutcome<string>.Done>();
        Encoding.UTF8.GetString((await scene.Events())[0].Body.Span).ShouldContain(waiting.Approval.Request.Id);
    }

    [Fact]
    public async Task A_decision_holds_for_nothing_else()
    {
        var scene = new Scene();
        var grant = Scene.Root(Write with { NeedsApproval = true });
        var first = (await scene.Pass(Scene.Effect("write", """{"path":"src/a"}""", key: "k"), grant))
            .ShouldBeOfType<GateOutcome<string>.Waiting>();
        await scene.Approvals.DecideAsync(first.Approval.Request.Id, true, "ada");

        (await scene.Pass(Scene.Effect("write", """{"path":"src/b"}""", key: "k"), grant)).ShouldBeOfType<GateOutcome<string>.Waiting>();
    }

    [Fact]
    public async Task A_person_who_says_no_or_nothing_denies_it()
    {
        var scene = new Scene(new GateOptions
        {
            ApprovalLife = TimeSpan.FromHours(1),
        }, new Rule(new RuleVerdict.Ask("Really?", ["because"])));
        var waiting = (await scene.Pass(Scene.Effect("write", """{"path":"src/a"}"""), Scene.Root(Write)))
            .ShouldBeOfType<GateOutcome<string>.Waiting>();
        waiting.Approval.Request.Question.ShouldBe("Really?");
        waiting.Approval.Request.Details.ShouldContain("because");
        await scene.Approvals.DecideAsync(waiting.Approval.Request.Id, false, "ada");
        (await scene.Pass(Scene.Effect("write", """{"path":"src/a"}"""), Scene.Root(Write))).ShouldBeOfType<GateOutcome<string>.Denied>()
            .Why.Reasons[0].ShouldContain("ada denied it");

        await scene.Pass(Scene.Effect("write", """{"path":"src/b"}"""), Scene.Root(Write));
        scene.Time.Now += TimeSpan.FromHours(2);
        (await scene.Pass(Scene.Effect("write", """{"path":"src/b"}"""), Scene.Root(Write))).ShouldBeOfType<GateOutcome<string>.Denied>()
            .Why.Reasons[0].ShouldContain("in time");
        (await scene.Events()).Count(entry => entry.Type == "effect.denied").ShouldBe(2);
    }

    [Fact]
    public async Task An_approval_is_asked_for_however_deep_the_holder_sits()
    {
        var scene = new Scene();
        var root = Scene.Root(Write with { NeedsApproval = true });
        root.Attenuate("arm", [Write]).ShouldBeOfType<AttenuateOutcome.Wider>();
        var arm = ((AttenuateOutcome.Granted)root.Attenuate("arm", root.Capabilities)).Grant;
        var nested = ((AttenuateOutcome.Granted)arm.Attenuate("nested", root.Capabilities)).Grant;
        (await scene.Pass(Scene.Effect("write", """{"path":"src/a"}"""), nested)).ShouldBeOfType<GateOutcome<string>.Waiting>();
    }

    [Fact]
    public async Task Secrets_are_redacted_wherever_the_gate_writes()
    {
        var scene = new Scene(new GateOptions { Redact = text => text.Replace("CANARY", "[secret]", StringComparison.Ordinal) },
            new Rule(new RuleVerdict.Deny("CANARY in it", "No CANARY.")));
        var why = (await scene.Pass(Scene.Effect("write", """{"path":"src/CANARY"}"""), Scene.Root(Write)))
            .ShouldBeOfType<GateOutcome<string>.Denied>().Why;
        why.ToString().ShouldNotContain("CANARY");
        Encoding.UTF8.GetString((await scene.Events())[0].Body.Span).ShouldNotContain("CANARY");
    }

    [Fact]
    public async Task The_largest_words_still_fit_into_an_event()
    {
        var wide = new string('界', 500);
        var wider = string.Concat(Enumerable.Repeat("\u0001\uE000😀", 100));
        var label = new Label(Integrity.Web, Confidentiality.Secret,
            [.. Enumerable.Range(0, 30).Select(number => $"{number:00}{(number % 2 == 0 ? wide : wider)}")]);
        var scene = new Scene();
        var grant = Grant.Root(Scene.Task, wide[..Grant.MaxHolderLength], [new Capability { Tool = "t" }]);
        for (var depth = 1; depth < Grant.MaxDepth; depth++)
            grant = ((AttenuateOutcome.Granted)grant.Attenuate(wide[..Grant.MaxHolderLength], grant.Capabilities)).Grant;
        var arguments = $$"""{{{string.Join(',', Enumerable.Range(0, 20).Select(number => $"\"{number}😀{wide[..50]}\":1"))}}}""";
        var effect = Scene.Effect("t", arguments, key: wide[..Effect.MaxNameLength], label: label);
        await scene.Pass(effect, grant);
        await scene.Pass(effect with { Kind = EffectKind.Pure }, grant);
        var many = Enumerable.Range(0, 20).Select(number => (ArgumentLimit)new ArgumentLimit.OneOf($"{number}", [wide + wider])).ToList();
        await scene.Pass(effect, Scene.Root(new Capability { Tool = "t", Limits = many }));

        (await scene.Events()).Select(entry => entry.Type).ShouldBe(["effect.intended", "effect.done", "effect.done", "effect.denied"]);
        (await scene.Events()).Max(entry => entry.Body.Length).ShouldBeLessThanOrEqualTo(LedgerLimits.EventBytes);
    }

    [Fact]
    public async Task Rules_learn_what_became_of_effects()
    {
        var rule = new Rule(RuleVerdict.Ok);
        var scene = new Scene(rule);
        await scene.Pass(Scene.Effect("write", """{"path":"src/a"}"""), Scene.Root(Write));
        await scene.Pass(Scene.Effect("write", """{"path":"b"}"""), Scene.Root(Write));
        rule.Told.ShouldBe([true, false]);
    }

    private sealed class Rule(RuleVerdict verdict) : IGateRule
    {
        public List<bool> Told { get; } = [];

        public string Name => "test";

        public RuleVerdict Judge(Effect effect, Grant grant) => verdict;

        public void Completed(Effect effect, bool succeeded, string resultHash) => Told.Add(succeeded);
    }
}
