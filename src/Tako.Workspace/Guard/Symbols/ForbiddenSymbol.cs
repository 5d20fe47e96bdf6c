using Microsoft.CodeAnalysis;

namespace Tako.Workspace.Guard.Symbols;

/// <summary>
/// A symbol of .NET as documentation names it: <c>M:System.Diagnostics.Process.Start</c> (every overload unless the parameters
/// are given), <c>T:System.Reflection.Emit.*</c> (every type below), <c>N:System.Net</c>, <c>P:</c>, <c>F:</c>, <c>E:</c>.
/// </summary>
internal sealed record ForbiddenSymbol
{
    private ForbiddenSymbol() { }

    public required string Text { get; init; }

    /// <summary>The identifier by which code must name it; of a whole namespace the last part of that.</summary>
    public required string Name { get; init; }

    /// <summary>The simple name of the type a member belongs to; null for types and namespaces.</summary>
    public string? Type { get; init; }

    public bool IsWhole { get; init; }

    private string Id => IsWhole ? Text[2..].TrimEnd('*').TrimEnd('.') : Text;

    public static ForbiddenSymbol? Parse(string text)
    {
        if (text.Length < 4 || text[1] != ':' || !"MTNPFE".Contains(text[0]) || text.Any(char.IsWhiteSpace))
            return null;
        var path = text[2..].Split('(')[0];
        var whole = text[0] == 'N' || path.EndsWith(".*", StringComparison.Ordinal);
        var parts = (whole ? path.TrimEnd('*').TrimEnd('.') : path).Split('.');
        if (parts.Any(part => part.Length == 0) || (!whole && parts.Length < 2 && text[0] != 'T'))
            return null;
        var member = text[0] is 'M' or 'P' or 'F' or 'E';
        var name = parts[^1].Split('`')[0];
        // A constructor is called by the name of its type.
        return new ForbiddenSymbol
        {
            Text = text,
            Name = name == "#ctor" ? parts[^2].Split('`')[0] : name,
            Type = member && name != "#ctor" ? parts[^2].Split('`')[0] : null,
            IsWhole = whole,
        };
    }

    public bool Matches(ISymbol symbol)
    {
        symbol = symbol is IMethodSymbol { ReducedFrom: { } extension } ? extension : symbol;
        if (IsWhole)
            return (symbol as INamespaceSymbol ?? symbol.ContainingNamespace)?.ToDisplayString() is { } space
                && (space == Id || space.StartsWith(Id + ".", StringComparison.Ordinal));
        for (ISymbol? at = symbol.OriginalDefinition; at is not null and not INamespaceSymbol; at = at.ContainingType?.OriginalDefinition)
        {
            if (at.GetDocumentationCommentId() is { } id && id.StartsWith(Id, StringComparison.Ordinal)
                && (id.Length == Id.Length || (id[Id.Length] is '(' or '`' && !Id.Contains('('))))
                return true;
            if (Text[0] != 'T')
                return false;
        }

        return false;
    }
}
