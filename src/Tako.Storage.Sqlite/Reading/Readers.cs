using System.Collections.Concurrent;
using Tako.Core.Ledger;
using Tako.Storage.Sqlite.Engine;

namespace Tako.Storage.Sqlite.Reading;

/// <summary>A few reading connections, lent for one page each; readers never wait for the writer.</summary>
internal sealed class Readers(LedgerFile file) : IDisposable
{
    private const int Limit = 8;

    private readonly ConcurrentBag<Reader> _idle = [];
    private readonly SemaphoreSlim _lent = new(Limit, Limit);

    /// <exception cref="LedgerUnavailableException">The store cannot be read.</exception>
    public async ValueTask<T> AskAsync<T>(Func<Reader, T> question, CancellationToken cancellationToken)
    {
        await _lent.WaitAsync(cancellationToken);
        Reader? reader = null;
        try
        {
            reader = _idle.TryTake(out var idle) ? idle : new Reader(file.OpenToRead());
            var answer = question(reader);
            _idle.Add(reader);
            reader = null;
            return answer;
        }
        catch (SqliteFault fault)
        {
            throw new LedgerUnavailableException(fault.Message);
        }
        finally
        {
            // A reader that met a fault is not lent again.
            reader?.Dispose();
            _lent.Release();
        }
    }

    public void Dispose()
    {
        while (_idle.TryTake(out var reader))
            reader.Dispose();
        _lent.Dispose();
    }
}
