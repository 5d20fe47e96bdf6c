namespace Tako.Workspace.Repairs.Twitches.CSharp;

/// <summary>How much hurts: errors of the parser first, then all others.</summary>
internal readonly record struct PainScore(int Syntax, int Errors) : IComparable<PainScore>
{
    // How many steps of unlikeliness one more healed error is worth.
    private const double ErrorPerCost = 0.4;

    public bool None => this is (0, 0);

    public int CompareTo(PainScore other) =>
        Syntax != other.Syntax ? Syntax.CompareTo(other.Syntax) : Errors.CompareTo(other.Errors);

    public static bool operator <(PainScore left, PainScore right) => left.CompareTo(right) < 0;

    public static bool operator >(PainScore left, PainScore right) => left.CompareTo(right) > 0;

    /// <summary>What is left to hurt and the unlikeliness of the way there, in one figure.</summary>
    public double Weigh(double cost) => Syntax + Errors + ErrorPerCost * cost;
}
