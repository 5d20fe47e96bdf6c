using Tako.Core.Faults;
using Tako.Pages;
using Tako.Reflexes.Policies;

namespace Tako.Reflexes.Tests.Docs;

public sealed class DocumentedPolicyTests
{
    [Fact]
    public void Every_policy_in_the_pages_is_read_without_a_fault_and_makes_an_inspector()
    {
        var examples = Example.Of("yaml policy");

        examples.ShouldNotBeEmpty();
        foreach (var example in examples)
        {
            var policy = PolicyReader.Read(example.Text).ShouldBeOfType<Parsed<ReflexPolicy>.Ok>(example.ToString()).Value;
            StandardScanners.Inspectors(policy, TimeProvider.System).Incoming.Policy.ShouldBe(policy);
        }
    }
}
