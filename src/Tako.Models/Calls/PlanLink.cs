using System.Text.Json;
using System.Text.RegularExpressions;
using Tako.Models.Config;
using Tako.Models.Failures;
using Tako.Models.Health;
using Tako.Models.Wire;

namespace Tako.Models.Calls;

/// <summary>One model that a call may be put to, with the manners of the place it has in its plan.</summary>
internal sealed class PlanLink
{
    public PlanLink(ProviderEndpoint endpoint, WireProtocol protocol)
    {
        (Endpoint, Protocol) = (endpoint, protocol);
        UpstreamId = JsonEncodedText.Encode(endpoint.Model.UpstreamId, WireJson.Compact.Encoder);
        if (endpoint.Model.UpstreamId.Length == 0)
            return;
        Address = protocol.Address(endpoint);
        AddressToEmbed = protocol.AddressToEmbed(endpoint);
        AddressToCount = protocol.AddressToCount(endpoint);
    }

    public ProviderEndpoint Endpoint { get; }

    public WireProtocol Protocol { get; }

    public required CallLimits Limits { get; init; }

    public required HttpMessageInvoker Http { get; init; }

    public required ModelHealth Health { get; init; }

    /// <summary>Its number in the plan as it is written, from 0.</summary>
    public int Place { get; init; }

    /// <summary>All of these must hold; the chain's own first.</summary>
    public IReadOnlyList<WhenConfig> When { get; init; } = [];

    /// <summary>What is changed of the request, in this order.</summary>
    public IReadOnlyList<ChangeConfig> Changes { get; init; } = [];

    /// <summary>What is taken out of the answer.</summary>
    public IReadOnlyList<Regex> Strips { get; init; } = [];

    public IReadOnlyList<CheckConfig> Checks { get; init; } = [];

    public bool PassesContentPolicy { get; init; }

    /// <summary>Why it cannot be asked at all, such as for want of a key.</summary>
    public CallFailure? Missing { get; init; }

    /// <summary>Null while the model's name must still be asked for.</summary>
    public Uri? Address { get; }

    public Uri? AddressToEmbed { get; }

    public Uri? AddressToCount { get; }

    public JsonEncodedText UpstreamId { get; }

    public string Model => Endpoint.Model.Name;

    /// <summary>The answer must be whole before anything of it can be handed on.</summary>
    public bool HoldsAnswer => Checks.Count > 0 || Strips.Count > 0;

    /// <summary>Where an operation is asked for; null where this provider has no such thing.</summary>
    public Uri? AddressOf(CallOperation operation) => operation switch
    {
        CallOperation.Generate => Address,
        CallOperation.Embed => AddressToEmbed,
        CallOperation.CountTokens => AddressToCount,
        _ => null,
    };

    /// <summary>The same link with the name of a model that its server told.</summary>
    public PlanLink Named(string upstreamId) =>
        new(Endpoint with { Model = Endpoint.Model with { UpstreamId = upstreamId } }, Protocol)
        {
            Limits = Limits, Http = Http, Health = Health, Place = Place, When = When, Changes = Changes, Strips = Strips,
            Checks = Checks, PassesContentPolicy = PassesContentPolicy,
        };
}
