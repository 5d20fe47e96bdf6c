using System.Buffers;
using Tako.Reflexes.Inspection;

namespace Tako.Reflexes.Injection.Rules;

/// <summary>One pass of the rules over the phrases of one text, in the order in which these end.</summary>
internal ref struct RuleRun
{
    private static readonly SearchValues<char> Openers = SearchValues.Create(".!?:;\"'{([<>-*#|`“‘。");

    private readonly RuleTable _table;
    private readonly ReadOnlySpan<char> _text;
    private readonly bool _untrusted;
    private readonly FindingList? _into;
    // For each rule's step: where the chain that has come so far began and ends; 0 stands for none.
    private readonly Span<(int Begin, int End)> _chains;
    // For each lexeme that tells of a persona: where it was last seen, plus one.
    private readonly Span<int> _persona;
    private int _lastSlot;
    private int _lastEnd;

    public RuleRun(RuleTable table, ReadOnlySpan<char> text, bool untrusted, FindingList? into, Span<(int Begin, int End)> chains,
        Span<int> persona)
    {
        (_table, _untrusted, _into) = (table, untrusted, into);
        _text = text;
        _chains = chains;
        _persona = persona;
        _chains.Fill((-1, int.MinValue / 2));
        _persona.Clear();
    }

    public void See(int lexeme, int end)
    {
        var entry = _table.Lexemes[lexeme];
        var begin = end - entry.Text.Length;
        if (!StartsWord(_text, begin))
            return;
        foreach (var sense in entry.Senses)
        {
            if ((sense.Opens && !OpensSentence(begin)) || (!sense.GoesOn && !EndsWord(end)))
                continue;
            foreach (var step in _table.StepsOf(sense.Concept))
                Take(step, begin, end);
            if (_table.PersonaSlot(lexeme) is var slot and >= 0 && _table.Points(sense.Concept) > 0)
                TakePersona(slot, begin, end);
        }
    }

    /// <summary>
    /// The first place from which something that is not complete may still become a finding; the text's length where there is none.
    /// </summary>
    public readonly int Open()
    {
        var open = _text.Length;
        for (var index = 0; index < _chains.Length; index++)
        {
            var (begin, end) = _chains[index];
            if (begin >= 0 && _table.GapAfter(index) is var gap and >= 0 && end + gap >= _text.Length - _table.Longest)
                open = Math.Min(open, begin);
        }

        foreach (var seen in _persona)
        {
            if (seen > 0 && seen - 1 >= _text.Length - RuleBook.PersonaSpan)
                open = Math.Min(open, seen - 1);
        }

        return open;
    }

    private void Take(RuleTable.Step step, int begin, int end)
    {
        var chain = (Begin: begin, End: end);
        if (step.Index > 0)
        {
            var before = _chains[step.Chain - 1];
            if (before.Begin < 0 || before.End > begin || begin - before.End > step.Gap)
                return;
            chain = (before.Begin, end);
        }

        _chains[step.Chain] = chain;
        var score = _untrusted ? step.Rule.Untrusted : step.Rule.Trusted;
        if (step.Last && score > 0)
            _into?.Add(new Finding(chain.Begin, end - chain.Begin, FindingFamily.Injection, step.Rule.Kind, score));
    }

    private void TakePersona(int slot, int begin, int end)
    {
        // Of phrases that overlap the heavier one counts.
        if (begin < _lastEnd)
        {
            if (_table.SlotPoints(_lastSlot) > _table.SlotPoints(slot))
                return;
            _persona[_lastSlot] = 0;
        }

        (_lastSlot, _lastEnd) = (slot, end);
        _persona[slot] = begin + 1;
        var (points, first) = (0, begin);
        for (var other = 0; other < _persona.Length; other++)
        {
            var seen = _persona[other] - 1;
            if (seen < 0 || seen < end - RuleBook.PersonaSpan)
                continue;
            points += _table.SlotPoints(other);
            first = Math.Min(first, seen);
        }

        if (points >= RuleBook.PersonaNeeded)
            _into?.Add(new Finding(first, end - first, FindingFamily.Injection, "jailbreak_persona", 0.95));
    }

    public static bool StartsWord(ReadOnlySpan<char> text, int begin) => begin == 0 || !IsLetter(text[begin - 1])
        || !IsLetter(text[begin]);

    private readonly bool EndsWord(int end) => end == _text.Length || !IsLetter(_text[end]) || !IsLetter(_text[end - 1]);

    // Scripts without blanks between words have no edge to look for.
    private static bool IsLetter(char letter) => letter < 128 ? char.IsAsciiLetterOrDigit(letter) : letter < 0x0E00
        && char.IsLetter(letter);

    private readonly bool OpensSentence(int begin)
    {
        for (var index = begin - 1; index >= 0 && begin - index <= 8; index--)
        {
            var letter = _text[index];
            if (letter is '\n' or '\r')
                return true;
            if (!char.IsWhiteSpace(letter))
                return Openers.Contains(letter);
        }

        return begin <= 8;
    }
}
