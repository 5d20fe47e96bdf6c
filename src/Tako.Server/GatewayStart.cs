using Tako.Core.Faults;

namespace Tako.Server;

/// <summary>What became of starting a gateway.</summary>
public abstract record GatewayStart
{
    private GatewayStart() { }

    public sealed record Started(GatewayServer Server) : GatewayStart;

    /// <summary>The configuration has faults.</summary>
    public sealed record Faulty(IReadOnlyList<Fault> Faults) : GatewayStart;

    /// <summary>There is nothing to serve.</summary>
    public sealed record NoModel(string Message) : GatewayStart;

    /// <summary>An address is in use, or not this machine's.</summary>
    public sealed record NotListening(string Why) : GatewayStart;
}
