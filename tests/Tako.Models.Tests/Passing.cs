using Tako.Testing.Time;

namespace Tako.Models.Tests;

/// <summary>Lets a clock pass until something is done.</summary>
internal static class Passing
{
    /// <summary>Waits until something waits for as long, and lets that time pass.</summary>
    public static async Task PassOnceAsync(this ManualTimeProvider time, TimeSpan span)
    {
        await time.WhenTimerAsync(due => due == span);
        time.Advance(span);
    }

    /// <summary>Moves the clock on by a step whenever something waits for as long, until the work is done, or enough of it.</summary>
    public static async Task PassAsync(this ManualTimeProvider time, Task work, TimeSpan step, Func<bool>? enough = null)
    {
        while (!work.IsCompleted)
        {
            var waited = await Task.WhenAny(work, time.WhenTimerAsync(due => due == step)) != work;
            if (enough?.Invoke() == true)
                return;
            if (waited)
                time.Advance(step);
        }
    }
}
