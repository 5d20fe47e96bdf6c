using System.Runtime.CompilerServices;
using Tako.Models.Failures;
using Tako.Models.Wire;

namespace Tako.Models.Calls;

/// <summary>
/// The one engine under every protocol and every surface. It makes bounded attempts and gives frames: those before the
/// first content are held back, so that an attempt which breaks early leaves no trace; after the first content a
/// failure is final.
/// </summary>
internal sealed class CallEngine(
    ProviderEndpoint endpoint, WireProtocol protocol, HttpMessageInvoker http, CallLimits limits, TimeProvider time,
        Random random)
{
    private const double Spread = 0.25;

    public async IAsyncEnumerable<Frame> RunAsync(CallRun run,
        [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        while (true)
        {
            run.Attempts++;
            var held = new List<Frame>();
            var passedOn = false;
            AttemptStep.Broken? broken = null;
            await using (var attempt = new Attempt(endpoint, protocol, http, run, limits, time, cancellationToken))
            {
                while (broken is null)
                {
                    var step = await attempt.NextAsync();
                    if (step is AttemptStep.Broken failed)
                    {
                        broken = failed;
                        continue;
                    }

                    var next = step as AttemptStep.Next;
                    if (next is not null)
                        held.Add(next.Frame);
                    if (!passedOn && next is { HasContent: false })
                        continue;
                    passedOn = true;
                    foreach (var frame in held)
                        yield return frame;
                    held.Clear();
                    if (next is null)
                        yield break;
                }
            }

            var failure = broken.Failure with { Attempts = run.Attempts };
            if (passedOn || !broken.MayRepeat || run.Attempts >= limits.Attempts
                || failure.RetryAfter > limits.LongestWait)
                throw new ModelCallException(failure);
            await Task.Delay(Wait(run.Attempts, failure.RetryAfter), time, cancellationToken);
        }
    }

    private TimeSpan Wait(int attempts, TimeSpan? asked)
    {
        double chance;
        lock (random)
            chance = random.NextDouble();
        var wait = limits.Backoff * Math.Pow(2, attempts - 1) * (1 + Spread * chance);
        wait = wait < limits.LongestWait ? wait : limits.LongestWait;
        return asked > wait ? asked.Value : wait;
    }
}
