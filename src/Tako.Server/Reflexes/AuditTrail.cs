using System.Runtime.CompilerServices;
using System.Text.Json;
using Tako.Core.Capabilities;
using Tako.Core.Identity;
using Tako.Core.Ledger;
using Tako.Reflexes.Audit;

namespace Tako.Server.Reflexes;

/// <summary>What reflexes, rules and hooks stood in the way of or changed, in the gateway's calls and in tasks, from the ledger.</summary>
public static class AuditTrail
{
    /// <summary>The entries, newest stream first and each stream in order.</summary>
    public static async IAsyncEnumerable<AuditEntry> ReadAsync(ILedger ledger, Tenant tenant, AuditWanted wanted,
        [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        foreach (var prefix in (string[])[ReflexActed.Streams, TaskId.Streams])
        {
            await foreach (var head in ledger.StreamsAsync(tenant, prefix, cancellationToken))
            {
                await foreach (var entry in ledger.ReadAsync(tenant, head.Stream, 1, cancellationToken))
                {
                    if (entry.Time >= wanted.Since && Entry(head.Stream, entry) is { } read && wanted.Takes(read))
                        yield return read;
                }
            }
        }
    }

    private static AuditEntry? Entry(StreamId stream, LedgerEvent entry)
    {
        var ofTask = stream.Value.StartsWith(TaskId.Streams, StringComparison.Ordinal);
        if (entry.Type == "reflex.acted")
        {
            var acted = JsonSerializer.Deserialize(entry.Body.Span, ReflexActedJson.Default.ReflexActed)!;
            return new AuditEntry
            {
                At = acted.At,
                Where = ofTask ? stream.Value[TaskId.Streams.Length..] : acted.Request,
                Who = ofTask ? entry.Actor : acted.Key ?? "-",
                What = acted.Source is { } source ? $"{source} {acted.Model}" : acted.Model,
                Decision = acted.Decision,
                Reasons = [.. acted.Findings.Select(part => $"{part.Family} {part.Kind} x{part.Count}: {part.Action} by {part.Rule}")],
                Kinds = [.. acted.Findings.Select(static part => part.Kind)],
                Policy = acted.Policy,
            };
        }

        return Refusals.Read(entry) is not { } refused ? null : new AuditEntry
        {
            At = entry.Time,
            Where = stream.Value[TaskId.Streams.Length..],
            Who = entry.Actor,
            What = refused.Tool,
            Decision = refused.Withheld ? "withheld" : "denied",
            Reasons = [.. refused.Reasons.Select(reason => $"{refused.By}: {reason}")],
            Kinds = [.. refused.By.Split(", ")],
        };
    }
}

/// <summary>One thing that was stopped, changed or told of.</summary>
public sealed record AuditEntry
{
    public required DateTimeOffset At { get; init; }

    /// <summary>The gateway's request, or the task.</summary>
    public required string Where { get; init; }

    /// <summary>Id of the key, or the actor within the task.</summary>
    public required string Who { get; init; }

    /// <summary>The model, or the tool; in a task, what text of whom was looked at.</summary>
    public required string What { get; init; }

    /// <summary><c>flag</c>, <c>rewrite</c>, <c>escalate</c>, <c>block</c>; of tools <c>denied</c> or <c>withheld</c>.</summary>
    public required string Decision { get; init; }

    public required IReadOnlyList<string> Reasons { get; init; }

    /// <summary>Kinds of findings, or the rules that refused.</summary>
    public required IReadOnlyList<string> Kinds { get; init; }

    /// <summary>Version of the policy; null for what a rule or a hook refused.</summary>
    public string? Policy { get; init; }
}

/// <summary>Which entries of the trail.</summary>
public sealed record AuditWanted
{
    public DateTimeOffset Since { get; init; } = DateTimeOffset.MinValue;

    /// <summary>Null takes every decision.</summary>
    public string? Decision { get; init; }

    /// <summary>A kind of finding or a rule; null takes all.</summary>
    public string? Kind { get; init; }

    /// <summary>A key, an actor, a request or a task, or the beginning of its name; null takes all.</summary>
    public string? Of { get; init; }

    internal bool Takes(AuditEntry entry) =>
        (Decision is null || entry.Decision == Decision)
        && (Kind is null || entry.Kinds.Contains(Kind))
        && (Of is null || entry.Where.StartsWith(Of, StringComparison.Ordinal) || entry.Who.StartsWith(Of, StringComparison.Ordinal));
}
