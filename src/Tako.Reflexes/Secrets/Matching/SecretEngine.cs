using Tako.Reflexes.Inspection;
using Tako.Reflexes.Literals;
using Tako.Reflexes.Secrets.Kinds;

namespace Tako.Reflexes.Secrets.Matching;

/// <summary>
/// All kinds of secrets over one text: literals in one pass, and a matcher where one stands. Every match depends on what stands at most
/// a window around its start, whatever else is found. Safe for concurrent use.
/// </summary>
internal sealed class SecretEngine
{
    private static readonly Lazy<SecretEngine> Shared = new(static () => new SecretEngine(SecretKindTable.BuiltIn));
    private readonly IReadOnlyList<SecretKind> _kinds;
    private readonly LiteralUses _uses;
    private readonly LiteralAutomaton _automaton;
    private readonly NamedSecrets _named;
    private readonly int _block;
    private readonly int _putty;
    private readonly int _jwt;
    private readonly int _url;
    private SecretPass? _spare;

    public SecretEngine(IReadOnlyList<SecretKind> kinds)
    {
        _kinds = kinds;
        _uses = new LiteralUses(kinds);
        _automaton = new LiteralAutomaton(_uses.Literals);
        _named = new NamedSecrets(kinds, _uses);
        (_block, _putty, _jwt, _url) = (Code("block"), Code("putty"), Code("jwt"), Code("url"));
    }

    /// <summary>The engine over the kinds that come with Tako.</summary>
    public static SecretEngine BuiltIn => Shared.Value;

    public IReadOnlyList<string> Literals => _uses.Literals;

    public SecretKind Kind(int index) => _kinds[index];

    public SecretPass Rent() => Interlocked.Exchange(ref _spare, null) ?? new SecretPass();

    public void Return(SecretPass pass)
    {
        pass.Clear();
        _spare = pass;
    }

    /// <summary>Adds every match, in no order; they may overlap.</summary>
    public void Scan(ReadOnlySpan<char> text, SecretPass pass) => Scan(text, pass, 0);

    /// <summary>The same where the literals were already found.</summary>
    public void Scan(ReadOnlySpan<char> text, ReadOnlySpan<LiteralHit> hits, SecretPass pass)
    {
        Match(text, hits, pass, 0);
        Decode(text, pass, 0);
    }

    private void Scan(ReadOnlySpan<char> text, SecretPass pass, int depth)
    {
        var hits = pass.Hits(depth);
        _automaton.Find(text, hits);
        Match(text, hits.All, pass, depth);
        Decode(text, pass, depth);
    }

    private void Match(ReadOnlySpan<char> text, ReadOnlySpan<LiteralHit> hits, SecretPass pass, int depth)
    {
        var window = SecretLimits.WindowAt(depth);
        for (var index = 0; index < hits.Length; index++)
        {
            var (literal, end) = hits[index];
            var use = _uses[literal];
            var start = end - use.Literal.Length;
            foreach (var (kind, shape) in use.Shapes)
                Prefixed(text, start, kind, shape, window, pass);
            switch (use.Role)
            {
                case LiteralRole.Name:
                    _named.Match(text, hits, index, window, pass);
                    break;
                case LiteralRole.Flag:
                    _named.MatchFlag(text, start, end, window, pass);
                    break;
                case LiteralRole.Block when SecretBlocks.Key(text, start, window) is var after and > 0:
                    pass.Add(new SecretMatch(start, after, _block));
                    break;
                case LiteralRole.Putty when SecretBlocks.Putty(text, start, window) is var after and > 0:
                    pass.Add(new SecretMatch(start, after, _putty));
                    break;
                case LiteralRole.Jwt when SecretForms.JsonWebToken(text, start, window) is var after and > 0:
                    pass.Add(new SecretMatch(start, after, _jwt));
                    break;
                case LiteralRole.Url when SecretForms.UrlPassword(text, start, window) is { Start: > 0 } found:
                    pass.Add(new SecretMatch(found.Start, found.End, _url));
                    break;
            }
        }
    }

    private void Prefixed(ReadOnlySpan<char> text, int at, int index, SecretShape shape, int window, SecretPass pass)
    {
        // The literals were found in either case.
        if (!text[at..].StartsWith(shape.Anchor, StringComparison.Ordinal)
            || !shape.Matches(text, at, window, out var start, out var body, out var end) || !SecretLetters.StartsWord(text, start))
            return;
        if (!shape.IsOpen && end < text.Length && (char.IsAsciiLetterOrDigit(text[end]) || shape.GoesOn(text[end])))
            return;
        var kind = _kinds[index];
        var seen = text[body..Math.Min(end, start + window)];
        var sure = kind.Checked && end - start <= window && Checksums.Crc32Base62(text[start..end]);
        if (!sure && (SecretLetters.Disorder(seen) < kind.Entropy || Placeholders.Holds(seen)
            || (kind.Dense > 0 && !SecretLetters.HasDenseRun(seen, kind.Dense)) || Stopped(kind, seen)))
            return;
        if (kind.Context.Count == 0 || Stands(kind, text[Math.Max(0, start - kind.Within)..start]))
            pass.Add(new SecretMatch(start, end, index, sure));
    }

    private static bool Stopped(SecretKind kind, ReadOnlySpan<char> body)
    {
        foreach (var word in kind.Stop)
        {
            if (body.Contains(word, StringComparison.OrdinalIgnoreCase))
                return true;
        }

        return false;
    }

    private static bool Stands(SecretKind kind, ReadOnlySpan<char> before)
    {
        foreach (var word in kind.Context)
        {
            if (before.Contains(word, StringComparison.OrdinalIgnoreCase))
                return true;
        }

        return false;
    }

    /// <summary>Looks through runs of Base64 and of hexadecimal digits that are text once they are decoded.</summary>
    private void Decode(ReadOnlySpan<char> text, SecretPass pass, int depth)
    {
        if (depth == SecretLimits.Depth)
            return;
        for (var runs = new EncodedRuns(text); runs.Next();)
        {
            var length = Math.Min(runs.Length, SecretLimits.Decoded);
            var room = pass.Room(depth, length);
            var decoded = room[..runs.Decode(text.Slice(runs.Start, length), room)];
            var before = pass.Count;
            Scan(decoded, pass, depth + 1);
            for (var index = before; index < pass.Count; index++)
            {
                ref var match = ref pass.All[index];
                match = match with { Start = runs.Start + runs.Encoded(match.Start), End = runs.Start + runs.EncodedEnd(match.End) };
            }
        }
    }

    private int Code(string code)
    {
        for (var index = 0; index < _kinds.Count; index++)
        {
            if (_kinds[index].Code == code)
                return index;
        }

        return -1;
    }
}
