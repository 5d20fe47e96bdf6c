using System.Text.Json;
using Tako.Core.Labels;
using Tako.Reflexes;
using Tako.Reflexes.Pipeline;
using Tako.Reflexes.Policies;

namespace Tako.Bench.Gateway;

/// <summary>What looking at the texts of a request takes by itself: the built-in policy, without a gateway.</summary>
internal static class ScanTime
{
    private const int Warm = 20_000;
    private const int Counted = 20_000;

    /// <summary>Microseconds of processor time for all texts of the body once.</summary>
    public static double Of(string body)
    {
        using var request = JsonDocument.Parse(body);
        var texts = request.RootElement.GetProperty("messages").EnumerateArray()
            .Select(static message => message.GetProperty("content").GetString()!).ToList();
        // No verdict is remembered: every text of the load is a new one.
        var inspector = new Inspector(StandardScanners.Incoming(ReflexPolicy.Default), ReflexPolicy.Default, TimeProvider.System);
        Look(inspector, texts, Warm);
        var before = Environment.CpuUsage.TotalTime;
        Look(inspector, texts, Counted);
        return (Environment.CpuUsage.TotalTime - before).TotalMicroseconds / Counted;
    }

    private static void Look(Inspector inspector, List<string> texts, int times)
    {
        var source = Labels.User("bench");
        for (var at = 0; at < times; at++)
        {
            foreach (var text in texts)
                inspector.Inspect(text, source);
        }
    }
}
