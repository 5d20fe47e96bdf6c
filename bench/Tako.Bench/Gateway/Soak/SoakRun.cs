using System.Globalization;
using Tako.Eval.Failover.Provider;

namespace Tako.Bench.Gateway.Soak;

/// <summary>
/// Minutes of mixed load with faults on one gateway: its resident memory must stay flat, and its ledger must hold what clients were
/// told, to the token.
/// </summary>
internal sealed class SoakRun(Peers peers, TimeSpan whole)
{
    private const int AtOnce = 32;
    private const int PerSecond = 60;
    private const string AdminKey = "the-key-of-the-soak-alone";
    private static readonly TimeSpan Sampling = TimeSpan.FromSeconds(5);
    private readonly TimeProvider _time = TimeProvider.System;
    private readonly SoakBook _book = new();
    private int _next;

    public async Task<bool> RunAsync()
    {
        await using var provider = FaultyProvider.Start();
        var admin = Peers.FreePort();
        using var tako = peers.Serve("tako-soak", port => SoakCalls.Yaml(provider.Address)
            + $"gateway: {{ listen: \"127.0.0.1:{port}\", keys: required, log: {{ requests: false }}, "
            + $"admin: {{ listen: \"127.0.0.1:{admin}\", key: \"{AdminKey}\" }} }}\n");
        using var door = new SoakAdmin(new Uri($"http://127.0.0.1:{admin}/"), AdminKey);
        using var client = new SoakClient(tako.Address, await door.KeyAsync("rich"), await door.KeyAsync("poor", SoakCalls.BudgetTokens));
        Console.WriteLine();
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
            $"{whole.TotalMinutes} minutes of mixed load with faults: {PerSecond} calls a second, at most {AtOnce} at once."));
        var memory = new ResidentMemory(whole);
        var cpu = tako.Seconds();
        var start = _time.GetTimestamp();
        var work = Enumerable.Range(0, AtOnce).Select(_ => Task.Run(() => WorkAsync(client, start))).ToList();
        var everything = Task.WhenAll(work);
        for (var at = Sampling; at <= whole; at += Sampling)
        {
            await Task.Delay(Later(at - _time.GetElapsedTime(start)));
            memory.Take(_time.GetElapsedTime(start), tako);
            // What breaks once breaks again.
            _book.Note(provider.Reset());
        }

        await everything;
        cpu = tako.Seconds() - cpu;
        var spent = await door.SpendAsync();
        _book.Note(provider.Reset());
        var right = new SoakVerdict(_book, spent).Print();
        var flat = memory.Print();
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
            $"processor time {cpu:F1} s in {_time.GetElapsedTime(start).TotalSeconds:F0} s"));
        return right && flat;
    }

    private async Task WorkAsync(SoakClient client, long start)
    {
        while (true)
        {
            var number = Interlocked.Increment(ref _next);
            var at = TimeSpan.FromSeconds((double)number / PerSecond);
            if (at > whole || _time.GetElapsedTime(start) > whole)
                return;
            await Task.Delay(Later(at - _time.GetElapsedTime(start)));
            var call = SoakCalls.Number(number);
            _book.Note(call, await client.AskAsync(call));
        }
    }

    private static TimeSpan Later(TimeSpan wait) => wait > TimeSpan.Zero ? wait : TimeSpan.Zero;
}
