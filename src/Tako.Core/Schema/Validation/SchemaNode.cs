using System.Text.Json;

namespace Tako.Core.Schema.Validation;

/// <summary>One compiled schema or subschema.</summary>
internal sealed class SchemaNode(string pointer, SchemaResource resource, string? title)
{
    /// <summary>Where it stands in the document.</summary>
    public string Pointer => pointer;

    public SchemaResource Resource => resource;

    public string? Title => title;

    /// <summary>Set for the schemas <c>true</c> and <c>false</c>.</summary>
    public bool? Always { get; set; }

    /// <summary>Keywords, in an order in which those that look at what others evaluated come last.</summary>
    public Rule[] Rules { get; set; } = [];

    /// <summary>Whether a keyword here asks what the others evaluated.</summary>
    public bool Tracks { get; set; }

    /// <summary>Schemas that apply to the same value: the way an endless reference would take.</summary>
    public List<SchemaNode> InPlace { get; } = [];
}

/// <summary>A schema with an address of its own, and the names it gives to places inside.</summary>
internal sealed class SchemaResource(string address, string pointer)
{
    public string Address => address;

    public string Pointer => pointer;

    /// <summary>Names to pointers in the document.</summary>
    public Dictionary<string, string> Anchors { get; } = [];

    public HashSet<string> DynamicNames { get; } = [];

    public Dictionary<string, SchemaNode> Dynamic { get; } = [];
}

/// <summary>One keyword, or a few that work together.</summary>
internal abstract class Rule
{
    /// <summary>Whether the value satisfies the keyword; reasons are added to <paramref name="errors"/> unless it is null.</summary>
    public abstract bool Check(Evaluation run, JsonElement value, List<SchemaError>? errors, Marks? marks);
}
