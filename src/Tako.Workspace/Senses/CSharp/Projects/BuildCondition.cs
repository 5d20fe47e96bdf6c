using System.Globalization;

namespace Tako.Workspace.Senses.CSharp.Projects;

/// <summary>Conditions of project files: comparisons, <c>Exists</c>, <c>And</c>, <c>Or</c>, <c>!</c> and parentheses.</summary>
internal ref struct BuildCondition
{
    private readonly Func<string, bool> _exists;
    private ReadOnlySpan<char> _left;

    private BuildCondition(ReadOnlySpan<char> text, Func<string, bool> exists)
    {
        _left = text;
        _exists = exists;
    }

    /// <summary>Null when the condition cannot be worked out.</summary>
    public static bool? Evaluate(string expanded, Func<string, bool> exists)
    {
        var reader = new BuildCondition(expanded, exists);
        var value = reader.Either();
        return reader._left.Trim().IsEmpty ? value : null;
    }

    private bool? Either()
    {
        var value = Both();
        while (Word("or"))
        {
            var other = Both();
            value = value is true || other is true ? true : value is null || other is null ? null : false;
        }

        return value;
    }

    private bool? Both()
    {
        var value = One();
        while (Word("and"))
        {
            var other = One();
            value = value is false || other is false ? false : value is null || other is null ? null : true;
        }

        return value;
    }

    private bool? One()
    {
        _left = _left.TrimStart();
        if (Take("!="))
            return null;
        if (Take("!"))
            return !One();
        if (Take("("))
        {
            var inner = Either();
            return Take(")") ? inner : null;
        }

        if (Word("exists"))
        {
            if (!Take("(") || Operand() is not { } path || !Take(")"))
                return null;
            return path.Contains(BuildText.Unknown) ? null : _exists(path);
        }

        return Operand() is not { } first ? null : Compare(first);
    }

    private bool? Compare(string first)
    {
        foreach (var sign in (ReadOnlySpan<string>)["==", "!=", ">=", "<=", ">", "<"])
        {
            if (!Take(sign))
                continue;
            if (Operand() is not { } second || first.Contains(BuildText.Unknown) || second.Contains(BuildText.Unknown))
                return null;
            if (sign is "==" or "!=")
                return string.Equals(first, second, StringComparison.OrdinalIgnoreCase) == (sign is "==");
            return Order(first, second) is not { } order ? null
                : sign switch { ">=" => order >= 0, "<=" => order <= 0, ">" => order > 0, _ => order < 0 };
        }

        return first.Contains(BuildText.Unknown) ? null : bool.TryParse(first, out var plain) ? plain : null;
    }

    private static int? Order(string first, string second)
    {
        if (double.TryParse(first, NumberStyles.Float, CultureInfo.InvariantCulture, out var one)
            && double.TryParse(second, NumberStyles.Float, CultureInfo.InvariantCulture, out var two))
            return one.CompareTo(two);
        return Version.TryParse(first, out var older) && Version.TryParse(second, out var newer) ? older.CompareTo(newer) : null;
    }

    private string? Operand()
    {
        _left = _left.TrimStart();
        if (_left.IsEmpty)
            return null;
        if (_left[0] == '\'')
        {
            var end = _left[1..].IndexOf('\'');
            if (end < 0)
                return null;
            var text = _left[1..(end + 1)].ToString();
            _left = _left[(end + 2)..];
            return text;
        }

        var length = _left.IndexOfAny(" =!<>()\t\r\n".AsSpan());
        length = length < 0 ? _left.Length : length;
        if (length == 0)
            return null;
        var word = _left[..length].ToString();
        _left = _left[length..];
        return word;
    }

    private bool Take(string sign)
    {
        _left = _left.TrimStart();
        if (!_left.StartsWith(sign))
            return false;
        _left = _left[sign.Length..];
        return true;
    }

    private bool Word(string word)
    {
        _left = _left.TrimStart();
        if (!_left.StartsWith(word, StringComparison.OrdinalIgnoreCase)
            || (_left.Length > word.Length && char.IsLetterOrDigit(_left[word.Length])))
            return false;
        _left = _left[word.Length..];
        return true;
    }
}
