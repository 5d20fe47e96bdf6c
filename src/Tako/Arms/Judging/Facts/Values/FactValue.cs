namespace Tako.Arms.Judging.Facts.Values;

/// <summary>What a value measures; values of different kinds are never compared.</summary>
internal enum FactKind { Number, Percent, Money, Date, Duration, Quantity, Clock }

/// <summary>How a source's value stands to a claim's.</summary>
internal enum Agreement { Unlike, Agrees, Open, Differs }

/// <summary>Which side of a value is open: at least, at most.</summary>
internal enum Side { None, Least, Most }

/// <summary>A value of a text: what it measures and between which bounds it lies. A date is a span of days.</summary>
/// <param name="Unit">Base unit, currency or, for a number, the things that are counted; empty when nothing is said.</param>
/// <param name="Text">As it was written.</param>
internal readonly record struct FactValue(FactKind Kind, string Unit, double Low, double High, string Text)
{
    private const double Nearly = 1e-9;

    public Side Open { get; init; }

    public bool About { get; init; }

    /// <summary>Whether it can be read in two ways, such as 1/2/2026; it then never agrees.</summary>
    public bool Vague { get; init; }

    public bool Range { get; init; }

    /// <summary>What one of the written unit is in the base unit.</summary>
    public double Scale { get; init; } = 1;

    /// <summary>Half a step of the last written digit, for values that were visibly rounded.</summary>
    public double Slack { get; init; }

    public bool Like(FactValue other) =>
        Kind == other.Kind && (Unit == other.Unit || (Kind == FactKind.Number && Shares(Unit, other.Unit)));

    /// <summary>What a source's value says about this one, a claim's.</summary>
    public Agreement Compare(FactValue source, double about)
    {
        if (!Like(source))
            return Agreement.Unlike;
        var (claimed, said) = (About ? Widen(about) : this, source.About ? source.Widen(about) : source);
        var meets = said.Low <= claimed.High + Math.Max(Slack, source.Slack) + Margin(claimed.High)
            && claimed.Low <= said.High + Math.Max(Slack, source.Slack) + Margin(said.High);
        if (!meets)
            return Agreement.Differs;
        if (Vague || source.Vague || (source.About && !About))
            return Agreement.Open;
        // Two limits are the same limit or not: "at most 5" does not follow from "at most 3", though it could.
        if (Open != Side.None && Open == source.Open)
            return Same(Low, source.Low) && Same(High, source.High) ? Agreement.Agrees : Agreement.Differs;
        if (Range && source.Range && Kind != FactKind.Date && !(Same(Low, source.Low) && Same(High, source.High)))
            return Agreement.Open;
        // Of two estimates, the middles count.
        var (low, high) = source.About ? (source.Low, source.High) : (said.Low, said.High);
        return low >= claimed.Low - Margin(claimed.Low) && high <= claimed.High + Margin(claimed.High) ? Agreement.Agrees : Agreement.Open;
    }

    /// <summary>One value from the lower to the upper of two, or null when they do not belong together.</summary>
    public FactValue? To(FactValue upper)
    {
        var lower = this;
        // In "5 to 10 ms" the unit stands once, behind.
        if (lower is { Kind: FactKind.Number, Unit: "", Scale: 1 })
        {
            lower = upper with
            {
                Low = upper.Kind == FactKind.Date ? double.NaN : Low * upper.Scale,
                High = upper.Kind == FactKind.Date ? double.NaN : High * upper.Scale,
            };
        }

        return lower.Like(upper) && lower.Low <= upper.High
            ? upper with { Low = lower.Low, High = upper.High, Text = $"{Text} to {upper.Text}", Range = true, Slack = 0 }
            : null;
    }

    private FactValue Widen(double about) => Kind switch
    {
        // A share of a day's number in the calendar means nothing: "about" is a few days there.
        FactKind.Date => this with { Low = Low - 3, High = High + 3 },
        _ => this with { Low = Low - (Math.Abs(Low) * about), High = High + (Math.Abs(High) * about) },
    };

    private static bool Same(double one, double other) => one.Equals(other) || Math.Abs(one - other) <= Margin(one);

    private static double Margin(double value) => double.IsInfinity(value) ? 0 : Math.Abs(value) * Nearly;

    private static bool Shares(string one, string other) =>
        one.Length == 0 || other.Length == 0 || one.Split(' ').Intersect(other.Split(' '), StringComparer.Ordinal).Any();
}
