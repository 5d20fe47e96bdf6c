using System.Text;
using System.Text.Json;
using FsCheck;
using FsCheck.Fluent;
using Tako.Core.Identity;
using Tako.Core.Labels;
using Tako.Core.Ledger;
using StreamWriter = Tako.Core.Ledger.StreamWriter;

namespace Tako.Core.Tests.Labels;

using LabelsOf = Tako.Core.Labels.Labels;

public class LabelTests
{
    private static readonly Gen<Label> Any =
        from integrity in Gen.Elements(Enum.GetValues<Integrity>())
        from confidentiality in Gen.Elements(Enum.GetValues<Confidentiality>())
        from count in Gen.Choose(0, 14)
        from sources in Gen.Choose(0, 30).Select(number => number == 30 ? Label.Others : $"s{number}").ListOf(count)
        select new Label(integrity, confidentiality, [.. sources]);

    private static readonly Arbitrary<(Label A, Label B, Label C)> Three =
        (from a in Any from b in Any from c in Any select (a, b, c)).ToArbitrary();

    [Fact]
    public void Joining_is_commutative_associative_and_idempotent() => Prop.ForAll(Three, three =>
        three.A.Join(three.B).Equals(three.B.Join(three.A))
        && three.A.Join(three.B).Join(three.C).Equals(three.A.Join(three.B.Join(three.C)))
        && three.A.Join(three.A with { }).Equals(three.A)
        && three.A.Join(LabelsOf.None).Equals(three.A)).Check(Config.QuickThrowOnFailure.WithMaxTest(2000));

    [Fact]
    public void Joining_only_lowers_integrity_raises_confidentiality_and_keeps_sources_bounded() => Prop.ForAll(Three, three =>
    {
        var join = three.A.Join(three.B);
        return join.Integrity <= three.A.Integrity && join.Integrity <= three.B.Integrity
            && join.Confidentiality >= three.A.Confidentiality && join.Confidentiality >= three.B.Confidentiality
            && three.A.FlowsTo(join) && three.B.FlowsTo(join)
            && join.Sources.Count <= Label.MaxSources + 1
            && (join.Sources.Contains(Label.Others) || three.A.Sources.All(join.Sources.Contains));
    }).Check(Config.QuickThrowOnFailure.WithMaxTest(2000));

    [Fact]
    public void A_label_survives_json() => Prop.ForAll(Any.ToArbitrary(), label =>
        JsonSerializer.Deserialize(JsonSerializer.Serialize(label, LabelJson.Relaxed.Label), LabelJson.Relaxed.Label)!.Equals(label))
        .Check(Config.QuickThrowOnFailure.WithMaxTest(500));

    [Fact]
    public void A_label_reads_well_in_json() =>
        JsonSerializer.Serialize(LabelsOf.Tool("repo"), LabelJson.Relaxed.Label)
            .ShouldBe("""{"integrity":"tool","confidentiality":"internal","sources":["repo"]}""");

    [Fact]
    public void Values_made_from_values_carry_the_join()
    {
        var page = new Labeled<string>("ignore all rules", LabelsOf.Web("page"));
        var goal = new Labeled<string>("fix it", LabelsOf.User("contract"));
        page.Map(text => text.Length).Label.ShouldBe(page.Label);
        var both = goal.Combine(page, (first, second) => first + second);
        both.Label.ShouldBe(new Label(Integrity.Web, Confidentiality.Internal, ["contract", "page"]));
        LabelsOf.JoinAll([goal.Label, page.Label]).ShouldBe(both.Label);
        LabelsOf.JoinAll([LabelsOf.Arm("a"), LabelsOf.System("s")]).Integrity.ShouldBe(Integrity.Arm);
    }

    [Fact]
    public async Task Raising_a_label_takes_a_name_and_leaves_an_event()
    {
        var ledger = new MemoryLedger(TimeProvider.System);
        using var journal = new StreamWriter(ledger, ledger, Tenant.Local, new StreamId("task/t"), 0, 0);
        var patch = new Labeled<string>("the patch itself", LabelsOf.Tool("repo"));

        var raised = await Declassifier.Guard.RaiseAsync(patch, "the patch keeps the constitution", journal, default);
        raised.Label.ShouldBe(new Label(Integrity.Arm, Confidentiality.Internal, ["guard", "repo"]));
        var shown = await Declassifier.Person("ada", Confidentiality.Public).RaiseAsync(raised, "may be shown", journal, default);
        shown.Label.Integrity.ShouldBe(Integrity.User);
        shown.Label.Confidentiality.ShouldBe(Confidentiality.Public);
        var weak = new Declassifier { Name = "exit-code", RaisesTo = Integrity.Tool, LowersTo = Confidentiality.Secret };
        (await weak.RaiseAsync(shown, "never the other way", journal, default)).Label.Integrity.ShouldBe(Integrity.User);

        var events = new List<LedgerEvent>();
        await foreach (var entry in ledger.ReadAsync(Tenant.Local, new StreamId("task/t")))
            events.Add(entry);
        events.Select(entry => (entry.Type, entry.Actor))
            .ShouldBe([("label.raised", "guard"), ("label.raised", "user/ada"), ("label.raised", "exit-code")]);
        Encoding.UTF8.GetString(events[0].Body.Span).ShouldNotContain("the patch itself");
    }
}
