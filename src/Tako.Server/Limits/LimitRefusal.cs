using System.Globalization;
using Tako.Server.Keys;

namespace Tako.Server.Limits;

/// <summary>What a limit counts.</summary>
public enum LimitKind
{
    Usd,
    Tokens,
    RequestsPerMinute,
    TokensPerMinute,
    Concurrency,
    UnknownPrice,
}

/// <summary>Which limit refused a call, whose it is, and when it may be tried again.</summary>
public sealed record LimitRefusal
{
    public required LimitKind Kind { get; init; }

    /// <summary>Whose limit, in words, such as <c>key 'ci'</c> or <c>budget 'all'</c>.</summary>
    public required string Of { get; init; }

    /// <summary>The window of a budget.</summary>
    public BudgetWindow? Window { get; init; }

    public required decimal Limit { get; init; }

    /// <summary>Used up to now, what running calls have reserved included.</summary>
    public required decimal Used { get; init; }

    /// <summary>What this call wanted on top.</summary>
    public required decimal Asked { get; init; }

    /// <summary>When it may be tried again; null when waiting does not help.</summary>
    public TimeSpan? RetryAfter { get; init; }

    /// <summary>For the caller: what is used up, and what to do.</summary>
    public string Message
    {
        get
        {
            if (Kind == LimitKind.UnknownPrice)
            {
                return $"The limit of {Of} is in US dollars, and the price of this model is not known. "
                    + "Give the model prices in the configuration, or ask for another one.";
            }

            var (limit, used, asked) = (Text(Limit), Text(Used), Text(Asked));
            var said = Kind switch
            {
                LimitKind.Concurrency => $"{Of} may have {limit} calls at the same time, and has {used}.",
                LimitKind.RequestsPerMinute => $"{Of} may make {limit} requests a minute, and has made {used}.",
                LimitKind.TokensPerMinute =>
                    $"{Of} may use {limit} tokens a minute, has used or reserved {used}, and this call may need {asked}.",
                _ => $"{Of} may use {limit} {(Kind == LimitKind.Usd ? "USD" : "tokens")} {Span()}, "
                    + $"has used or reserved {used}, and this call may need {asked}.",
            };
            var way = RetryAfter is { } wait
                ? $" Try again in {Math.Ceiling(wait.TotalSeconds).ToString(CultureInfo.InvariantCulture)} s."
                : " Waiting does not help: ask for fewer tokens, or have the limit raised.";
            return char.ToUpperInvariant(said[0]) + said[1..] + way;
        }
    }

    private string Span() => Window is null or BudgetWindow.Total ? "in all" : $"this {Window.Value.Name()}";

    private string Text(decimal value) => value.ToString(Kind == LimitKind.Usd ? "0.######" : "0", CultureInfo.InvariantCulture);
}
