using System.Text;
using Tako.Reflexes.Inspection;

namespace Tako.Reflexes.Injection.Rules;

/// <summary>The rules in the form in which texts are run through them. Safe for concurrent use.</summary>
internal sealed class RuleTable
{
    private readonly Step[][] _steps;
    private readonly int[] _gapAfter;
    private readonly int[] _personaSlots;
    private readonly int[] _slotPoints;
    private readonly int[] _literals;
    private readonly ForeignPhrases _foreign;
    private readonly Dictionary<char, string[]> _byFirst;

    public RuleTable()
    {
        Lexemes = [.. RuleBook.Lexemes];
        Longest = Lexemes.Max(static lexeme => lexeme.Text.Length);
        _literals = [.. Enumerable.Range(0, Lexemes.Length).Where(index => Ascii.IsValid(Lexemes[index].Text))];
        Literals = [.. _literals.Select(index => Lexemes[index].Text)];
        _foreign = new ForeignPhrases(Lexemes);
        _byFirst = Lexemes.GroupBy(static lexeme => lexeme.Text[0]).ToDictionary(static group => group.Key, static group =>
            group.Select(static one => one.Text).ToArray());

        var steps = new List<Step>();
        var gaps = new List<int>();
        foreach (var rule in RuleBook.Rules)
        {
            for (var index = 0; index < rule.Steps.Count; index++)
            {
                var last = index == rule.Steps.Count - 1;
                steps.Add(new Step(rule, rule.Steps[index].Concept, index, steps.Count, rule.Steps[index].Gap, last));
                gaps.Add(last ? -1 : rule.Steps[index + 1].Gap);
            }
        }

        // A later step of a rule comes first, so that one phrase does not stand for two steps.
        _steps = [.. Enum.GetValues<Concept>().Select(concept => steps.Where(step => step.Concept == concept)
            .OrderByDescending(static step => step.Index).ToArray())];
        _gapAfter = [.. gaps];
        _personaSlots = new int[Lexemes.Length];
        var points = new List<int>();
        for (var index = 0; index < Lexemes.Length; index++)
        {
            var most = Lexemes[index].Senses.Max(sense => Points(sense.Concept));
            _personaSlots[index] = most > 0 ? points.Count : -1;
            if (most > 0)
                points.Add(most);
        }

        _slotPoints = [.. points];
    }

    public Lexeme[] Lexemes { get; }

    /// <summary>The phrases of ASCII, for the automaton.</summary>
    public IReadOnlyList<string> Literals { get; }

    public int Longest { get; }

    public ReadOnlySpan<Step> StepsOf(Concept concept) => _steps[(int)concept];

    public int GapAfter(int chain) => _gapAfter[chain];

    public int PersonaSlot(int lexeme) => _personaSlots[lexeme];

    public int SlotPoints(int slot) => _slotPoints[slot];

    public int Points(Concept concept) => RuleBook.PersonaPoints.GetValueOrDefault(concept);

    /// <summary>Adds what the rules find, or where there is nothing to add to gives the first place from which something is open.</summary>
    public int Run(ReadOnlySpan<char> text, ReadOnlySpan<LiteralHit> hits, bool untrusted, FindingList? into)
    {
        var foreign = _foreign.Next(text, 0);
        if (hits.IsEmpty && foreign == text.Length)
            return text.Length;
        Span<(int, int)> chains = stackalloc (int, int)[_gapAfter.Length];
        Span<int> persona = stackalloc int[_slotPoints.Length];
        var run = new RuleRun(this, text, untrusted, into, chains, persona);
        foreach (var hit in hits)
        {
            while (foreign < hit.End && foreign < text.Length)
                foreign = SeeForeign(text, foreign, ref run);
            run.See(_literals[hit.Literal], hit.End);
        }

        while (foreign < text.Length)
            foreign = SeeForeign(text, foreign, ref run);
        // Where a text is whole, nobody asks what is open.
        return into is null ? run.Open() : text.Length;
    }

    /// <summary>
    /// Whether the text from a place to its end may be the beginning of a phrase, or all of one whose word may still go on.
    /// </summary>
    public bool MayBegin(ReadOnlySpan<char> text, int begin)
    {
        if (!RuleRun.StartsWord(text, begin))
            return false;
        foreach (var phrase in _byFirst.GetValueOrDefault(char.ToLowerInvariant(text[begin]), []))
        {
            if (phrase.AsSpan().StartsWith(text[begin..], StringComparison.OrdinalIgnoreCase))
                return true;
        }

        return false;
    }

    private int SeeForeign(ReadOnlySpan<char> text, int at, ref RuleRun run)
    {
        foreach (var (phrase, lexeme) in _foreign.At(text[at]))
        {
            if (ForeignPhrases.Begin(text, at, phrase) is var begin and >= 0)
                run.See(lexeme, begin + phrase.Length);
        }

        return _foreign.Next(text, at + 1);
    }

    /// <summary>A rule's step, and its place among the chains.</summary>
    internal sealed record Step(Rule Rule, Concept Concept, int Index, int Chain, int Gap, bool Last);
}
