using Tako.Core.Identity;

namespace Tako.Core.Ledger;

/// <summary>
/// Thrown by <see cref="StreamWriter"/> when this process no longer leads the stream: another one took the lease.
/// The only right answer is to stop working on the task.
/// </summary>
public sealed class StaleWriterException(StreamId stream, long head, long epoch)
    : Exception($"Another process has taken over {stream} (now at event {head}, epoch {epoch}). This one stops; see 'tako show'.")
{
    public StreamId Stream { get; } = stream;
}
