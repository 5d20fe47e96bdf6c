using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;
using Tako.Core.Ledger;

namespace Tako.Core.Budgets;

/// <summary>
/// Turns what happens to budgets into ledger events, and folds them back. Append <see cref="Reserved"/> durably before the
/// call it is for; the others may follow the call.
/// </summary>
public static class BudgetEvents
{
    public static NewEvent Opened(Budget child, string actor) => Make("budget.opened", new BudgetOpened(child.Number,
        child.Parent?.Number ?? 0, child.Name, child.Limits, child.OpenedAt), BudgetJson.Default.BudgetOpened, actor);

    public static NewEvent Closed(Budget child, string actor) =>
        Make("budget.closed", new BudgetClosed(child.Number, child.RootElapsed), BudgetJson.Default.BudgetClosed, actor);

    public static NewEvent Reserved(Reservation reservation, string actor) => Make("budget.reserved", new BudgetReserved(
        reservation.Number, reservation.Budget.Number, reservation.Purpose, reservation.Most.Tokens, reservation.Most.Usd,
        reservation.Budget.RootElapsed), BudgetJson.Default.BudgetReserved, actor);

    /// <summary>The settled or released event of a reservation that has ended.</summary>
    public static NewEvent Ended(Reservation reservation, string actor, long? cause = null)
    {
        if (!reservation.Ended)
            throw new InvalidOperationException($"Reservation {reservation.Id} has neither been settled nor released.");
        var elapsed = reservation.Budget.RootElapsed;
        return reservation.Used is { } used
            ? Make("budget.settled", Settlement(reservation, used, elapsed), BudgetJson.Default.BudgetSettled, actor, cause)
            : Make("budget.released", new BudgetReleased(reservation.Number, elapsed), BudgetJson.Default.BudgetReleased, actor, cause);
    }

    public static NewEvent Unblocked(Budget budget, string actor) =>
        Make("budget.unblocked", new BudgetUnblocked(budget.RootElapsed), BudgetJson.Default.BudgetUnblocked, actor);

    internal static BudgetPast Fold(IEnumerable<LedgerEvent> events)
    {
        var past = new BudgetPast();
        foreach (var entry in events)
        {
            switch (entry.Type)
            {
                case "budget.opened":
                    past.Apply(Read(entry, BudgetJson.Default.BudgetOpened));
                    break;
                case "budget.closed":
                    past.Pass(Read(entry, BudgetJson.Default.BudgetClosed).Elapsed);
                    break;
                case "budget.reserved":
                    past.Apply(Read(entry, BudgetJson.Default.BudgetReserved));
                    break;
                case "budget.settled":
                    past.Apply(Read(entry, BudgetJson.Default.BudgetSettled));
                    break;
                case "budget.released":
                    past.Apply(Read(entry, BudgetJson.Default.BudgetReleased));
                    break;
                case "budget.unblocked":
                    past.Apply(Read(entry, BudgetJson.Default.BudgetUnblocked));
                    break;
            }
        }

        past.ChargeLost();
        return past;
    }

    private static BudgetSettled Settlement(Reservation reservation, Usage used, TimeSpan elapsed) => new(reservation.Number,
        used.InputTokens, used.OutputTokens, used.CachedInputTokens, used.Usd, elapsed, reservation.Blocks);

    private static NewEvent Make<T>(string type, T body, JsonTypeInfo<T> json, string actor, long? cause = null) => new()
    {
        Type = type,
        Actor = actor,
        Cause = cause,
        Body = JsonSerializer.SerializeToUtf8Bytes(body, json),
    };

    private static T Read<T>(LedgerEvent entry, JsonTypeInfo<T> json) => JsonSerializer.Deserialize(entry.Body.Span, json)
        ?? throw new InvalidOperationException($"Event {entry.Seq} of {entry.Stream} has an empty body.");
}

internal sealed record BudgetOpened(long Budget, long Parent, string Name, BudgetLimits Limits, TimeSpan Elapsed);

internal sealed record BudgetClosed(long Budget, TimeSpan Elapsed);

internal sealed record BudgetReserved(long Reservation, long Budget, string Purpose, long Tokens, decimal Usd, TimeSpan Elapsed);

/// <param name="Blocks">The call used more than was reserved for it, in a measure that is limited.</param>
internal sealed record BudgetSettled(long Reservation, long? InputTokens, long? OutputTokens, long? CachedInputTokens,
    decimal? Usd, TimeSpan Elapsed, bool Blocks);

internal sealed record BudgetReleased(long Reservation, TimeSpan Elapsed);

internal sealed record BudgetUnblocked(TimeSpan Elapsed);

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(BudgetOpened))]
[JsonSerializable(typeof(BudgetClosed))]
[JsonSerializable(typeof(BudgetReserved))]
[JsonSerializable(typeof(BudgetSettled))]
[JsonSerializable(typeof(BudgetReleased))]
[JsonSerializable(typeof(BudgetUnblocked))]
internal sealed partial class BudgetJson : JsonSerializerContext;
