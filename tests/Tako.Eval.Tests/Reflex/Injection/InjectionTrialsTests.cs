using FsCheck;
using FsCheck.Fluent;
using Tako.Core.Labels;
using Tako.Core.Text;
using Tako.Eval.Reflex.Injection;

namespace Tako.Eval.Tests.Reflex.Injection;

public class InjectionTrialsTests
{
    [Fact]
    public void Every_text_is_judged_once_and_by_a_model_that_did_not_see_its_group()
    {
        // Words that only a group has, and a label by chance: who has seen the group knows it, nobody else can.
        var random = new Random(7);
        var texts = Enumerable.Range(0, 80).SelectMany(group =>
        {
            var words = string.Join(' ', Enumerable.Range(0, 8).Select(_ => new string([.. Enumerable.Range(0, 7).Select(_ =>
                (char)('a' + random.Next(26)))])));
            var attack = random.Next(2) == 0;
            return Enumerable.Range(0, 3).Select(row => Text($"{words} {row}", attack, $"group {group}"));
        }).ToList();

        var judged = new InjectionTrials(texts).Crossed().Select(static trial => trial.One).ToList();

        judged.Select(static one => one.Text).ShouldBe(texts, ignoreOrder: true);
        var pairs = judged.Where(static one => one.Text.Attack).SelectMany(attack => judged.Where(static one => !one.Text.Attack)
            .Select(other => attack.Sum > other.Sum));
        pairs.Average(static right => right ? 1.0 : 0).ShouldBeLessThan(0.7);
        var seen = LinearTrainer.Fit("injection", [.. texts.Select(static text => text.Text)], new LinearTraining());
        texts.Where(static text => text.Attack).Min(text => Sum(seen, text)).ShouldBeGreaterThan(texts
            .Where(static text => !text.Attack).Max(text => Sum(seen, text)));
    }

    [Fact]
    public void A_line_never_flags_more_of_the_ordinary_texts_than_it_may()
    {
        var judgement = from sum in Gen.Choose(-50, 50) from ruled in Gen.Elements(false, false, false, true)
            select new Judgement(Text("a", false, "b"), sum, ruled);
        Prop.ForAll(judgement.ListOf().ToArbitrary(), Gen.Choose(0, 100).ToArbitrary(), (all, percent) =>
        {
            var alone = Judgement.LineAt(all, percent / 100.0, rules: false);
            var ruled = Judgement.LineAt(all, percent / 100.0, rules: true);
            var may = (int)(percent / 100.0 * all.Count);
            return all.Count(one => one.Flagged(alone, rules: false)) <= may
                && all.Count(one => one.Flagged(ruled, rules: true)) <= Math.Max(may, all.Count(static one => one.Ruled));
        }).QuickCheckThrowOnFailure();
    }

    private static InjectionText Text(string text, bool attack, string group) =>
        new(new TrainingText(text, attack, group, "own"), "own", attack ? "injection" : "benign", Labels.User("prompt"));

    private static int Sum(LinearHeads model, InjectionText text)
    {
        Span<int> best = stackalloc int[1];
        model.Highest(text.Text.Text, best);
        return best[0];
    }
}
