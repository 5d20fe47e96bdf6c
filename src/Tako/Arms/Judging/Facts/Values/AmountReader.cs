using System.Globalization;

namespace Tako.Arms.Judging.Facts.Values;

/// <summary>Reads one amount: a number with its scale and its unit, a percentage, money, a duration, a time of the day.</summary>
internal static class AmountReader
{
    private const int MostParts = 4;

    public static (FactValue Value, int Next)? Read(List<Raw> raws, int at)
    {
        if (Clock(raws, at) is { } clock)
            return clock;
        if (Units.Currency(raws[at]) is { } currency && at + 1 < raws.Count && Number(raws, at + 1, money: true) is { Written: true } price)
            return (Money(price, currency), price.Next);
        if (Number(raws, at, money: false) is not { } number)
            return null;
        var next = number.Next;
        if (next < raws.Count && Units.Currency(raws[next]) is { } behind && Number(raws, at, money: true) is { } paid)
            return (Money(paid, behind), next + 1);
        if (Percent(raws, number) is { } percent)
            return percent;
        if (next < raws.Count && Units.Of(raws[next]) is { } unit)
            return Joined(raws, Measured(number, unit.Kind, unit.Unit, unit.Factor), next + 1);
        // "one" alone is a pronoun more often than a number.
        var counted = Counted(raws, next);
        if (!number.Written && counted.Count == 0)
            return null;
        return (Measured(number, FactKind.Number, string.Join(' ', counted.Select(FactWords.Stem)), 1, string.Join(' ', counted)), next);
    }

    /// <summary>A number as written, with its sign and scale.</summary>
    private static Amount? Number(List<Raw> raws, int at, bool money)
    {
        var negative = raws[at].Is('-') || raws[at].Is('−');
        var first = negative ? at + 1 : at;
        if (first >= raws.Count || (negative && !raws[first].Glued))
            return null;
        double value;
        double step = 0;
        if (raws[first].Kind == RawKind.Number)
        {
            var digits = raws[first].Text.Replace(",", "", StringComparison.Ordinal);
            if (!double.TryParse(digits, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out value))
                return null;
            if (digits.IndexOf('.', StringComparison.Ordinal) is >= 0 and var point)
                step = Math.Pow(10, -(digits.Length - point - 1));
        }
        else if (!negative && Units.Word(raws[first].Word) is { } word)
        {
            value = word;
        }
        else
        {
            return null;
        }

        var next = first + 1;
        var scale = next < raws.Count ? Units.Scale(raws[next], money) : null;
        if (scale is not null)
            (next, step) = (next + 1, step == 0 && scale > 1e3 ? 1 : step);
        return new Amount(negative ? -value : value, scale ?? 1, step, raws[first].Kind == RawKind.Number, next);
    }

    private static (FactValue, int)? Percent(List<Raw> raws, Amount number)
    {
        var next = number.Next;
        if (next >= raws.Count)
            return null;
        if (raws[next].Is('%') || raws[next].Word is "percent" or "pct")
            return (Measured(number, FactKind.Percent, "", 1), next + 1);
        if (raws[next].Word == "per" && next + 1 < raws.Count && raws[next + 1].Word == "cent")
            return (Measured(number, FactKind.Percent, "", 1), next + 2);
        if (raws[next].Word == "percentage" && next + 1 < raws.Count && raws[next + 1].Word is "point" or "points")
            return (Measured(number, FactKind.Quantity, "percentage point", 1), next + 2);
        // A share of something: 0.05 of the files.
        return raws[next].Word == "of" && number is { Step: > 0, Value: > 0 and < 1 }
            ? (Measured(number, FactKind.Percent, "", 100), next)
            : null;
    }

    private static (FactValue, int)? Clock(List<Raw> raws, int at)
    {
        if (at + 2 >= raws.Count || raws[at].Kind != RawKind.Number || raws[at] is not { Text.Length: 1 or 2 } || !raws[at + 1].Is(':')
            || raws[at + 2] is not { Kind: RawKind.Number, Glued: true, Text.Length: 2 } || !raws[at + 1].Glued)
            return null;
        var hours = int.Parse(raws[at].Text, CultureInfo.InvariantCulture);
        var minutes = int.Parse(raws[at + 2].Text, CultureInfo.InvariantCulture);
        if (hours > 24 || minutes > 59)
            return null;
        var value = (hours * 60) + minutes;
        return (new FactValue(FactKind.Clock, "", value, value, $"{raws[at].Text}:{raws[at + 2].Text}"), at + 3);
    }

    // 1 h 30 min is one duration, 2 kg 300 g one weight.
    private static (FactValue, int) Joined(List<Raw> raws, FactValue first, int next)
    {
        for (var part = 1; part < MostParts && next < raws.Count; part++)
        {
            if (Number(raws, next, money: false) is not { Written: true, Value: >= 0 } number || number.Next >= raws.Count
                || Units.Of(raws[number.Next]) is not { } unit || unit.Unit != first.Unit || unit.Factor >= first.Scale)
                break;
            var more = Measured(number, unit.Kind, unit.Unit, unit.Factor);
            first = first with
            {
                Low = first.Low + more.Low,
                High = first.High + more.High,
                Text = $"{first.Text} {more.Text}",
                Scale = unit.Factor,
            };
            next = number.Next + 1;
        }

        return (first, next);
    }

    /// <summary>What a bare number counts: up to two words behind it that carry content.</summary>
    private static List<string> Counted(List<Raw> raws, int at)
    {
        var words = new List<string>(2);
        for (; at < raws.Count && words.Count < 2; at++)
        {
            var word = raws[at].Word;
            if (word.Length == 0 || FactWords.IsEmpty(word) || FactWords.IsVerb(word) || FactWords.Negates(word) || FactWords.Weakens(word))
                break;
            words.Add(word);
        }

        return words;
    }

    private static FactValue Money(Amount number, string currency) => Measured(number, FactKind.Money, currency, 1);

    private static FactValue Measured(Amount number, FactKind kind, string unit, double factor, string? shown = null)
    {
        var scale = number.Scale * factor;
        var value = number.Value * scale;
        shown ??= kind == FactKind.Percent ? "%" : unit;
        var text = value.ToString("0.#########", CultureInfo.InvariantCulture);
        return new FactValue(kind, unit, value, value, shown.Length > 0 ? $"{text} {shown}" : text)
        {
            Scale = scale,
            Slack = number.Step * scale / 2,
        };
    }

    /// <param name="Step">What the last digit stands for, or 0 for a whole number.</param>
    /// <param name="Written">Whether it stood in digits.</param>
    private readonly record struct Amount(double Value, double Scale, double Step, bool Written, int Next);
}
