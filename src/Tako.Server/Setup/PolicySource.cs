using Tako.Core.Faults;
using Tako.Reflexes;
using Tako.Reflexes.Policies;
using Tako.Server.Reflexes;

namespace Tako.Server.Setup;

/// <summary>The policy that a configuration names, and the reflexes made of it.</summary>
internal static class PolicySource
{
    private const string Path = "/gateway/reflexes/policy";

    public static Parsed<GatewayReflexes?> Read(GatewayConfig config, string configFile, IReadOnlyList<string> known, SessionVaults vaults,
        TimeProvider time)
    {
        if (config.ReflexPolicy is not { } named)
            return new Parsed<GatewayReflexes?>.Ok(null);
        var read = NamedPolicy.Read(named, configFile, static message => new Fault(Path, 0, message));
        if (read is Parsed<ReflexPolicy>.Faulty { Faults: var faults })
            return Faulty(faults);
        var policy = ((Parsed<ReflexPolicy>.Ok)read).Value;
        try
        {
            var (incoming, outgoing) = StandardScanners.Inspectors(policy, time, known);
            return new Parsed<GatewayReflexes?>.Ok(new GatewayReflexes(incoming, outgoing, vaults));
        }
        catch (ArgumentException wrong)
        {
            return Faulty(new Fault(Path, 0, $"{wrong.Message} (in {named})"));
        }
    }

    private static Parsed<GatewayReflexes?> Faulty(params IReadOnlyList<Fault> faults) => new Parsed<GatewayReflexes?>.Faulty(faults);
}
