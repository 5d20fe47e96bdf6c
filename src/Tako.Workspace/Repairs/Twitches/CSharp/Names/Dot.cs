using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Text;
using Tako.Workspace.Repairs.Twitches.CSharp.Wounds;

namespace Tako.Workspace.Repairs.Twitches.CSharp.Names;

/// <summary><c>::</c> where no alias is, as other languages write it.</summary>
internal sealed class Dot : ICodeRepair
{
    public string Name => "csharp.dot";

    public bool Takes(string id) => id is "CS0432" or "CS0431" or "CS0687" or "CS7000";

    public IEnumerable<Candidate> Propose(Wound wound)
    {
        var near = wound.Up<AliasQualifiedNameSyntax>() ?? wound.Node.DescendantNodesAndSelf()
            .OfType<AliasQualifiedNameSyntax>().FirstOrDefault();
        var colons = near?.ColonColonToken ?? wound.Token.Parent?.DescendantTokens()
            .FirstOrDefault(token => token.IsKind(SyntaxKind.ColonColonToken));
        if (colons is { RawKind: not 0, Span.Length: > 0 } sign)
            yield return Candidate.Replace("'.' instead of '::'", 0.8, wound.Tree, sign.Span, ".");
    }
}
