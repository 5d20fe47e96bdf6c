using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Text;
using Tako.Workspace.Repairs.Twitches.CSharp.Wounds;

namespace Tako.Workspace.Repairs.Twitches.CSharp.Tokens;

/// <summary>The name of an accessor that is nearly right.</summary>
internal sealed class AccessorName : ICodeRepair
{
    public string Name => "csharp.accessor-name";

    public bool Takes(string id) => id is "CS1014" or "CS1055" or "CS1043";

    public IEnumerable<Candidate> Propose(Wound wound)
    {
        var names = wound.Id == "CS1055" ? new[] { "add", "remove" } : ["get", "set", "init"];
        foreach (var token in new[] { wound.Token, wound.Before }.Where(token => token.IsKind(SyntaxKind.IdentifierToken)))
        {
            foreach (var name in names)
            {
                if (Nearness.Of(token.Text, name) is { } distance)
                    yield return Candidate.Replace($"'{name}' instead of '{token.Text}'", 0.7 + distance * 0.1, wound.Tree,
                        token.Span, name);
            }
        }
    }
}
