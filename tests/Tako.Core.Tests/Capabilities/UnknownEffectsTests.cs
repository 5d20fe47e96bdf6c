using Tako.Core.Capabilities;
using Tako.Core.Contracts;
using Tako.Core.Labels;
using Tako.Core.Ledger;
using LabelsOf = Tako.Core.Labels.Labels;

namespace Tako.Core.Tests.Capabilities;

public class UnknownEffectsTests
{
    private static readonly Grant Grant = Scene.Root(new Capability { Tool = "t" });

    [Theory]
    [InlineData(EffectKind.Idempotent, Recovery.Retry)]
    [InlineData(EffectKind.Probeable, Recovery.Probe)]
    [InlineData(EffectKind.Irreversible, Recovery.AskPerson)]
    public async Task An_effect_cut_by_a_crash_is_unknown_and_treated_by_its_kind(EffectKind kind, Recovery recovery)
    {
        var scene = new Scene();
        var effect = Scene.Effect("t", """{"n":1}""", kind, "step#1");
        await scene.Pass(Scene.Effect("t", key: "step#0"), Grant);
        List<LedgerEvent> atCrash = [];
        await scene.Gate.PassAsync(effect, Grant, async _ =>
        {
            atCrash = await scene.Events();
            return new Passage<int>(1, LabelsOf.None, "r");
        }, default);

        var unknown = UnknownEffects.Find(atCrash).ShouldHaveSingleItem();
        unknown.Id.ShouldBe("step#1");
        unknown.Seq.ShouldBe(3);
        unknown.ArgumentsHash.ShouldBe(effect.ArgumentsHash);
        unknown.Recovery.ShouldBe(recovery);
        UnknownEffects.Find(await scene.Events()).ShouldBeEmpty();
    }

    [Fact]
    public async Task An_act_that_throws_leaves_the_effect_unknown_and_a_retry_settles_it()
    {
        var scene = new Scene();
        var effect = Scene.Effect("t", key: "step#1");
        await Should.ThrowAsync<TimeoutException>(
            async () => await scene.Gate.PassAsync<int>(effect, Grant, _ => throw new TimeoutException(), default));
        UnknownEffects.Find(await scene.Events()).ShouldHaveSingleItem();

        await scene.Pass(effect, Grant);
        UnknownEffects.Find(await scene.Events()).ShouldBeEmpty();
    }

    [Fact]
    public async Task What_a_probe_or_a_person_found_out_settles_it()
    {
        var scene = new Scene();
        await Should.ThrowAsync<OperationCanceledException>(async () => await scene.Gate.PassAsync<int>(
            Scene.Effect("t", kind: EffectKind.Irreversible), Grant, _ => throw new OperationCanceledException(), default));
        var unknown = UnknownEffects.Find(await scene.Events()).ShouldHaveSingleItem();

        await scene.Gate.SettleAsync(unknown, Settlement.Happened, "user/ada", default);
        UnknownEffects.Find(await scene.Events()).ShouldBeEmpty();
    }

    [Fact]
    public async Task A_pure_effect_that_throws_is_not_unknown()
    {
        var scene = new Scene();
        await Should.ThrowAsync<TimeoutException>(async () => await scene.Gate.PassAsync<int>(
            Scene.Effect("t", kind: EffectKind.Pure), Grant, _ => throw new TimeoutException(), default));
        UnknownEffects.Find(await scene.Events()).ShouldBeEmpty();
        UnknownEffects.RecoveryOf(EffectKind.Pure).ShouldBe(Recovery.Retry);
    }
}
