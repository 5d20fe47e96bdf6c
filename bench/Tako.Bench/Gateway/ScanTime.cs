using System.Text.Json;
using Tako.Core.Labels;
using Tako.Reflexes;
using Tako.Reflexes.Pipeline;
using Tako.Reflexes.Policies;

namespace Tako.Bench.Gateway;

/// <summary>What looking at the texts of a request takes by itself: the built-in policy, without a gateway.</summary>
internal sealed class ScanTime
{
    private const int Warm = 20_000;
    private const int Counted = 10_000;

    // No verdict is remembered: every text of the load is a new one.
    private readonly Inspector _inspector = new(StandardScanners.Incoming(ReflexPolicy.Default), ReflexPolicy.Default, TimeProvider.System);
    private readonly List<string> _texts;
    private readonly List<double> _taken = [];

    public ScanTime(string body)
    {
        using var request = JsonDocument.Parse(body);
        _texts = [.. request.RootElement.GetProperty("messages").EnumerateArray()
            .Select(static message => message.GetProperty("content").GetString()!)];
        Look(Warm);
    }

    /// <summary>Microseconds of processor time for all texts of the body once, at each time that was taken.</summary>
    public IReadOnlyList<double> Taken => _taken;

    public void Take()
    {
        var before = Environment.CpuUsage.TotalTime;
        Look(Counted);
        _taken.Add((Environment.CpuUsage.TotalTime - before).TotalMicroseconds / Counted);
    }

    private void Look(int times)
    {
        var source = Labels.User("bench");
        for (var at = 0; at < times; at++)
        {
            foreach (var text in _texts)
                _inspector.Inspect(text, source);
        }
    }
}
