using System.Runtime.CompilerServices;
using System.Text.Json;
using Tako.Core.Identity;
using Tako.Core.Ledger;

namespace Tako.Core.Approvals;

/// <summary>
/// Approvals as durable records: each is a ledger stream of its own, whose first event is the question and whose second
/// is the decision. The expected sequence of that second append is what makes a decision happen once.
/// </summary>
public sealed class ApprovalBook(ILedger ledger, Tenant tenant, TimeProvider time)
{
    private const string Prefix = "approval/";

    /// <summary>Asks, or finds that the same question was asked before. A different subject under the same id is a mistake.</summary>
    public async ValueTask<Approval> AskAsync(ApprovalRequest request, CancellationToken cancellationToken = default)
    {
        var asked = new NewEvent
        {
            Type = "approval.asked",
            Actor = request.Asker,
            Body = JsonSerializer.SerializeToUtf8Bytes(request, ApprovalJson.Default.ApprovalRequest),
        };
        var outcome = await ledger.AppendAsync(tenant, Stream(request.Id), 0, 0, [asked], Durability.Durable, cancellationToken);
        if (outcome is AppendOutcome.Failed failed)
            throw new LedgerUnavailableException(failed.Reason);
        var approval = await FindAsync(request.Id, cancellationToken)
            ?? throw new LedgerUnavailableException($"approval {request.Id} was asked but cannot be read back.");
        return approval.Request.SubjectHash == request.SubjectHash
            ? approval
            : throw new InvalidOperationException($"Approval {request.Id} was asked before about something else.");
    }

    public async ValueTask<Approval?> FindAsync(string id, CancellationToken cancellationToken = default)
    {
        Approval? approval = null;
        await foreach (var entry in ledger.ReadAsync(tenant, Stream(id), 1, cancellationToken))
        {
            if (entry.Type == "approval.asked")
            {
                var request = JsonSerializer.Deserialize(entry.Body.Span, ApprovalJson.Default.ApprovalRequest)!;
                var expired = request.Expires is { } end && end <= time.GetUtcNow();
                approval = new Approval
                {
                    Request = request,
                    Asked = entry.Time,
                    State = expired ? ApprovalState.Expired : ApprovalState.Pending,
                };
            }
            else if (entry.Type == "approval.decided" && approval is not null)
            {
                var decided = JsonSerializer.Deserialize(entry.Body.Span, ApprovalJson.Default.ApprovalDecided)!;
                approval = approval with
                {
                    State = decided.Granted ? ApprovalState.Granted : ApprovalState.Denied,
                    DecidedBy = decided.By,
                    Note = decided.Note,
                };
            }
        }

        return approval;
    }

    public async ValueTask<DecideOutcome> DecideAsync(string id, bool grant, string by, string? note = null,
        CancellationToken cancellationToken = default)
    {
        if (await FindAsync(id, cancellationToken) is not { } approval)
            return new DecideOutcome.Unknown(id);
        if (approval.State != ApprovalState.Pending)
            return new DecideOutcome.TooLate(approval);
        var decided = new NewEvent
        {
            Type = "approval.decided",
            Actor = "user",
            Cause = 1,
            Body = JsonSerializer.SerializeToUtf8Bytes(new ApprovalDecided(grant, by, note), ApprovalJson.Default.ApprovalDecided),
        };
        var outcome = await ledger.AppendAsync(tenant, Stream(id), 1, 0, [decided], Durability.Durable, cancellationToken);
        var now = await FindAsync(id, cancellationToken) ?? approval;
        return outcome switch
        {
            AppendOutcome.Appended => new DecideOutcome.Decided(now),
            AppendOutcome.Failed failed => throw new LedgerUnavailableException(failed.Reason),
            _ => new DecideOutcome.TooLate(now),
        };
    }

    /// <summary>Every approval, newest first.</summary>
    public async IAsyncEnumerable<Approval> ListAsync([EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        await foreach (var head in ledger.StreamsAsync(tenant, Prefix, cancellationToken))
        {
            if (await FindAsync(head.Stream.Value[Prefix.Length..], cancellationToken) is { } approval)
                yield return approval;
        }
    }

    private static StreamId Stream(string id) => new(Prefix + id);
}
