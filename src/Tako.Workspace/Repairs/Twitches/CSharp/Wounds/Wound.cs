using System.Globalization;
using System.Text.RegularExpressions;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Text;

namespace Tako.Workspace.Repairs.Twitches.CSharp.Wounds;

/// <summary>One error of the compiler and everything around it that a repair needs to see.</summary>
internal sealed partial class Wound(CSharpCompilation compilation, Diagnostic error, CancellationToken cancellationToken)
{
    private SemanticModel? _model;
    private IReadOnlyList<string>? _quoted;

    public CSharpCompilation Compilation { get; } = compilation;

    public CancellationToken CancellationToken { get; } = cancellationToken;

    public SyntaxTree Tree { get; } = error.Location.SourceTree!;

    public string Id => error.Id;

    public TextSpan Span => error.Location.SourceSpan;

    public SyntaxNode Root => field ??= Tree.GetRoot(CancellationToken);

    public SourceText Text => field ??= Tree.GetText(CancellationToken);

    public Layout Layout => field ??= new Layout(Text);

    public SemanticModel Model => _model ??= Compilation.GetSemanticModel(Tree);

    public SyntaxNode Node => field ??= Root.FindNode(Span, findInsideTrivia: false, getInnermostNodeForTie: true);

    public SyntaxToken Token => Root.FindToken(Math.Min(Span.Start, Root.FullSpan.End));

    /// <summary>The line of the error, from 1.</summary>
    public int Line => Text.Lines.GetLineFromPosition(Math.Min(Span.Start, Text.Length)).LineNumber + 1;

    public string Message => error.GetMessage(CultureInfo.InvariantCulture);

    /// <summary>What the message puts between quotation marks.</summary>
    public IReadOnlyList<string> Quoted => _quoted ??= [.. Quotes().Matches(Message).Select(match => match.Groups[1].Value)];

    /// <summary>The last token with text that ends at or before the start of the error.</summary>
    public SyntaxToken Before => TokenBefore(Span.Start);

    public SyntaxToken TokenBefore(int position)
    {
        var token = Root.FindToken(Math.Min(position, Root.FullSpan.End));
        while (!token.IsKind(SyntaxKind.None) && (token.Span.IsEmpty || token.Span.End > position))
            token = token.GetPreviousToken(includeZeroWidth: true, includeSkipped: true);
        return token;
    }

    public T? Up<T>() where T : SyntaxNode => Node.FirstAncestorOrSelf<T>();

    /// <summary>The expression that the error is about, without the parentheses or the argument around it.</summary>
    public ExpressionSyntax? Expression => Node switch
    {
        ArgumentSyntax argument => argument.Expression,
        ExpressionSyntax expression => expression,
        EqualsValueClauseSyntax clause => clause.Value,
        _ => null,
    };

    public ITypeSymbol? TypeOf(SyntaxNode node) => Model.GetTypeInfo(node, CancellationToken)
        .Type is { TypeKind: not TypeKind.Error } type
        ? type
        : null;

    /// <summary>The type as the code at this place would write it.</summary>
    public string Write(ITypeSymbol type, int? at = null) => type.ToMinimalDisplayString(Model, at ?? Span.Start,
        SymbolDisplayFormat.MinimallyQualifiedFormat.WithMiscellaneousOptions(
            SymbolDisplayMiscellaneousOptions.UseSpecialTypes | SymbolDisplayMiscellaneousOptions.EscapeKeywordIdentifiers));

    public bool Converts(ITypeSymbol from, ITypeSymbol to) => Compilation.ClassifyConversion(from, to) is { Exists: true,
        IsImplicit: true };

    [GeneratedRegex("'([^']+)'", RegexOptions.CultureInvariant)]
    private static partial Regex Quotes();
}
