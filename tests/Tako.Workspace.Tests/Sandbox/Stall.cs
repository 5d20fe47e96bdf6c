namespace Tako.Workspace.Tests.Sandbox;

/// <summary>How much longer than asked for the machine let a timer wait while a test ran: nobody can react faster than that.</summary>
internal sealed class Stall : IAsyncDisposable
{
    private static readonly TimeSpan Period = TimeSpan.FromMilliseconds(50);
    private readonly PeriodicTimer _timer = new(Period);
    private readonly Task _measuring;
    private long _worst;

    public Stall() => _measuring = MeasureAsync();

    public TimeSpan Worst => TimeSpan.FromTicks(Volatile.Read(ref _worst));

    public async ValueTask DisposeAsync()
    {
        _timer.Dispose();
        await _measuring;
    }

    private async Task MeasureAsync()
    {
        var last = TimeProvider.System.GetTimestamp();
        while (await _timer.WaitForNextTickAsync())
        {
            var late = (TimeProvider.System.GetElapsedTime(last) - Period).Ticks;
            if (late > _worst)
                Volatile.Write(ref _worst, late);
            last = TimeProvider.System.GetTimestamp();
        }
    }
}
