using System.Text.Json;
using Tako.Core.Capabilities;
using Tako.Core.Contracts;
using Tako.Core.Identity;
using Tako.Core.Labels;

namespace Tako.Eval.Reflex.Policy;

/// <summary>Times the check of a capability with five limits.</summary>
internal static class CapabilityClock
{
    // Short rounds, so that most are not interrupted by whatever else the machine does.
    private const int Rounds = 2000;
    private const int Checks = 100;

    /// <summary>Microseconds for one check: in the fastest quarter of the rounds, as on an idle core, and in the median.</summary>
    public static (double Idle, double Median, int Checks) Measure()
    {
        var grant = Grant.Root(new TaskId("t-clock"), "agent",
        [
            new Capability
            {
                Tool = "upload",
                Limits =
                [
                    new ArgumentLimit.PathPrefix("path", ["src", "docs"]),
                    new ArgumentLimit.HostSet("host", ["files.example.org", "*.example.com"]),
                    new ArgumentLimit.Range("size", 0, 1_000_000),
                    new ArgumentLimit.OneOf("mode", ["create", "replace"]),
                    new ArgumentLimit.MaxLength("note", 200),
                ],
                Calls = 1000,
                LeastIntegrity = Integrity.Tool,
            },
        ]);
        var effect = new Effect
        {
            Tool = "upload",
            Kind = EffectKind.Irreversible,
            Arguments = JsonElement.Parse("""
                {"path":"src/a/b.cs","host":"eu.example.com:443","size":4096,"mode":"replace","note":"as agreed"}
                """),
            Actor = "agent",
            Label = Labels.Arm("agent"),
        };
        var now = TimeProvider.System.GetUtcNow();
        if (grant.Faults(effect, now) is { Count: > 0 } faults)
            throw new InvalidOperationException($"The capability that is timed does not cover its effect: {string.Join("; ", faults)}.");
        var times = new List<double>();
        for (var round = 0; round < Rounds; round++)
        {
            var started = TimeProvider.System.GetTimestamp();
            for (var check = 0; check < Checks; check++)
                grant.Faults(effect, now);
            times.Add(TimeProvider.System.GetElapsedTime(started).TotalMicroseconds / Checks);
        }

        times.Sort();
        return (times[Rounds / 4], times[Rounds / 2], Rounds * Checks);
    }
}
