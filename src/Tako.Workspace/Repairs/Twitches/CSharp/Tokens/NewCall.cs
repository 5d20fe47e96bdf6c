using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Text;
using Tako.Workspace.Repairs.Twitches.CSharp.Wounds;

namespace Tako.Workspace.Repairs.Twitches.CSharp.Tokens;

/// <summary><c>new</c> with a type and without parentheses.</summary>
internal sealed class NewCall : ICodeRepair
{
    public string Name => "csharp.new-call";

    public bool Takes(string id) => id is "CS1526";

    public IEnumerable<Candidate> Propose(Wound wound)
    {
        if (wound.Before is { RawKind: not 0 } before)
            yield return Candidate.Insert("make it with '()'", 0.8, wound.Tree, before.Span.End, "()");
    }
}
