using Tako.Core.Labels;
using Tako.Reflexes.Inspection;
using Tako.Reflexes.Pipeline;
using Tako.Reflexes.Policies;

namespace Tako.Server.Reflexes;

/// <summary>
/// The reflexes of one version of the configuration: a policy over requests, and over answers on their way back. Sessions that clients
/// name keep their pseudonyms from call to call; a call without one has its own, which end with it.
/// </summary>
public sealed class GatewayReflexes
{
    private readonly SessionVaults _vaults;
    private readonly bool _hidesNames;

    /// <param name="requests">Looks at what clients send.</param>
    /// <param name="answers">Looks at what models say.</param>
    public GatewayReflexes(Inspector requests, Inspector answers, SessionVaults vaults)
    {
        (Requests, Answers, _vaults) = (requests, answers, vaults);
        _hidesNames = requests.Policy.Rules.Any(static rule => rule.Action == ReflexAction.Pseudonym);
    }

    public ReflexPolicy Policy => Requests.Policy;

    internal Inspector Requests { get; }

    internal Inspector Answers { get; }

    /// <summary>Begins a call.</summary>
    /// <param name="session">The client's name for what belongs together; null for this call alone.</param>
    internal async ValueTask<ReflexCall> BeginAsync(string tenant, string? session, string id, CancellationToken cancellationToken)
    {
        if (!_hidesNames)
            return new ReflexCall(this, new Replacements(_vaults.HashKey), owned: null);
        if (session is null)
        {
            var vault = _vaults.New(tenant, id);
            return new ReflexCall(this, new Replacements(_vaults.HashKey, vault), vault);
        }

        var shared = await _vaults.OpenAsync(tenant, session, cancellationToken);
        var before = shared.Count;
        return new ReflexCall(this, new Replacements(_vaults.HashKey, shared), owned: null)
        {
            Save = () => shared.Count == before ? ValueTask.CompletedTask : _vaults.SaveAsync(tenant, session),
        };
    }

    /// <summary>Whom a text of a request comes from.</summary>
    internal static Label SourceOf(BodyTexts texts, TextSpot spot)
    {
        if (spot.Field == TextField.System)
            return Sources.System;
        var role = SpeakerRole.None;
        for (var level = texts.Innermost(spot); level is not null; level = texts.Outer(level))
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
