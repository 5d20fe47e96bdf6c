using System.Globalization;
using System.Text.Json;
using Tako.Core.Faults;

namespace Tako.Core.Schema.Validation;

/// <summary>
/// Compiles a document: (1) inspects every keyword and collects addresses and anchors, (2) builds nodes, following
/// references inside the document, (3) looks for references that come back to themselves without passing into a value.
/// </summary>
internal sealed class SchemaCompiler(JsonElement document)
{
    public const int MaxDepth = 64;
    private const string Standard = "https://json-schema.org/draft/2020-12/schema";
    private const string Base = "tako://schema/";
    private const int MostSchemas = 20_000;
    private readonly List<Fault> _faults = [];
    private readonly Dictionary<string, SchemaResource> _byAddress = new(StringComparer.Ordinal);
    private readonly Dictionary<string, SchemaResource> _byPointer = new(StringComparer.Ordinal);
    private readonly HashSet<string> _inspected = new(StringComparer.Ordinal);
    private readonly Dictionary<string, SchemaNode> _nodes = new(StringComparer.Ordinal);
    private readonly Queue<SchemaNodeBuilder> _unbuilt = new();

    public IReadOnlyList<Fault> Faults => _faults;

    public SchemaNode Compile()
    {
        Inspect();
        if (_faults.Count > 0)
            return new SchemaNode("", new SchemaResource(Base, ""), null);
        var root = Node(document, "");
        foreach (var resource in _byPointer.Values)
        {
            foreach (var name in resource.DynamicNames)
                resource.Dynamic[name] = Node(Find(resource.Anchors[name])!.Value, resource.Anchors[name]);
        }

        // A queue and not recursion, so that a long chain of references cannot exhaust the stack.
        while (_faults.Count == 0 && _unbuilt.TryDequeue(out var builder))
            builder.Build();
        if (_faults.Count == 0)
            FindLoops();
        return root;
    }

    /// <summary>Only the first part: whether each keyword is written as the standard wants it.</summary>
    public void Inspect()
    {
        var resource = new SchemaResource(Base, "");
        _byAddress[Base] = _byPointer[""] = resource;
        Inspect(document, "", resource, 0);
    }

    private void Fault(string pointer, string message)
    {
        if (_faults.Count < Evaluation.MostErrors)
            _faults.Add(new Fault(pointer.Length == 0 ? "/" : pointer, 0, message));
    }

    private void Inspect(JsonElement schema, string pointer, SchemaResource resource, int depth)
    {
        if (!_inspected.Add(pointer))
            return;
        if (depth > MaxDepth || _inspected.Count > MostSchemas)
        {
            Fault(pointer, depth > MaxDepth ? $"is nested deeper than {MaxDepth} levels" : $"is one of more than {MostSchemas} schemas");
            return;
        }

        if (schema.ValueKind is JsonValueKind.True or JsonValueKind.False)
            return;
        if (schema.ValueKind != JsonValueKind.Object)
        {
            Fault(pointer, $"expected a schema (an object, true or false), found {Wording.Found(schema)}");
            return;
        }

        resource = Enter(schema, pointer, resource);
        foreach (var keyword in schema.EnumerateObject())
        {
            var place = $"{pointer}/{SourceDocument.Escape(keyword.Name)}";
            if (KeywordShapes.Fault(keyword.Name, keyword.Value) is { } fault)
            {
                Fault(place, fault);
                continue;
            }

            switch (KeywordShapes.Holds(keyword.Name))
            {
                case KeywordShapes.Content.Schema:
                    Inspect(keyword.Value, place, resource, depth + 1);
                    break;
                case KeywordShapes.Content.List:
                    var index = 0;
                    foreach (var item in keyword.Value.EnumerateArray())
                        Inspect(item, $"{place}/{index++}", resource, depth + 1);
                    break;
                case KeywordShapes.Content.Map:
                    foreach (var (name, item) in keyword.Value.EnumerateObject().Select(entry => (entry.Name, entry.Value)))
                    {
                        // The old 'dependencies' mixes schemas and lists of names.
                        if (keyword.Name != "dependencies" || item.ValueKind != JsonValueKind.Array)
                            Inspect(item, $"{place}/{SourceDocument.Escape(name)}", resource, depth + 1);
                    }

                    break;
            }
        }
    }

    /// <summary>Notes the address and the names that a schema gives itself.</summary>
    private SchemaResource Enter(JsonElement schema, string pointer, SchemaResource resource)
    {
        if (Text(schema, "$id") is { } id && !id.StartsWith('#'))
        {
            if (Address(resource.Address, id, out var address, out _))
            {
                resource = new SchemaResource(address, pointer);
                if (!_byAddress.TryAdd(address, resource))
                    Fault($"{pointer}/$id", $"gives the address {id} a second time");
                _byPointer[pointer] = resource;
            }
            else
            {
                Fault($"{pointer}/$id", "is not an address (a URI reference)");
            }
        }

        foreach (var keyword in (ReadOnlySpan<string>)["$anchor", "$dynamicAnchor"])
        {
            if (Text(schema, keyword) is not { } name)
                continue;
            if (resource.Anchors.TryGetValue(name, out var other) && other != pointer)
                Fault($"{pointer}/{keyword}", $"gives the name {name} a second time");
            resource.Anchors[name] = pointer;
            if (keyword == "$dynamicAnchor")
                resource.DynamicNames.Add(name);
        }

        return resource;
    }

