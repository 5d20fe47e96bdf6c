using Tako.Core.Contracts;
using Tako.Pages;
using Tako.Workspace.Guard;
using Tako.Workspace.Tests.Overlay;

namespace Tako.Workspace.Tests.Docs;

public class DocumentedConstitutionTests
{
    [Fact]
    public void Every_constitution_in_the_pages_is_followed_without_a_fault()
    {
        var examples = Example.Of("yaml constitution");

        examples.ShouldNotBeEmpty();
        foreach (var example in examples)
        {
            using var repository = new TempRepository((".tako/constitution.yaml", example.Text));
            Constitution.Load(repository.Root, new SecurityPolicy()).Faults.ShouldBeEmpty(example.Place);
        }
    }
}
