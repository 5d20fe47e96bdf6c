using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Text;
using Tako.Workspace.Repairs.Twitches.CSharp.Wounds;

namespace Tako.Workspace.Repairs.Twitches.CSharp.Members;

/// <summary>A modifier that may not stand where it does, or another one in its place.</summary>
internal sealed class Misplaced : ICodeRepair
{
    private static readonly SyntaxKind[] Levels =
        [SyntaxKind.PublicKeyword, SyntaxKind.InternalKeyword, SyntaxKind.ProtectedKeyword, SyntaxKind.PrivateKeyword];

    public string Name => "csharp.misplaced-modifier";

    public bool Takes(string id) => id is "CS0500" or "CS0501" or "CS0515" or "CS0549" or "CS0710" or "CS1527" or "CS0558" or "CS1994"
        or "CS0133" or "CS1106" or "CS1511" or "CS0026" or "CS1513";

    public IEnumerable<Candidate> Propose(Wound wound)
    {
        var member = wound.Node.FirstAncestorOrSelf<MemberDeclarationSyntax>();
        return wound.Id switch
        {
            "CS0500" when Find(member, SyntaxKind.AbstractKeyword) is { } word => [Replace(wound, word, "virtual")],
            "CS0501" when member?.Parent is ClassDeclarationSyntax owner && owner.Modifiers.Any(SyntaxKind.AbstractKeyword)
                && member is MethodDeclarationSyntax method && Find(method, SyntaxKind.StaticKeyword) is null
                => [Candidate.Insert("leave it to derived classes", 1, wound.Tree, method.ReturnType.SpanStart, "abstract ")],
            "CS0515" or "CS1527" => Drop(wound, Levels, member),
            "CS0549" => Drop(wound, [SyntaxKind.VirtualKeyword], member),
            "CS1994" => Drop(wound, [SyntaxKind.AsyncKeyword], member),
            "CS0710" when member is ConstructorDeclarationSyntax { ParameterList.Parameters.Count: 0 } made =>
                [Candidate.Replace("make it the static constructor", 1, wound.Tree,
                    TextSpan.FromBounds(made.SpanStart, made.Identifier.SpanStart), "static ") with { MayDrop = 2 }],
            "CS0558" when member is OperatorDeclarationSyntax sign =>
                [Candidate.Replace("make the operator public and static", 1, wound.Tree,
                    TextSpan.FromBounds(sign.SpanStart, sign.ReturnType.SpanStart), "public static ") with { MayDrop = 2 }],
            "CS0133" => NotConstant(wound),
            "CS1106" when member?.FirstAncestorOrSelf<ClassDeclarationSyntax>() is { BaseList: null } owner
                && owner.Members.All(each => Find(each, SyntaxKind.StaticKeyword) is not null) =>
                [Candidate.Insert($"make '{owner.Identifier.Text}' static", 1, wound.Tree,
                    (Find(owner, SyntaxKind.PartialKeyword) ?? owner.Keyword).SpanStart, "static ")],
            "CS1511" or "CS0026" => Drop(wound, [SyntaxKind.StaticKeyword], member, member switch
            {
                MethodDeclarationSyntax method => method.Identifier.ValueText,
                PropertyDeclarationSyntax property => property.Identifier.ValueText,
                _ => null,
            }),
            "CS1513" => InBody(wound),
            _ => [],
        };
    }

    // What is computed at run time is no constant.
    private static IEnumerable<Candidate> NotConstant(Wound wound)
    {
        if (wound.Up<LocalDeclarationStatementSyntax>() is { } local
            && local.Modifiers.FirstOrDefault(each => each.IsKind(SyntaxKind.ConstKeyword)) is { RawKind: not 0 } word)
            yield return Candidate.Replace("a variable instead of a constant", 1, wound.Tree,
                TextSpan.FromBounds(word.SpanStart, word.GetNextToken().SpanStart), "");
        if (wound.Up<FieldDeclarationSyntax>() is { } field && Find(field, SyntaxKind.ConstKeyword) is { } constant)
            yield return Replace(wound, constant, "static readonly");
    }

    // A local has no level of access: the parser takes it for the next member and misses the end of the body.
    private static IEnumerable<Candidate> InBody(Wound wound)
    {
        var next = wound.Before.RawKind == 0 ? default : wound.Before.GetNextToken(includeSkipped: true);
        if (Levels.Contains(next.Kind()) && next.GetNextToken() is { RawKind: not 0 } after)
            yield return Candidate.Replace($"without '{next.Text}' inside of the body", 0.9, wound.Tree,
                TextSpan.FromBounds(next.SpanStart, after.SpanStart), "");
    }

    private static Candidate Replace(Wound wound, SyntaxToken word, string other) =>
        Candidate.Replace($"'{other}' instead of '{word.Text}'", 1, wound.Tree, word.Span, other);

    private static IEnumerable<Candidate> Drop(Wound wound, SyntaxKind[] kinds, MemberDeclarationSyntax? member, string? reaches = null)
    {
        var words = member?.Modifiers.Where(each => kinds.Contains(each.Kind())).ToList() ?? [];
        if (words.Count > 0)
            yield return new Candidate($"without '{string.Join(' ', words.Select(each => each.Text))}'", 1, [.. words.Select(each =>
                new CodeEdit(wound.Tree, TextSpan.FromBounds(each.SpanStart, each.GetNextToken().SpanStart), ""))])
            {
                MayDrop = words.Count, Reaches = reaches,
            };
    }

    private static SyntaxToken? Find(MemberDeclarationSyntax? member, SyntaxKind kind) =>
        member?.Modifiers.FirstOrDefault(each => each.IsKind(kind)) is { RawKind: not 0 } found ? found : null;
}
