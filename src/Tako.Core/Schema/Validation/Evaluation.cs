using System.Globalization;
using System.Text;
using System.Text.Json;

namespace Tako.Core.Schema.Validation;

/// <summary>One run of a schema over a value: where it is, how it got there, and how much more it may do.</summary>
internal sealed class Evaluation(bool assertFormats)
{
    public const int MostErrors = 100;
    public const int MostDepth = 400;
    private const int MostWork = 4_000_000;
    private readonly List<SchemaResource> _scope = [];
    private readonly List<(string? Name, int Index)> _place = [];
    private int _depth;
    private int _work;

    public bool AssertFormats => assertFormats;

    /// <summary>Why the run was given up, if it was; its result then means nothing.</summary>
    public string? Stopped { get; private set; }

    /// <summary>Resources entered so far, outermost first: the dynamic scope.</summary>
    public IReadOnlyList<SchemaResource> Scope => _scope;

    public bool Check(SchemaNode node, JsonElement value, List<SchemaError>? errors, Marks? marks)
    {
        if (node.Always is { } always)
            return always || Fail(errors, "no value is allowed here");
        if (Stopped is not null)
            return false;
        if (++_work > MostWork || _depth >= MostDepth)
        {
            Stopped = _depth >= MostDepth
                ? $"the schema refers to itself more than {MostDepth} levels deep for this value"
                : "the value is too large to be checked against this schema";
            return false;
        }

        var enters = _scope.Count == 0 || !ReferenceEquals(_scope[^1], node.Resource);
        if (enters)
            _scope.Add(node.Resource);
        _depth++;
        var own = node.Tracks ? new Marks() : marks;
        var fits = true;
        foreach (var rule in node.Rules)
        {
            if (rule.Check(this, value, errors, own))
                continue;
            fits = false;
            if (errors is null || errors.Count >= MostErrors || Stopped is not null)
                break;
        }

        _depth--;
        if (enters)
            _scope.RemoveAt(_scope.Count - 1);
        if (fits && node.Tracks && marks is not null)
            marks.Join(own!);
        return fits;
    }

    public bool CheckProperty(SchemaNode node, string name, JsonElement value, List<SchemaError>? errors)
    {
        _place.Add((name, 0));
        var fits = Check(node, value, errors, null);
        _place.RemoveAt(_place.Count - 1);
        return fits;
    }

    public bool CheckItem(SchemaNode node, int index, JsonElement value, List<SchemaError>? errors)
    {
        _place.Add((null, index));
        var fits = Check(node, value, errors, null);
        _place.RemoveAt(_place.Count - 1);
        return fits;
    }

    /// <summary>Writes a reason down, if anyone wants it, and answers false.</summary>
    public bool Fail(List<SchemaError>? errors, string message, string? property = null)
    {
        if (errors is not null && errors.Count < MostErrors)
            errors.Add(new SchemaError(Pointer(property), message));
        return false;
    }

    private string Pointer(string? property)
    {
        var text = new StringBuilder();
        foreach (var (name, index) in _place)
            text.Append('/').Append(name is null ? index.ToString(CultureInfo.InvariantCulture) : SourceDocument.Escape(name));
        if (property is not null)
            text.Append('/').Append(SourceDocument.Escape(property));
        return text.ToString();
    }
}
