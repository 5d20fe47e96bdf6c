using System.Text;
using Tako.Core.Identity;
using Tako.Core.Ledger;
using Tako.Storage.Sqlite.Engine;

namespace Tako.Storage.Sqlite.Reading;

/// <summary>
/// Recomputes the chains of a tenant and compares each with its head. Walks heads and events alike, so that neither a
/// lost head nor lost events hide a stream; a damaged page is a finding.
/// </summary>
internal sealed class Verifier(Reader reader, Tenant tenant, string fileName)
{
    private readonly List<Finding> _findings = [];
    private long _streams;
    private long _events;
    private bool _fileIsDamaged;

    public Verification One(StreamId stream, CancellationToken cancellationToken)
    {
        Check(stream, cancellationToken);
        return new Verification(_streams, _events, _findings);
    }

    public Verification All(CancellationToken cancellationToken)
    {
        var last = "";
        while (After(last) is { } next)
        {
            last = next;
            Check(new StreamId(next), cancellationToken);
        }

        return new Verification(_streams, _events, _findings);
    }

    private string? After(string last)
    {
        var head = Find(reader.NextHead, last);
        var events = Find(reader.NextWithEvents, last);
        return head is null || (events is not null && Precedes(events, head)) ? events : head;
    }

    /// <summary>In the store's order, which is that of the bytes.</summary>
    private static bool Precedes(string one, string other) =>
        Encoding.UTF8.GetBytes(one).AsSpan().SequenceCompareTo(Encoding.UTF8.GetBytes(other)) < 0;

    private string? Find(Func<Tenant, string, string?> next, string last)
    {
        try
        {
            return next(tenant, last);
        }
        catch (SqliteFault fault)
        {
            if (!_fileIsDamaged)
                _findings.Add(new Finding(new StreamId(fileName), 0, fault.Message));
            _fileIsDamaged = true;
            return null;
        }
    }

    private void Check(StreamId stream, CancellationToken cancellationToken)
    {
        var check = new ChainCheck(tenant, stream);
        try
        {
            reader.Begin();
            var (headSeq, headHash) = reader.Head(tenant, stream);
            var finding = Walk(check, stream, cancellationToken);
            if (check.Seq > 0 || headSeq > 0 || finding is not null)
                _streams++;
            finding ??= headSeq == 0 && check.Seq == 0 ? null : check.End(headSeq, Convert.ToHexStringLower(headHash));
            if (finding is not null)
                _findings.Add(finding);
        }
        catch (SqliteFault fault)
        {
            _streams++;
            _findings.Add(new Finding(stream, check.Seq + 1, fault.Message));
        }
        finally
        {
            reader.End();
        }
    }

    private Finding? Walk(ChainCheck check, StreamId stream, CancellationToken cancellationToken)
    {
        var from = long.MinValue;
        while (reader.Events(tenant, stream, from) is { Count: > 0 } page)
        {
            cancellationToken.ThrowIfCancellationRequested();
            foreach (var entry in page)
            {
                _events++;
                if (check.Next(entry) is { } finding)
                    return finding;
            }

            from = page[^1].Seq + 1;
        }

        return null;
    }
}
