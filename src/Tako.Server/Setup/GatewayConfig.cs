using System.Net;
using Tako.Models.Config;
using Tako.Server.Reflexes;

namespace Tako.Server.Setup;

/// <summary>What the configuration's <c>gateway:</c> block says about the HTTP server.</summary>
public sealed record GatewayConfig
{
    private const int DefaultPort = 8256;

    /// <summary>Where model calls are taken; port 0 takes a free one.</summary>
    public IReadOnlyList<IPEndPoint> Listen { get; init; } = [new(IPAddress.Loopback, DefaultPort)];

    public AdminConfig Admin { get; init; } = new();

    public KeyDemand Keys { get; init; }

    /// <summary>Largest body of a request, in bytes.</summary>
    public long BodyLimit { get; init; } = 32L * 1024 * 1024;

    /// <summary>Most bytes of a request's headers.</summary>
    public int HeaderLimit { get; init; } = 32 * 1024;

    /// <summary>Most calls that are answered at the same time; further ones are asked to come back.</summary>
    public int Streams { get; init; } = 4096;

    /// <summary>How long a client may leave what was sent to it unread before its call is ended.</summary>
    public TimeSpan Unread { get; init; } = TimeSpan.FromSeconds(60);

    /// <summary>How long running calls may go on after the gateway was asked to stop.</summary>
    public TimeSpan Drain { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>Origins of web pages that may call; none by default, <c>*</c> is any.</summary>
    public IReadOnlyList<string> Cors { get; init; } = [];

    /// <summary>How long an answer of the Responses API can be referred to.</summary>
    public TimeSpan ResponsesTtl { get; init; } = TimeSpan.FromDays(30);

    /// <summary>What becomes of secrets in requests, before a cache or a model sees them.</summary>
    public SecretsInRequests Secrets { get; init; }

    /// <summary>The file of the reflexes' policy, or <c>built-in</c>; null where requests and answers are not looked at.</summary>
    public string? ReflexPolicy { get; init; }

    /// <summary>Keeps the pseudonyms of sessions over a restart; null keeps them in memory.</summary>
    public NamedSecret? VaultKey { get; init; }

    /// <summary>One line for each request.</summary>
    public bool LogRequests { get; init; } = true;

    /// <summary>The body of each request as well, with all that people wrote in it.</summary>
    public bool LogPrompts { get; init; }

    /// <summary>Whether every address is one that only this machine can reach.</summary>
    public bool OnlyLoopback => Listen.All(at => IPAddress.IsLoopback(at.Address));
}
