using Tako.Core.Labels;

namespace Tako.Reflexes.Inspection;

/// <summary>A check of the user's own. May be slow, may throw, may hang: it runs aside, and what goes wrong closes.</summary>
public interface ICustomReflex
{
    /// <summary>Stable and unique; a policy turns it off by it.</summary>
    string Name { get; }

    /// <summary>What it finds in a text.</summary>
    IReadOnlyList<Finding> Scan(string text, Label source);
}

/// <summary>
/// Runs a user's own check within a limit of time. After one that hung the next texts are refused at once, so that threads do not pile
/// up, until the hanging call has come back.
/// </summary>
public sealed class CustomScanner(ICustomReflex own, TimeProvider time, TimeSpan? limit = null) : TextScanner
{
    private static readonly TimeSpan Usual = TimeSpan.FromMilliseconds(250);
    private Task? _hanging;

    public override string Name => own.Name;

    public override void Scan(in ScanText text, FindingList into)
    {
        if (Volatile.Read(ref _hanging) is { IsCompleted: false })
            throw new TimeoutException($"The reflex '{own.Name}' still hangs.");
        var (said, source) = (text.Text.ToString(), text.Source);
        var run = Task.Factory.StartNew(() => own.Scan(said, source), CancellationToken.None,
            TaskCreationOptions.LongRunning | TaskCreationOptions.DenyChildAttach, TaskScheduler.Default);
        using var ends = new CancellationTokenSource(limit ?? Usual, time);
        try
        {
            run.Wait(ends.Token);
        }
        catch (OperationCanceledException)
        {
            Volatile.Write(ref _hanging, run);
            throw new TimeoutException($"The reflex '{own.Name}' took longer than {(limit ?? Usual).TotalMilliseconds} ms.");
        }

        foreach (var finding in run.Result)
            into.Add(finding);
    }

    /// <summary>Nothing is known of what it needs: a stream is held as far as one may be.</summary>
    public override int Settled(ReadOnlySpan<char> text) => Math.Max(0, text.Length - MaxReach);
}
