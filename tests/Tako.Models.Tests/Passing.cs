using Tako.Testing.Time;

namespace Tako.Models.Tests;

/// <summary>Lets a clock pass until something is done.</summary>
internal static class Passing
{
    /// <summary>Moves the clock on by a step whenever something waits for as long, until the work is done.</summary>
    public static async Task PassAsync(this ManualTimeProvider time, Task work, TimeSpan step)
    {
        while (!work.IsCompleted)
        {
            if (await Task.WhenAny(work, time.WhenTimerAsync(due => due == step)) != work)
                time.Advance(step);
        }
    }
}
