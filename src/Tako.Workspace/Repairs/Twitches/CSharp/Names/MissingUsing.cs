using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Text;
using Tako.Workspace.Repairs.Twitches.CSharp.Wounds;

namespace Tako.Workspace.Repairs.Twitches.CSharp.Names;

/// <summary>A type or extension method whose namespace the file does not use.</summary>
internal sealed class MissingUsing : ICodeRepair
{
    private static readonly string[] Ordinary =
    [
        "System", "System.Collections.Generic", "System.Linq", "System.Text", "System.IO", "System.Threading.Tasks",
            "System.Threading", "System.Collections",
        "System.Text.RegularExpressions", "System.Globalization", "System.Diagnostics", "System.Net.Http", "System.Text.Json",
            "System.Reflection",
    ];

    public string Name => "csharp.missing-using";

    public bool Takes(string id) => id is "CS0246" or "CS0103" or "CS1061" or "CS0305" or "CS0117" or "CS0234" or "CS1929"
        or "CS0308" or "CS1935";

    public IEnumerable<Candidate> Propose(Wound wound)
    {
        var cost = 0.6;
        foreach (var space in Spaces(wound).Where(space => space.Length > 0 && !Usings.Has(wound.Root, space))
            .Distinct(StringComparer.Ordinal)
            .OrderBy(Rank).ThenBy(space => space, StringComparer.Ordinal).Take(5))
        {
            yield return new Candidate($"use '{space}'", cost, [Usings.Add(wound, space)]) { Uncovers = true };
            cost += 0.3;
        }
    }

    private static int Rank(string space) => Array.IndexOf(Ordinary, space) is var at and >= 0 ? at
        : space.StartsWith("System", StringComparison.Ordinal) ? 50 : 20;

    private static IEnumerable<string> Spaces(Wound wound)
    {
        if (wound.Id == "CS1935")
            return ["System.Linq"];
        var name = wound.Node as SimpleNameSyntax ?? wound.Node.DescendantNodesAndSelf().OfType<SimpleNameSyntax>()
            .FirstOrDefault(each => each.Span.Start >= wound.Span.Start);
        if (name is null)
            return [];
        var text = name.Identifier.ValueText;
        if (wound.Id is "CS1061" or "CS1929" or "CS0117" && name.Parent is MemberAccessExpressionSyntax access && access.Name == name)
            return wound.TypeOf(access.Expression) is { } receiver ? TypeIndex.Extensions(wound.Compilation, text, receiver) : [];
        var arity = name is GenericNameSyntax generic ? generic.Arity : 0;
        var types = TypeIndex.Named(wound.Compilation, text, arity).ToList();
        if (name.Parent is AttributeSyntax)
            types.AddRange(TypeIndex.Named(wound.Compilation, text + "Attribute", 0));
        return types.Where(type => type.Arity == arity && (wound.Id != "CS0103" || type.IsStatic
            || type.GetMembers().Any(member => member.IsStatic)))
            .Select(type => type.ContainingNamespace is { IsGlobalNamespace: false } space ? space.ToDisplayString() : "");
    }
}
