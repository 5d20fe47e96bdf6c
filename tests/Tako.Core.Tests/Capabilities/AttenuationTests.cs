using System.Text.Json;
using FsCheck;
using FsCheck.Fluent;
using Tako.Core.Capabilities;
using Tako.Core.Labels;
using LabelsOf = Tako.Core.Labels.Labels;

namespace Tako.Core.Tests.Capabilities;

public class AttenuationTests
{
    private static readonly string[] Prefixes = ["", "src", "src/a", "src/a/b", "srcfoo", "tests"];
    private static readonly string[] Hosts = ["a.test", "*.a.test", "b.a.test", "b.a.test:443", "c.test:80"];
    private static readonly string[] Paths = ["src", "src/a/x", "src/a/b/y", "srcfoo/z", "tests/t", "readme"];
    private static readonly string[] Urls = ["https://a.test", "https://b.a.test", "http://c.b.a.test", "http://c.test", "https://c.test"];

    private static readonly Gen<ArgumentLimit> Limits = Gen.OneOf(
        Gen.SubListOf(Prefixes).Where(list => list.Count > 0)
            .Select(list => (ArgumentLimit)new ArgumentLimit.PathPrefix("path", [.. list])),
        Gen.SubListOf(Hosts).Where(list => list.Count > 0).Select(list => (ArgumentLimit)new ArgumentLimit.HostSet("url", [.. list])),
        Gen.Choose(0, 4).SelectMany(low => Gen.Choose(low, 6).Select(high => (ArgumentLimit)new ArgumentLimit.Range("n", low, high))),
        Gen.SubListOf(new[] { "x", "y", "z" }).Where(list => list.Count > 0)
            .Select(list => (ArgumentLimit)new ArgumentLimit.OneOf("mode", [.. list])),
        Gen.Choose(1, 3).Select(most => (ArgumentLimit)new ArgumentLimit.MaxLength("mode", most)));

    private static readonly Gen<Capability> Capabilities =
        from tool in Gen.Elements("read", "write")
        from count in Gen.Choose(0, 2)
        from limits in Limits.ListOf(count)
        from calls in Gen.Elements<int?>(null, 0, 1, 2)
        from minutes in Gen.Elements<int?>(null, 0, 5, 10)
        from approval in Gen.Elements(true, false)
        from least in Gen.Elements(Integrity.Web, Integrity.Tool, Integrity.Arm)
        from most in Gen.Elements(Confidentiality.Internal, Confidentiality.Secret)
        select new Capability
        {
            Tool = tool,
            Limits = [.. limits],
            Calls = calls,
            Expires = Scene.Start + (minutes is { } after ? TimeSpan.FromMinutes(after) : null),
            NeedsApproval = approval,
            LeastIntegrity = least,
            MostConfidential = most,
        };

    /// <summary>A capability that was made from another: mostly narrower in one respect, sometimes changed at random.</summary>
    private static Gen<Capability> From(Capability wide) => Gen.OneOf(
        Gen.Constant(wide),
        Gen.Constant(wide with { Calls = 1 }),
        Gen.Constant(wide with { Calls = null }),
        Gen.Constant(wide with { Expires = Scene.Start.AddMinutes(3) }),
        Gen.Constant(wide with { NeedsApproval = !wide.NeedsApproval }),
        Limits.Select(limit => wide with { Limits = [.. wide.Limits, limit] }),
        Limits.Select(limit => wide with { Limits = [limit] }),
        Capabilities);

    private static readonly Gen<Effect> Effects =
        from tool in Gen.Elements("read", "write")
        from path in Gen.Elements(Paths)
        from url in Gen.Elements(Urls)
        from n in Gen.Choose(0, 6)
        from mode in Gen.Elements("x", "y", "z", "long")
        from label in Gen.Elements(LabelsOf.Web("w"), LabelsOf.Arm("a"), LabelsOf.Secret("s"))
        select Scene.Effect(tool, $$"""{"path":"{{path}}","url":"{{url}}","n":{{n}},"mode":"{{mode}}"}""", label: label);

    private static Gen<List<Grant>> Chains()
    {
        var root = Capabilities.ListOf(3).Select(list => new List<Grant> { Scene.Root([.. list]) });
        return Enumerable.Range(1, 4).Aggregate(root, (chains, depth) =>
            from chain in chains
            from narrower in Gen.CollectToList(chain[^1].Capabilities, From)
            select chain[^1].Attenuate($"arm{depth}", [.. narrower]) is AttenuateOutcome.Granted granted
                ? [.. chain, granted.Grant]
                : chain);
    }

