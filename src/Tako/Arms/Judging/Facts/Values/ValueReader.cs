namespace Tako.Arms.Judging.Facts.Values;

/// <summary>Reads a value with what stands around it: estimates, limits and ranges.</summary>
internal static class ValueReader
{
    private static readonly (string[] Words, Side Side, bool Strict)[] Phrases =
    [
        (["no", "more", "than"], Side.Most, false), (["not", "more", "than"], Side.Most, false),
        (["no", "less", "than"], Side.Least, false),
        (["no", "fewer", "than"], Side.Least, false), (["not", "less", "than"], Side.Least, false), (["at", "least"], Side.Least, false),
        (["at", "most"], Side.Most, false), (["more", "than"], Side.Least, true), (["less", "than"], Side.Most, true),
        (["fewer", "than"], Side.Most, true), (["up", "to"], Side.Most, false), (["over"], Side.Least, true), (["above"], Side.Least, true),
        (["under"], Side.Most, true), (["below"], Side.Most, true), (["about"], Side.None, false), (["approximately"], Side.None, false),
        (["around"], Side.None, false), (["roughly"], Side.None, false), (["circa"], Side.None, false), (["ca"], Side.None, false),
        (["nearly"], Side.None, false), (["almost"], Side.None, false), (["some"], Side.None, false), (["~"], Side.None, false),
        (["≈"], Side.None, false), (["≥"], Side.Least, false), (["≤"], Side.Most, false), ([">", "="], Side.Least, false),
        (["<", "="], Side.Most, false), ([">"], Side.Least, true), (["<"], Side.Most, true),
    ];

    /// <summary>The value that begins at a token, and the token after it.</summary>
    public static (FactValue Value, int Next)? Read(List<Raw> raws, int at)
    {
        foreach (var (words, side, strict) in Phrases)
        {
            if (!Stands(raws, at, words))
                continue;
            var start = at + words.Length;
            // "ca." is written with a full stop.
            if (start < raws.Count && raws[start].Is('.') && words is ["ca"])
                start++;
            return start < raws.Count && Ranged(raws, start) is { } read ? (Around(read.Value, side, strict), read.Next) : null;
        }

        return Ranged(raws, at);
    }

    private static (FactValue Value, int Next)? Ranged(List<Raw> raws, int at)
    {
        if (One(raws, at) is not { } first)
            return null;
        var next = first.Next;
        if (next + 1 < raws.Count && Links(raws, at, next) && One(raws, next + 1) is { } second
            && first.Value.To(second.Value) is { } range)
            return (range, second.Next);
        if (next + 1 < raws.Count && raws[next].Word == "or" && raws[next + 1].Word is "more" or "fewer" or "less")
            return (Around(first.Value, raws[next + 1].Word == "more" ? Side.Least : Side.Most, strict: false), next + 2);
        if (next < raws.Count && raws[next] is { Glued: true } plus && plus.Is('+'))
            return (Around(first.Value, Side.Least, strict: false), next + 1);
        return first;
    }

    private static bool Links(List<Raw> raws, int at, int next) => raws[next] switch
    {
        { Kind: RawKind.Sign, Text: "-" or "–" or "—" } => true,
        { Word: "to" or "through" } => true,
        { Word: "and" } => at > 0 && raws[at - 1].Word == "between",
        _ => false,
    };

    private static (FactValue Value, int Next)? One(List<Raw> raws, int at) => DateReader.Read(raws, at) ?? AmountReader.Read(raws, at);

    private static FactValue Around(FactValue value, Side side, bool strict) => side switch
    {
        Side.Least => value with
        {
            Open = side,
            Low = strict ? Above(value.High) : value.Low,
            High = double.PositiveInfinity,
            Text = $"{(strict ? "more than" : "at least")} {value.Text}",
        },
        Side.Most => value with
        {
            Open = side,
            Low = double.NegativeInfinity,
            High = strict ? -Above(-value.Low) : value.High,
            Text = $"{(strict ? "less than" : "at most")} {value.Text}",
        },
        _ => value with { About = true, Text = $"about {value.Text}" },
    };

    // Enough to tell "more than 5" from 5, and less than any two values that are written differently.
    private static double Above(double value) => value + Math.Max(Math.Abs(value) * 1e-8, 1e-12);

    private static bool Stands(List<Raw> raws, int at, string[] words)
    {
        if (at + words.Length > raws.Count)
            return false;
        for (var index = 0; index < words.Length; index++)
        {
            if ((raws[at + index].Kind == RawKind.Sign ? raws[at + index].Text : raws[at + index].Word) != words[index])
                return false;
        }

        return true;
    }
}
