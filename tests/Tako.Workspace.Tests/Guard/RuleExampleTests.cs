using Tako.Workspace.Guard;

namespace Tako.Workspace.Tests.Guard;

public sealed class RuleExampleTests
{
    [Fact]
    public void Every_built_in_rule_is_violated_by_its_violating_examples_and_holds_for_the_others()
    {
        var guard = new IntentGuard(new Constitution(), _ => [], []);

        var tested = guard.TestRules();

        tested.Select(test => test.Fault).OfType<string>().ShouldBeEmpty();
        tested.Select(test => test.Rule.Id).Distinct().ShouldBe(guard.Cards.Select(card => card.Id), ignoreOrder: true);
    }
}
