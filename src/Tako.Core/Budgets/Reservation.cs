namespace Tako.Core.Budgets;

/// <summary>
/// An amount kept for one call. Settle it with what the call used, or release it when no call was made; the first of the
/// two counts, and disposing releases what was neither.
/// </summary>
public sealed class Reservation : IDisposable
{
    internal Reservation(Budget budget, long number, string purpose, Amount most) =>
        (Budget, Number, Purpose, Most) = (budget, number, purpose, most);

    /// <summary>Unique within the tree of budgets, also after a resume, such as <c>r-17</c>.</summary>
    public string Id => $"r-{Number}";

    public Amount Most { get; }

    public string Purpose { get; }

    internal Budget Budget { get; }

    internal long Number { get; }

    internal bool Ended { get; set; }

    /// <summary>What the call used, once it is settled.</summary>
    internal Usage? Used { get; set; }

    /// <summary>The call used more than was reserved for it, in a measure that is limited.</summary>
    internal bool Blocks { get; set; }

    /// <summary>Charges the real usage; what is unknown in it is charged as reserved.</summary>
    public void Settle(Usage used) => Budget.End(this, used);

    /// <summary>Gives the whole amount back: no call was made, or it surely cost nothing.</summary>
    public void Release() => Budget.End(this, null);

    public void Dispose() => Release();
}
