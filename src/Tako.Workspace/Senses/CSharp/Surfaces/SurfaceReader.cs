using System.Collections.Frozen;
using System.Runtime.CompilerServices;
using System.Text;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Tako.Workspace.Overlay;

namespace Tako.Workspace.Senses.CSharp.Surfaces;

/// <summary>Reads what a syntax tree declares. Kept with the tree.</summary>
internal static class SurfaceReader
{
    // Members that the compiler finds by itself: foreach, await, deconstruction, collection initializers, ranges, queries, using.
    private static readonly FrozenSet<string> Patterns = FrozenSet.Create(StringComparer.Ordinal,
        "GetEnumerator", "GetAsyncEnumerator", "MoveNext", "MoveNextAsync", "Current", "Dispose", "DisposeAsync", "Deconstruct",
        "GetAwaiter", "IsCompleted", "GetResult", "OnCompleted", "Add", "Length", "Count", "Slice", "Invoke", "Select", "SelectMany",
        "Where", "OrderBy", "OrderByDescending", "ThenBy", "ThenByDescending", "GroupBy", "Join", "GroupJoin", "Cast",
        "AppendLiteral", "AppendFormatted", "GetPinnableReference");

    private static readonly ConditionalWeakTable<SyntaxTree, TreeSurface> Known = [];

    public static TreeSurface Of(SyntaxTree tree, CancellationToken cancellationToken) =>
        Known.TryGetValue(tree, out var surface) ? surface : Known.GetValue(tree, tree => Read(tree, cancellationToken));

    public static FrozenSet<int> NamesIn(SyntaxTree tree)
    {
        var names = new HashSet<int>();
        foreach (var token in tree.GetRoot().DescendantTokens())
        {
            if (!token.IsKind(SyntaxKind.IdentifierToken))
                continue;
            names.Add(string.GetHashCode(token.ValueText, StringComparison.Ordinal));
            if (token.Parent?.FirstAncestorOrSelf<AttributeSyntax>() is not null)
                names.Add(string.GetHashCode(token.ValueText + "Attribute", StringComparison.Ordinal));
        }

        return names.ToFrozenSet();
    }

    private static TreeSurface Read(SyntaxTree tree, CancellationToken cancellationToken)
    {
        var root = (CompilationUnitSyntax)tree.GetRoot(cancellationToken);
        var found = new Found();
        found.Usings.UnionWith(root.Usings.Where(directive => !directive.GlobalKeyword.IsKind(SyntaxKind.GlobalKeyword))
            .Select(directive => Text(directive)));
        var global = string.Concat(root.Usings.Where(directive => directive.GlobalKeyword.IsKind(SyntaxKind.GlobalKeyword))
            .Select(directive => Text(directive)))
            + string.Concat(root.AttributeLists.Select(list => Text(list))) + string.Concat(root.Externs.Select(alias => Text(alias)));
        Visit(root.Members, "", "", found);
        var key = new StringBuilder(global);
        foreach (var use in found.Usings.Order(StringComparer.Ordinal))
            key.Append('\n').Append(use);
        foreach (var entry in found.Entries)
            key.Append('\n').Append(entry.Container).Append('.').Append(entry.Name).Append(':').Append(entry.Text);
        foreach (var trivia in root.DescendantTrivia(descendIntoTrivia: false)
            .Where(trivia => trivia.IsKind(SyntaxKind.NullableDirectiveTrivia)))
            key.Append('\n').Append(trivia.ToString());
        return new TreeSurface(tree)
        {
            Key = ContentHash.Of(Encoding.UTF8.GetBytes(key.ToString())),
            Entries = found.Entries,
            Usings = found.Usings.ToFrozenSet(),
            Global = global,
            Namespaces = found.Namespaces.ToFrozenSet(),
            Types = found.Types,
        };
    }

