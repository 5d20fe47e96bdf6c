using Tako.Reflexes.Inspection;
using Tako.Reflexes.Secrets.Kinds;

namespace Tako.Reflexes.Secrets.Matching;

/// <summary>Secrets that are told by the name of the value: a provider's, with its shape, or any.</summary>
internal sealed class NamedSecrets
{
    /// <summary>How far before a name its provider may be told.</summary>
    private const int ProviderReach = 48;

    private static readonly string[] Programs =
        ["mysql", "mariadb", "sshpass", "docker login", "mongo", "curl", "http", "smbclient", "ldap", "wget", "helm", "registry login"];

    private readonly IReadOnlyList<SecretKind> _kinds;
    private readonly LiteralUses _uses;
    private readonly int _password;
    private readonly int _value;
    private readonly int _bearer;
    private readonly int _basic;
    private readonly int _flag;

    public NamedSecrets(IReadOnlyList<SecretKind> kinds, LiteralUses uses)
    {
        (_kinds, _uses) = (kinds, uses);
        (_password, _value, _bearer, _basic, _flag) = (Code("password"), Code("value"), Code("bearer"), Code("basic"), Code("flag"));
    }

    /// <summary>The secret whose name holds the word of the hit, if it is one.</summary>
    public void Match(ReadOnlySpan<char> text, ReadOnlySpan<LiteralHit> hits, int index, int window, SecretPass pass)
    {
        var end = hits[index].End;
        var start = end - _uses[hits[index].Literal].Literal.Length;
        var grade = SecretNames.Grade(text, ref start, ref end);
        if (grade == NameGrade.None)
            return;
        var value = grade is NameGrade.Bearer or NameGrade.Basic
            ? AfterScheme(text, end, window)
            : ValueReader.After(text, start, end, window);
        // A header's user and password are judged decoded, by its scheme.
        if (value.IsNone || (grade == NameGrade.Token && text[..value.Start].EndsWith("Basic ", StringComparison.OrdinalIgnoreCase)))
            return;
        var letters = text[value.Start..Math.Min(value.End, value.Start + window)];
        if (Provider(hits, index, start, end, letters, value.Open) is var kind and >= 0)
            pass.Add(new SecretMatch(value.Start, value.End, kind, Guessed: true));
        else if (Generic(grade, letters, value) is var other and >= 0)
            pass.Add(new SecretMatch(value.Start, value.End, other, Guessed: true));
    }

    /// <summary>The password after an option such as <c>-p</c> of a program that takes one.</summary>
    public void MatchFlag(ReadOnlySpan<char> text, int start, int end, int window, SecretPass pass)
    {
        if (!Runs(text[Math.Max(0, start - 96)..start]))
            return;
        while (end < text.Length && end - start < 8 && text[end] is ' ' or '=')
            end++;
        var quote = end < text.Length && text[end] is '"' or '\'' ? text[end++] : '\0';
        if (end >= text.Length || text[end] == '-')
            return;
        var value = ValueReader.Read(text, end, ValueManner.Argument, quote, window);
        if (value.IsNone || value.Open)
            return;
        var letters = text[value.Start..value.End];
        if (text[start + 2] == 'u')
        {
            // curl -u user:password
            var colon = letters.IndexOf(':');
            if (colon < 1)
                return;
            value = value with { Start = value.Start + colon + 1 };
            letters = letters[(colon + 1)..];
        }

        if (letters.Length >= 6 && NamedValues.IsPassword(letters, ValueManner.Argument))
            pass.Add(new SecretMatch(value.Start, value.End, _flag, Guessed: true));
    }

    private int Generic(NameGrade grade, ReadOnlySpan<char> letters, NamedValue value) => grade switch
    {
        NameGrade.Password when NamedValues.IsPassword(letters, value.Manner) => _password,
        NameGrade.Token when NamedValues.IsToken(letters, value.Manner) => _value,
        NameGrade.Bearer when letters.Length >= 20 && NamedValues.IsToken(letters, ValueManner.Argument) => _bearer,
        NameGrade.Basic or NameGrade.Weak when NamedValues.IsBasic(letters) => _basic,
        _ => -1,
    };

    /// <summary>A kind whose provider is told in the name or shortly before, and whose shape the value has.</summary>
    private int Provider(ReadOnlySpan<LiteralHit> hits, int index, int start, int end, ReadOnlySpan<char> value, bool open)
    {
        var first = index;
        while (first > 0 && hits[first - 1].End > start - ProviderReach)
            first--;
        for (var at = first; at < hits.Length && hits[at].End <= end; at++)
        {
            var use = _uses[hits[at].Literal];
            foreach (var kind in use.Named)
            {
                if (hits[at].End - use.Literal.Length >= start - ProviderReach && Fits(_kinds[kind], value, open))
                    return kind;
            }
        }

        return -1;
    }

    private static bool Fits(SecretKind kind, ReadOnlySpan<char> value, bool open)
    {
        foreach (var shape in kind.Shapes)
        {
            if (shape.Fits(value, open))
                return SecretLetters.Disorder(value) >= kind.Entropy && !Placeholders.Holds(value)
                    && (value.IndexOfAnyInRange('0', '9') >= 0 || NamedValues.IsMixed(value));
        }

        return false;
    }

    private static NamedValue AfterScheme(ReadOnlySpan<char> text, int from, int window)
    {
        var start = from;
        while (start < text.Length && start - from < 4 && text[start] is ' ')
            start++;
        return start == from || start >= text.Length ? default : ValueReader.Read(text, start, ValueManner.Argument, '\0', window);
    }

    private static bool Runs(ReadOnlySpan<char> before)
    {
        var line = before.LastIndexOf('\n');
        before = line < 0 ? before : before[line..];
        foreach (var program in Programs)
        {
            if (before.Contains(program, StringComparison.Ordinal))
                return true;
        }

        return false;
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
