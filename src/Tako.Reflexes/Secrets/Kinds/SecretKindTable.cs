using System.Globalization;

namespace Tako.Reflexes.Secrets.Kinds;

/// <summary>Reads the table of kinds.</summary>
internal static class SecretKindTable
{
    private const string Resource = "Tako.Reflexes.Secrets.Kinds.secret-kinds.txt";

    /// <summary>What a kind of the form "code" may name.</summary>
    public static readonly IReadOnlyList<string> Codes =
        ["block", "putty", "jwt", "url", "basic", "flag", "bearer", "password", "value"];

    private static readonly Lazy<IReadOnlyList<SecretKind>> Own = new(static () =>
    {
        using var stream = typeof(SecretKindTable).Assembly.GetManifestResourceStream(Resource)!;
        using var reader = new StreamReader(stream);
        return Parse(reader.ReadToEnd());
    });

    /// <summary>The kinds that come with Tako.</summary>
    public static IReadOnlyList<SecretKind> BuiltIn => Own.Value;

    /// <exception cref="InvalidDataException">An entry is wrong: which, where, and the way out.</exception>
    public static IReadOnlyList<SecretKind> Parse(string table)
    {
        var kinds = new List<SecretKind>();
        var ids = new HashSet<string>(StringComparer.Ordinal);
        var number = 0;
        foreach (var line in table.Split('\n'))
        {
            number++;
            if (line.Trim() is not { Length: > 0 } entry || entry[0] == '#')
                continue;
            try
            {
                var kind = Entry(entry);
                if (!ids.Add(kind.Id))
                    throw new FormatException($"'{kind.Id}' stands here a second time; join the shapes with ';'");
                kinds.Add(kind);
            }
            catch (FormatException wrong)
            {
                throw new InvalidDataException($"Kinds of secrets, line {number} ({entry.Split('|')[0].Trim()}): {wrong.Message}.", wrong);
            }
        }

        return kinds;
    }

    private static SecretKind Entry(string line)
    {
        // A bar is no letter of a shape, so that it may part the columns.
        var columns = line.Split('|', StringSplitOptions.TrimEntries);
        if (columns.Length != 5)
            throw new FormatException($"there are {columns.Length} columns; give id | provider | by | shapes | conditions");
        var (id, provider, by, shapes) = (columns[0], columns[1], columns[2], columns[3]);
        if (id.Length == 0 || id.Any(static letter => !char.IsAsciiLetterLower(letter) && !char.IsAsciiDigit(letter) && letter != '-'))
            throw new FormatException($"the id '{id}' may hold lower case letters, digits and dashes alone");
        if (provider.Length == 0)
            throw new FormatException("the provider is missing; write 'any' where there is no one");
        var form = by.Split(' ')[0] switch
        {
            "prefix" => SecretForm.Prefix,
            "name" => SecretForm.Name,
            "code" => SecretForm.Code,
            _ => throw new FormatException($"'{by}' is not how a kind is told; that is prefix, name or code"),
        };
        var kind = new SecretKind
        {
            Id = id,
            Provider = provider,
            Form = form,
            Names = Words(by.Length > 4 && form == SecretForm.Name ? by[4..] : ""),
            Code = form == SecretForm.Code ? shapes : "",
            Shapes = form == SecretForm.Code ? [] : [.. shapes.Split(';', StringSplitOptions.TrimEntries).Select(SecretShape.Parse)],
        };
        Check(kind);
        foreach (var condition in columns[4].Split(' ', StringSplitOptions.RemoveEmptyEntries))
            kind = With(kind, condition);
        return kind.Context.Count > 0 && kind.Within == 0
            ? throw new FormatException("it has context words and no distance; add within=64")
            : kind;
    }

    private static void Check(SecretKind kind)
    {
        if (kind.Form == SecretForm.Name && kind.Names.Count == 0)
            throw new FormatException("it is told by a name and has none; write 'name word,word'");
        if (kind.Form == SecretForm.Code && !Codes.Contains(kind.Code))
            throw new FormatException($"there is no matcher '{kind.Code}'; those are {string.Join(", ", Codes)}");
        foreach (var shape in kind.Shapes)
        {
            if (kind.Form == SecretForm.Prefix && shape.Anchor.Length < 2)
                throw new FormatException($"the shape '{shape.Source}' has no literal of two letters by which to find it");
        }
    }

    private static SecretKind With(SecretKind kind, string condition)
    {
        var (name, value) = condition.Split('=', 2) is [var left, var right] ? (left, right) : (condition, "");
        return name switch
        {
            "entropy" when Bits(value) is { } bits =>
                kind with { Entropy = bits },
            "dense" when Number(value) is { } dense => kind with { Dense = dense },
            "within" when Number(value) is { } within and <= SecretLimits.Before => kind with { Within = within },
            "context" when Words(value) is { Count: > 0 } words => kind with { Context = words },
            "stop" when Words(value) is { Count: > 0 } words => kind with { Stop = words },
            "check" when value == "crc32" => kind with { Checked = true },
            _ => throw new FormatException($"'{condition}' is no condition; those are entropy=3.5, dense=16, check=crc32, "
                + $"context=word,word, within=64 (at most {SecretLimits.Before}) and stop=word,word"),
        };
    }

    private static double? Bits(string value) =>
        double.TryParse(value, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var bits) && bits <= 7 ? bits : null;

    private static int? Number(string value) =>
        int.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : null;

    private static IReadOnlyList<string> Words(string value) =>
        value.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
}
