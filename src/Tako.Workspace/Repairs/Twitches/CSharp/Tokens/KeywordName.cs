using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Text;
using Tako.Workspace.Repairs.Twitches.CSharp.Wounds;

namespace Tako.Workspace.Repairs.Twitches.CSharp.Tokens;

/// <summary>A keyword used as a name.</summary>
internal sealed class KeywordName : ICodeRepair
{
    public string Name => "csharp.keyword-name";

    public bool Takes(string id) => id is "CS1041" or "CS1001" or "CS1002" or "CS1525" or "CS1003" or "CS1519";

    public IEnumerable<Candidate> Propose(Wound wound)
    {
        foreach (var token in new[] { wound.Token, wound.Before })
        {
            // A type without a name behind it is a type.
            if (token.Parent is PredefinedTypeSyntax { Parent: ParameterSyntax })
                continue;
            if (SyntaxFacts.IsReservedKeyword(token.Kind()) && !token.Span.IsEmpty)
            {
                var uses = wound.Root.DescendantTokens().Where(other => other.RawKind == token.RawKind && IsUsedAsName(other)).ToList();
                yield return new Candidate($"write the name '{token.Text}' as '@{token.Text}'", uses.Count > 1 ? 1.9 : 2.2,
                    [.. uses.Append(token).DistinctBy(each => each.SpanStart)
                        .Select(each => new CodeEdit(wound.Tree, new TextSpan(each.SpanStart, 0), "@"))]);
            }
        }
    }

    private static bool IsUsedAsName(SyntaxToken token) => token.Parent is SkippedTokensTriviaSyntax
        || token.GetPreviousToken() is { RawKind: not 0 } before && before.Parent is PredefinedTypeSyntax;
}
