using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Text;
using Tako.Workspace.Repairs.Twitches.CSharp.Wounds;

namespace Tako.Workspace.Repairs.Twitches.CSharp.Members;

/// <summary>A field in an interface: a property was meant.</summary>
internal sealed class InterfaceField : ICodeRepair
{
    public string Name => "csharp.interface-field";

    public bool Takes(string id) => id is "CS0525";

    public IEnumerable<Candidate> Propose(Wound wound)
    {
        if (wound.Up<FieldDeclarationSyntax>() is { Declaration.Variables: [{ Initializer: null } variable] } field)
            yield return Candidate.Replace($"make '{variable.Identifier.Text}' a property", 1, wound.Tree, field.SemicolonToken.Span,
                " { get; set; }");
    }
}
