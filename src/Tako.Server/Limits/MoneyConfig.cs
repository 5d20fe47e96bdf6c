using Tako.Server.Spend;

namespace Tako.Server.Limits;

/// <summary>What the configuration file says about money: its limits, and how spend is kept.</summary>
public sealed record MoneyConfig
{
    public static readonly MoneyConfig Default = new();

    public IReadOnlyList<LimitRule> Rules { get; init; } = [];

    public SpendOptions Spend { get; init; } = new();

    /// <summary>Refuses calls of models without a known price where a budget in US dollars applies; else such calls count
    /// tokens only.</summary>
    public bool RefuseUnknownPrice { get; init; }

    /// <summary>Reserves the most that a model may answer even where the request names no maximum; else what it was seen to
    /// answer.</summary>
    public bool ReserveMost { get; init; }
}
