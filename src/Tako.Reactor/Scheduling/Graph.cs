using System.Globalization;
using System.Text.Json;
using Tako.Core.Labels;
using Tako.Reactor.Plans;

namespace Tako.Reactor.Scheduling;

/// <summary>The steps of a running plan, who waits for whom, and what has become ready. Knows nothing of time or journals.</summary>
internal sealed class Graph
{
    private readonly Queue<Node> _ready = [];
    private readonly Queue<Node> _joining = [];
    private readonly List<Node> _all = [];

    public IReadOnlyList<Node> All => _all;

    /// <summary>Steps that are neither done nor skipped.</summary>
    public int Open { get; private set; }

    /// <summary>A step that has all it waits for.</summary>
    public bool TryReady(out Node? node) => _ready.TryDequeue(out node);

    /// <summary>A step whose items or inner steps are all finished, so that its own value can be put together.</summary>
    public bool TryJoin(out Node? node) => _joining.TryDequeue(out node);

    public void Ready(Node node) => _ready.Enqueue(node);

    public Scope OpenScope(Plan plan, Node? owner, IReadOnlyDictionary<string, Labeled<JsonElement>> inputs, int depth, bool givesValue)
    {
        var scope = new Scope(plan, owner, inputs, depth) { GivesValue = givesValue, Open = plan.Steps.Count };
        foreach (var step in plan.Steps)
            scope.Steps[step.Name] = Add(new Node(owner is null ? step.Name : $"{owner.Id}/{step.Name}", step, scope));
        foreach (var node in scope.Steps.Values)
        {
            foreach (var before in Dependencies.Of(node.Spec))
            {
                scope.Steps[before].Waiting.Add(node);
                node.Missing++;
            }
        }

        foreach (var node in scope.Steps.Values.Where(node => node.Missing == 0))
            _ready.Enqueue(node);
        if (owner is not null)
            owner.Inner = scope;
        return scope;
    }

    public void OpenItems(Node list, Labeled<JsonElement> items)
    {
        var spec = list.Spec with { Each = null, Key = null, When = null, After = [], Approve = null };
        var values = items.Value.EnumerateArray().ToList();
        var keys = Keys(values, list.Spec.Key);
        list.Items = [.. values.Select((value, index) => Add(new Node($"{list.Id}[{keys[index]}]", spec, list.Scope)
        {
            List = list,
            Item = new Labeled<JsonElement>(value, items.Label),
        }))];
        list.OpenItems = list.Items.Count;
        foreach (var item in list.Items)
            _ready.Enqueue(item);
        if (list.OpenItems == 0)
            _joining.Enqueue(list);
    }

    /// <summary>A step is done or skipped: what waited for it may have become ready.</summary>
    public void Close(Node node)
    {
        Open--;
        if (node.List is { } list)
        {
            if (--list.OpenItems == 0)
                _joining.Enqueue(list);
            return;
        }

        foreach (var next in node.Waiting)
        {
            if (--next.Missing == 0)
                _ready.Enqueue(next);
        }

        if (--node.Scope.Open == 0 && node.Scope is { Owner: { } owner, GivesValue: true })
            _joining.Enqueue(owner);
    }

    private Node Add(Node node)
    {
        Open++;
        _all.Add(node);
        return node;
    }

    /// <summary>Names for items: the text that the plan points at where it is short, plain and unique; else the position.</summary>
    private static List<string> Keys(List<JsonElement> items, string? pointer)
    {
        List<string> positions = [.. items.Select((_, index) => index.ToString(CultureInfo.InvariantCulture))];
        if (pointer is null)
            return positions;
        List<string?> texts = [.. items.Select(item =>
            Resolver.At(item, pointer) is { ValueKind: JsonValueKind.String } text ? text.GetString() : null)];
        return texts.All(text => text is { Length: > 0 and <= 80 } && !text.Any(letter => char.IsControl(letter) || letter is '[' or ']'))
            && texts.Distinct(StringComparer.Ordinal).Count() == texts.Count
            ? texts!
            : positions;
    }
}
