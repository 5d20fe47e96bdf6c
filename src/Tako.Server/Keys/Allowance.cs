using System.Globalization;

namespace Tako.Server.Keys;

/// <summary>
/// What a key, a team or everyone may use: money and tokens in a window, requests and tokens a minute, calls at the same
/// time. Null is not limited. It may be for some models or one tag only; several allowances all hold.
/// </summary>
public sealed record Allowance
{
    /// <summary>Only calls of models whose name matches, with <c>*</c> and <c>?</c>; null is every model.</summary>
    public string? Model { get; init; }

    /// <summary>Only calls with this tag; null is every call.</summary>
    public string? Tag { get; init; }

    /// <summary>The window of <see cref="Usd"/> and <see cref="Tokens"/>.</summary>
    public BudgetWindow Per { get; init; } = BudgetWindow.Total;

    public decimal? Usd { get; init; }

    /// <summary>Prompt and answer together.</summary>
    public long? Tokens { get; init; }

    public int? RequestsPerMinute { get; init; }

    public long? TokensPerMinute { get; init; }

    /// <summary>Calls under way at the same time.</summary>
    public int? Concurrency { get; init; }

    internal bool HasBudget => Usd is not null || Tokens is not null;

    internal bool HasRate => RequestsPerMinute is not null || TokensPerMinute is not null || Concurrency is not null;

    /// <summary>In words, such as <c>5 USD/day for gpt-*</c>.</summary>
    public override string ToString()
    {
        var parts = new List<string>();
        if (Usd is { } usd)
            parts.Add($"{usd.ToString("0.##########", CultureInfo.InvariantCulture)} USD/{Per.Name()}");
        if (Tokens is { } tokens)
            parts.Add(string.Create(CultureInfo.InvariantCulture, $"{tokens} tokens/{Per.Name()}"));
        if (RequestsPerMinute is { } requests)
            parts.Add(string.Create(CultureInfo.InvariantCulture, $"{requests} requests/minute"));
        if (TokensPerMinute is { } minute)
            parts.Add(string.Create(CultureInfo.InvariantCulture, $"{minute} tokens/minute"));
        if (Concurrency is { } calls)
            parts.Add(string.Create(CultureInfo.InvariantCulture, $"{calls} at a time"));
        return string.Join(", ", parts) + (Model is null ? "" : $" for {Model}") + (Tag is null ? "" : $" tagged {Tag}");
    }
}
