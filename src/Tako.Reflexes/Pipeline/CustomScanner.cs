using Tako.Core.Labels;
using Tako.Reflexes.Inspection;
using Tako.Reflexes.Policies;

namespace Tako.Reflexes.Pipeline;

/// <summary>
/// Runs a user's own check within a limit of time: it may be slow, may throw, may hang, and what goes wrong closes. After one that hung the
/// next texts are refused at once, so that threads do not pile up, until the hanging call has come back.
/// </summary>
/// <param name="name">Stable and unique; a policy turns it off by it.</param>
/// <param name="scan">What it finds in a text from a source.</param>
public sealed class CustomScanner(string name, Func<string, Label, IReadOnlyList<Finding>> scan, TimeProvider time, TimeSpan? limit = null)
    : TextScanner
{
    private static readonly TimeSpan Usual = TimeSpan.FromMilliseconds(250);
    private Task? _hanging;

    public override string Name => name;

    public override void Scan(in ScanText text, FindingList into)
    {
        if (Volatile.Read(ref _hanging) is { IsCompleted: false })
            throw new TimeoutException($"The reflex '{name}' still hangs.");
        var (said, source) = (text.Text.ToString(), text.Source);
        var run = Task.Factory.StartNew(() => scan(said, source), CancellationToken.None,
            TaskCreationOptions.LongRunning | TaskCreationOptions.DenyChildAttach, TaskScheduler.Default);
        using var ends = new CancellationTokenSource(limit ?? Usual, time);
        try
        {
            run.Wait(ends.Token);
        }
        catch (OperationCanceledException)
        {
            Volatile.Write(ref _hanging, run);
            throw new TimeoutException($"The reflex '{name}' took longer than {(limit ?? Usual).TotalMilliseconds} ms.");
        }

        foreach (var finding in run.Result)
            into.Add(finding);
    }

    /// <summary>Nothing is known of what it needs: a stream is held as far as one may be.</summary>
    public override int Settled(ReadOnlySpan<char> text) => Math.Max(0, text.Length - MaxReach);
}
