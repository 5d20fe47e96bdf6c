using Tako.Core.Faults;
using Tako.Reflexes;
using Tako.Reflexes.Policies;
using Tako.Server.Reflexes;

namespace Tako.Server.Setup;

/// <summary>The policy that a configuration names, and the reflexes made of it.</summary>
internal static class PolicySource
{
    private const string BuiltIn = "built-in";
    private const string Path = "/gateway/reflexes/policy";

    /// <summary>Where the policy's file is; null where there is none.</summary>
    public static string? FileOf(GatewayConfig config, string configFile) => config.ReflexPolicy is null or BuiltIn
        ? null
        : System.IO.Path.Combine(System.IO.Path.GetDirectoryName(System.IO.Path.GetFullPath(configFile))!, config.ReflexPolicy);

    public static Parsed<GatewayReflexes?> Read(GatewayConfig config, string configFile, IReadOnlyList<string> known, SessionVaults vaults,
        TimeProvider time)
    {
        if (config.ReflexPolicy is null)
            return new Parsed<GatewayReflexes?>.Ok(null);
        var text = "";
        if (FileOf(config, configFile) is { } file)
        {
            try
            {
                text = File.ReadAllText(file);
            }
            catch (Exception wrong) when (wrong is IOException or UnauthorizedAccessException)
            {
                return Faulty(new Fault(Path, 0, $"{file} cannot be read: {wrong.Message}"));
            }
        }

        var read = PolicyReader.Read(text);
        if (read is Parsed<ReflexPolicy>.Faulty faulty)
            return Faulty([.. faulty.Faults.Select(fault => fault with { Message = $"{fault.Message} (in {config.ReflexPolicy})" })]);
        var policy = ((Parsed<ReflexPolicy>.Ok)read).Value;
        try
        {
            var (incoming, outgoing) = StandardScanners.Inspectors(policy, time, known);
            return new Parsed<GatewayReflexes?>.Ok(new GatewayReflexes(incoming, outgoing, vaults));
        }
        catch (ArgumentException wrong)
        {
            return Faulty(new Fault(Path, 0, $"{wrong.Message} (in {config.ReflexPolicy})"));
        }
    }

    private static Parsed<GatewayReflexes?> Faulty(params IReadOnlyList<Fault> faults) => new Parsed<GatewayReflexes?>.Faulty(faults);
}
