using Tako.Core.Faults;
using Tako.Models.Calls;
using Tako.Models.Failures;
using Tako.Models.Wire;
using Tako.Server.Limits;

namespace Tako.Server.Gateway;

/// <summary>Reserves what a call may use, and says what is in the way in a client's terms.</summary>
internal sealed class Admitting(Admission admission)
{
    private const int NamedModels = 10;

    /// <summary>Why the call is not let in; else the exchange has its ticket.</summary>
    public CallFailure? Admit(Exchange exchange, in RequestHead head, IReadOnlyList<string> tags)
    {
        if (exchange.Snapshot.Find(exchange.Model) is not { } model)
            return Unknown(exchange);
        var outcome = admission.Admit(new AdmissionAsk
        {
            Key = exchange.Key,
            Model = exchange.Model,
            Body = exchange.Body.Bytes,
            MaxOutput = head.MaxOutput is { } most ? (int)Math.Min((long)most * head.Choices, int.MaxValue) : null,
            ModelMaxOutput = model.MaxOutput,
            Price = model.Price,
            Tags = tags,
            Operation = exchange.Surface.Operation,
            Wire = exchange.Surface.Wire,
        });
        switch (outcome)
        {
            case AdmissionOutcome.Admitted admitted:
                exchange.Ticket = admitted.Ticket;
                return null;
            case AdmissionOutcome.Refused refused:
                return Refusal.Of(CallFailureKind.LimitReached, refused.Why.Message,
                    exchange.Model) with { RetryAfter = refused.RetryAfter };
            case AdmissionOutcome.OutOfBudget spent:
                return Refusal.Of(CallFailureKind.OutOfBudget, spent.Why.Message, exchange.Model) with
                {
                    Status = 429, RetryAfter = spent.Why.RetryAfter,
                };
            case AdmissionOutcome.NotAllowed no:
                return Refusal.Of(CallFailureKind.NotAllowed, no.Message, exchange.Model) with { Status = 403 };
            case AdmissionOutcome.Unrecorded unrecorded:
                return Refusal.Of(CallFailureKind.Overloaded, unrecorded.Message,
                    exchange.Model) with { RetryAfter = unrecorded.RetryAfter };
            default:
                throw new InvalidOperationException($"Unknown outcome {outcome}.");
        }
    }

    private static CallFailure Unknown(Exchange exchange)
    {
        var known = exchange.Snapshot.Setup.Models.Select(model => model.Name)
            .Where(name => exchange.Key?.MayUse(name) ?? true).ToList();
        var hint = NearestName.Of(exchange.Model, known) is { } near ? $"Did you mean '{near}'?"
            : $"There are: {string.Join(", ", known.Take(NamedModels))}{(known.Count > NamedModels ? " …" : "")}.";
        return Refusal.Of(CallFailureKind.NotConfigured, $"There is no model '{exchange.Model}'. {hint}", exchange.Model);
    }
}
