using Tako.Core.Labels;
using Tako.Core.Text;
using Tako.Reflexes.Injection.Rules;
using Tako.Reflexes.Inspection;
using Tako.Reflexes.Literals;

namespace Tako.Reflexes.Injection;

/// <summary>
/// Finds instructions that try to take over and jailbreaks: by rules over phrases, and by a linear model of n-grams. What a tool, a page
/// or a
/// memory gave is judged more strictly than the same words of a user. A detector of texts is a sense, never the border.
/// </summary>
public sealed class InjectionScanner : TextScanner
{
    private static readonly RuleTable Table = new();
    private static readonly LiteralAutomaton Automaton = new(Table.Literals);

    [ThreadStatic]
    private static HitBuffer? s_hits;

    private readonly LinearHeads? _model;
    private readonly ModelLevels[] _levels;
    private readonly bool _rules;

    /// <summary>With the rules and the model that comes with the package.</summary>
    public InjectionScanner()
        : this(InjectionModel.Shipped)
    {
    }

    /// <param name="model">A model of your own, made by <c>tako train reflex</c>; every head of it finds under its name, the head
    /// <c>injection</c>
    /// as <c>model</c>. Null for the rules alone.</param>
    /// <param name="rules">Whether the rules take part.</param>
    public InjectionScanner(LinearHeads? model, bool rules = true)
    {
        (_model, _rules) = (model, rules);
        _levels = model is null ? [] : [.. model.Heads.Select(static head => new ModelLevels(head))];
    }

    public override string Name => "injection";

    public override IReadOnlyList<string> Literals => _rules ? Table.Literals : [];

    public override void Scan(in ScanText text, FindingList into)
    {
        if (_rules)
            Table.Run(text.Text, text.Hits, text.Source.Integrity <= Integrity.Tool, into);
        if (_model is null)
            return;
        var found = new ModelFindings(_levels, text.Text.Length, into);
        _model.Run(text.Text, ref found);
    }

    /// <summary>Inspects a text by this scanner alone, which then looks for its literals itself.</summary>
    public void Find(ReadOnlySpan<char> text, Label source, FindingList into) =>
        Scan(new ScanText(text, _rules ? Hits(text) : [], source), into);

    /// <summary>
    /// Back to where a rule's phrases began that are not complete, or where the model's running sum rose above its open level, at most
    /// <see cref="TextScanner.MaxReach"/> characters; the text's length where neither is so.
    /// </summary>
    public override int Settled(ReadOnlySpan<char> text)
    {
        // Nothing that stands further back changes the answer.
        var from = Math.Max(0, text.Length - (3 * MaxReach));
        var near = text[from..];
        var open = near.Length;
        if (_rules)
            open = Math.Min(OpenPhrase(near), OpenRule(near));
        if (_model is not null)
        {
            var found = new ModelFindings(_levels, near.Length, null);
            _model.Run(near, ref found);
            open = Math.Min(open, found.Open());
        }

        return from + Math.Max(open, near.Length - MaxReach);
    }

    private static int OpenRule(ReadOnlySpan<char> text) => Table.Run(text, Hits(text), untrusted: true, null);

    private static ReadOnlySpan<LiteralHit> Hits(ReadOnlySpan<char> text)
    {
        var hits = s_hits ??= new HitBuffer();
        hits.Clear();
        Automaton.Find(text, hits);
        return hits.All;
    }

    // A phrase of which only the beginning is there, or whose last word may still go on.
    private static int OpenPhrase(ReadOnlySpan<char> text)
    {
        for (var begin = Math.Max(0, text.Length - Table.Longest); begin < text.Length; begin++)
        {
            if (Table.MayBegin(text, begin))
                return begin;
        }

        return text.Length;
    }
}