    [Fact]
    public void A_descendant_never_allows_what_an_ancestor_denies()
    {
        var deep = 0;
        var allowed = 0;
        Prop.ForAll((from chain in Chains() from effects in Effects.ListOf(12) select (chain, effects)).ToArbitrary(), run =>
        {
            deep = Math.Max(deep, run.chain.Count);
            foreach (var effect in run.effects)
            {
                var ancestors = true;
                foreach (var grant in run.chain)
                {
                    var passes = grant.Admit(effect, Scene.Start.AddMinutes(4), take: false).Reasons.Count == 0;
                    if (passes && !ancestors)
                        return false;
                    ancestors = passes;
                    allowed += passes && grant != run.chain[0] ? 1 : 0;
                }
            }

            return true;
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(2000));
        deep.ShouldBeGreaterThan(2);
        allowed.ShouldBeGreaterThan(100);
    }

    [Fact]
    public void The_check_of_a_narrower_capability_agrees_with_what_it_allows()
    {
        var within = 0;
        var pairs = from wide in Capabilities from narrow in From(wide) from effects in Effects.ListOf(12) select (wide, narrow, effects);
        Prop.ForAll(pairs.ToArbitrary(), pair =>
        {
            if (pair.narrow.Tool != pair.wide.Tool || pair.narrow.WiderThan(pair.wide).Any())
                return true;
            within++;
            return pair.effects.All(effect => pair.narrow.Faults(effect, Scene.Start).Any()
                || !pair.wide.Faults(effect, Scene.Start).Any());
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(3000));
        within.ShouldBeGreaterThan(300);
    }

    [Fact]
    public void Every_reason_why_a_grant_would_be_wider_is_named()
    {
        var parent = Scene.Root(new Capability
        {
            Tool = "write",
            Limits = [new ArgumentLimit.PathPrefix("path", ["src"]), new ArgumentLimit.MaxLength("content", 100)],
            Calls = 3,
            Expires = Scene.Start.AddHours(1),
            NeedsApproval = true,
        });

        var outcome = parent.Attenuate("arm/coder",
        [
            new Capability { Tool = "write", Limits = [new ArgumentLimit.PathPrefix("path", ["srcfoo"])], Calls = 4 },
            new Capability { Tool = "shell" },
        ]);

        var reasons = outcome.ShouldBeOfType<AttenuateOutcome.Wider>().Reasons;
        reasons.Count.ShouldBe(6);
        reasons.ShouldContain(reason => reason.Contains("src", StringComparison.Ordinal)
            && reason.Contains("'path'", StringComparison.Ordinal));
        reasons.ShouldContain(reason => reason.Contains("'content'", StringComparison.Ordinal));
        reasons.ShouldContain(reason => reason.Contains("3 times", StringComparison.Ordinal));
        reasons.ShouldContain(reason => reason.Contains("it ends at", StringComparison.Ordinal));
        reasons.ShouldContain(reason => reason.Contains("approval", StringComparison.Ordinal));
        reasons.ShouldContain("shell: brain has no capability for it");
    }

    [Fact]
    public void A_capability_is_known_by_its_content_also_after_json()
    {
        var seen = new Dictionary<string, string>();
        Prop.ForAll(Capabilities.ToArbitrary(), capability =>
        {
            var text = JsonSerializer.Serialize(capability, CapabilityJson.Default.Capability);
            var id = CapabilityJson.IdOf(capability);
            var again = CapabilityJson.IdOf(JsonSerializer.Deserialize(text, CapabilityJson.Default.Capability)!);
            return again == id && (seen.TryAdd(id, text) || seen[id] == text);
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(500));
        seen.Count.ShouldBeGreaterThan(200);
    }

    [Fact]
    public void A_chain_of_grants_has_an_end()
    {
        var grant = Scene.Root(new Capability { Tool = "read" });
        for (var depth = 1; depth < Grant.MaxDepth; depth++)
            grant = grant.Attenuate($"arm{depth}", grant.Capabilities).ShouldBeOfType<AttenuateOutcome.Granted>().Grant;

        grant.Attenuate("one more", []).ShouldBeOfType<AttenuateOutcome.Wider>();
    }
}
