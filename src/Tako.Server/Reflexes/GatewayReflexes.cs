using System.Security.Cryptography;
using Tako.Core.Labels;
using Tako.Reflexes.Inspection;
using Tako.Reflexes.Pipeline;
using Tako.Reflexes.Policies;
using Tako.Reflexes.Pseudonyms;

namespace Tako.Server.Reflexes;

/// <summary>
/// The reflexes of one version of the configuration: a policy over requests, and over answers on their way back. Sessions that clients
/// name keep their pseudonyms from call to call; a call without one has its own, which end with it.
/// </summary>
public sealed class GatewayReflexes : IDisposable
{
    private const int KeyBytes = 32;
    private readonly byte[] _key = RandomNumberGenerator.GetBytes(KeyBytes);
    private readonly PseudonymSessions _sessions;
    private readonly bool _hidesNames;
    private readonly TimeProvider _time;

    /// <param name="requests">Looks at what clients send.</param>
    /// <param name="answers">Looks at what models say.</param>
    public GatewayReflexes(Inspector requests, Inspector answers, TimeProvider time)
    {
        (Requests, Answers, _time) = (requests, answers, time);
        _hidesNames = requests.Policy.Rules.Any(static rule => rule.Action == ReflexAction.Pseudonym);
        _sessions = new PseudonymSessions(_key, new MemoryPseudonymStore(), time);
    }

    public ReflexPolicy Policy => Requests.Policy;

    internal Inspector Requests { get; }

    internal Inspector Answers { get; }

    /// <summary>Begins a call.</summary>
    /// <param name="session">The client's name for what belongs together; null for this call alone.</param>
    internal async ValueTask<ReflexCall> BeginAsync(string tenant, string? session, string id, CancellationToken cancellationToken)
    {
        if (!_hidesNames)
            return new ReflexCall(this, new Replacements(_key), owned: null);
        if (session is not null)
            return new ReflexCall(this, new Replacements(_key, await _sessions.OpenAsync(tenant, session, cancellationToken)), owned: null);
        var vault = new PseudonymVault(_key, tenant, id, _time);
        return new ReflexCall(this, new Replacements(_key, vault), vault);
    }

    public void Dispose() => CryptographicOperations.ZeroMemory(_key);

    /// <summary>Whom a text of a request comes from.</summary>
    internal static Label SourceOf(BodyTexts texts, TextSpot spot)
    {
        if (spot.Field == TextField.System)
            return Sources.System;
        var role = SpeakerRole.None;
        foreach (var level in texts.Around(spot))
        {
            if (level.Kind == TypeWord.ToolResult)
                return Sources.Tool;
            if (level.Field == TextField.System)
                return Sources.System;
            role = role == SpeakerRole.None ? level.Role : role;
        }

        return role switch
        {
            SpeakerRole.System => Sources.System,
            SpeakerRole.Assistant => Sources.Arm,
            SpeakerRole.Tool => Sources.Tool,
            _ => Sources.User,
        };
    }

    /// <summary>The labels of texts in calls.</summary>
    internal static class Sources
    {
        public static readonly Label System = Labels.System("request");
        public static readonly Label User = Labels.User("request");
        public static readonly Label Tool = Labels.Tool("request");
        public static readonly Label Arm = Labels.Arm("model");
    }
}