    private static void Visit(SyntaxList<MemberDeclarationSyntax> members, string space, string container, Found found)
    {
        foreach (var member in members)
        {
            switch (member)
            {
                case BaseNamespaceDeclarationSyntax inner:
                    var name = space.Length == 0 ? inner.Name.ToString() : $"{space}.{inner.Name}";
                    found.Namespaces.Add(name);
                    found.Usings.UnionWith(inner.Usings.Select(directive => Text(directive)));
                    Visit(inner.Members, name, "", found);
                    break;
                case BaseTypeDeclarationSyntax type:
                    VisitType(type, space, container, found);
                    break;
                case DelegateDeclarationSyntax named:
                    found.Add(container, named.Identifier.ValueText, true, true, $"{space} {Text(named)}");
                    break;
                case GlobalStatementSyntax:
                    break;
                case BaseFieldDeclarationSyntax fields:
                    foreach (var variable in fields.Declaration.Variables)
                        found.Add(container, variable.Identifier.ValueText, false, false, Text(fields));
                    break;
                default:
                    VisitMember(member, container, found);
                    break;
            }
        }
    }

    private static void VisitType(BaseTypeDeclarationSyntax type, string space, string container, Found found)
    {
        // An extension block has no name: what it declares belongs to the type around it.
        var name = type is ExtensionBlockDeclarationSyntax ? container : type.Identifier.ValueText;
        found.Add(container, name, true, true, $"{space} {Text(type)}");
        found.Types.Add((name, [.. type.BaseList?.Types.Select(known => SimpleName(known.Type)) ?? []]));
        if (type is EnumDeclarationSyntax values)
        {
            foreach (var value in values.Members)
                found.Add(name, value.Identifier.ValueText, false, false, Text(value));
        }
        else if (type is TypeDeclarationSyntax full)
        {
            Visit(full.Members, space, name, found);
        }
    }

    private static void VisitMember(MemberDeclarationSyntax member, string container, Found found)
    {
        var name = member switch
        {
            MethodDeclarationSyntax method => method.Identifier.ValueText,
            PropertyDeclarationSyntax property => property.Identifier.ValueText,
            EventDeclarationSyntax named => named.Identifier.ValueText,
            _ => null,
        };
        found.Add(container, name ?? container, false, name is null || Patterns.Contains(name), Text(member));
    }

    private static string SimpleName(TypeSyntax type) => type switch
    {
        GenericNameSyntax generic => generic.Identifier.ValueText,
        SimpleNameSyntax simple => simple.Identifier.ValueText,
        QualifiedNameSyntax qualified => SimpleName(qualified.Right),
        AliasQualifiedNameSyntax aliased => SimpleName(aliased.Name),
        _ => type.ToString(),
    };

    /// <summary>The tokens of a declaration with a space around each, without what only matters inside of it.</summary>
    private static string Text(SyntaxNode node)
    {
        var text = new StringBuilder(" ");
        foreach (var token in node.DescendantTokens(child => child == node || IsSeen(child, node)))
        {
            if (IsBody(token.Parent, node))
                continue;
            text.Append(token.Text).Append(' ');
        }

        return text.ToString();
    }

    private static bool IsBody(SyntaxNode? parent, SyntaxNode node) => parent is not null && parent != node && !IsSeen(parent, node);

    private static bool IsSeen(SyntaxNode child, SyntaxNode node) => child switch
    {
        BlockSyntax or ArrowExpressionClauseSyntax or ConstructorInitializerSyntax => false,
        MemberDeclarationSyntax => node is not BaseTypeDeclarationSyntax,
        EqualsValueClauseSyntax { Parent: PropertyDeclarationSyntax } => false,
        EqualsValueClauseSyntax { Parent: VariableDeclaratorSyntax { Parent.Parent: FieldDeclarationSyntax field } } =>
            field.Modifiers.Any(SyntaxKind.ConstKeyword),
        PrimaryConstructorBaseTypeSyntax => true,
        ArgumentListSyntax { Parent: PrimaryConstructorBaseTypeSyntax } => false,
        _ => true,
    };

    private sealed class Found
    {
        public List<SurfaceEntry> Entries { get; } = [];

        public HashSet<string> Usings { get; } = new(StringComparer.Ordinal);

        public HashSet<string> Namespaces { get; } = new(StringComparer.Ordinal);

        public List<(string Type, IReadOnlyList<string> Bases)> Types { get; } = [];

        public void Add(string container, string name, bool isType, bool isSpecial, string text) =>
            Entries.Add(new SurfaceEntry(container, name, isType, isSpecial, text));
    }
}