    private SchemaNode Node(JsonElement schema, string pointer)
    {
        if (_nodes.TryGetValue(pointer, out var known))
            return known;
        var resource = ResourceOf(pointer);
        var node = new SchemaNode(pointer, resource, Text(schema, "title"));
        _nodes[pointer] = node;
        if (schema.ValueKind != JsonValueKind.Object)
        {
            node.Always = schema.ValueKind != JsonValueKind.False;
            return node;
        }

        _unbuilt.Enqueue(new SchemaNodeBuilder(this, schema, node));
        return node;
    }

    /// <summary>The node of a subschema at a place below <paramref name="from"/>.</summary>
    public SchemaNode Below(SchemaNode from, JsonElement schema, params ReadOnlySpan<string> path)
    {
        var pointer = from.Pointer;
        foreach (var part in path)
            pointer = $"{pointer}/{SourceDocument.Escape(part)}";
        return Node(schema, pointer);
    }

    /// <summary>Follows a reference; null after a fault, or when it leads to the standard's own schema.</summary>
    public SchemaNode? Follow(SchemaNode from, string keyword, string reference, out string? anchor, out bool standard)
    {
        (anchor, standard) = (null, false);
        var place = $"{from.Pointer}/{keyword}";
        if (!Address(from.Resource.Address, reference, out var address, out var fragment))
        {
            Fault(place, $"'{reference}' is not a reference");
            return null;
        }

        if (!_byAddress.TryGetValue(address, out var resource))
        {
            standard = address == Standard && fragment.Length == 0;
            if (!standard)
            {
                Fault(place, $"'{reference}' leads out of this document; nothing is fetched, so put that schema under $defs "
                    + "and refer to it with #/$defs/NAME");
            }

            return null;
        }

        var target = resource.Pointer + fragment;
        if (fragment.Length > 0 && fragment[0] != '/')
        {
            if (!resource.Anchors.TryGetValue(fragment, out target!))
            {
                Fault(place, $"'{reference}' names an anchor that is not there");
                return null;
            }

            anchor = resource.DynamicNames.Contains(fragment) ? fragment : null;
        }

        if (Find(target) is not { } schema)
        {
            Fault(place, $"'{reference}' leads to nothing in this document");
            return null;
        }

        var faults = _faults.Count;
        target = Canonical(target);
        Inspect(schema, target, ResourceOf(target), 0);
        return _faults.Count > faults ? null : Node(schema, target);
    }

    private static string Canonical(string pointer) =>
        string.Join('/', pointer.Split('/').Select(part => SourceDocument.Escape(Unescape(part))));

    private static string Unescape(string part) =>
        part.Replace("~1", "/", StringComparison.Ordinal).Replace("~0", "~", StringComparison.Ordinal);

    private SchemaResource ResourceOf(string pointer)
    {
        while (!_byPointer.ContainsKey(pointer))
            pointer = pointer[..pointer.LastIndexOf('/')];
        return _byPointer[pointer];
    }

    private JsonElement? Find(string pointer)
    {
        var value = document;
        foreach (var part in pointer.Split('/').Skip(1).Select(Unescape))
        {
            if (value.ValueKind == JsonValueKind.Object && value.TryGetProperty(part, out var property))
                value = property;
            else if (value.ValueKind == JsonValueKind.Array
                && int.TryParse(part, NumberStyles.None, CultureInfo.InvariantCulture, out var index)
                && index < value.GetArrayLength())
                value = value[index];
            else
                return null;
        }

        return value;
    }

    private static bool Address(string from, string reference, out string address, out string fragment)
    {
        var hash = reference.IndexOf('#');
        fragment = hash < 0 ? "" : Uri.UnescapeDataString(reference[(hash + 1)..]);
        var path = hash < 0 ? reference : reference[..hash];
        address = from;
        if (path.Length == 0)
            return true;
        if (!Uri.TryCreate(new Uri(from), path, out var uri))
            return false;
        address = uri.AbsoluteUri;
        return true;
    }

    private void FindLoops()
    {
        var done = new HashSet<SchemaNode>();
        var way = new HashSet<SchemaNode>();
        foreach (var node in _nodes.Values)
            Walk(node);

        void Walk(SchemaNode node)
        {
            if (done.Contains(node))
                return;
            if (way.Count > Evaluation.MostDepth || !way.Add(node))
            {
                Fault(node.Pointer, way.Count > Evaluation.MostDepth
                    ? $"is reached over more than {Evaluation.MostDepth} references"
                    : "refers to itself for the same value, without end");
                return;
            }

            foreach (var next in node.InPlace)
                Walk(next);
            way.Remove(node);
            done.Add(node);
        }
    }

    private static string? Text(JsonElement schema, string keyword) =>
        schema.ValueKind == JsonValueKind.Object && schema.TryGetProperty(keyword, out var value)
        && value.ValueKind == JsonValueKind.String ? value.GetString() : null;
}
