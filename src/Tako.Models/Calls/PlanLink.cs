using Tako.Models.Wire;

namespace Tako.Models.Calls;

/// <summary>One model that a call may be put to, with the manners of the place it has in its plan.</summary>
internal sealed record PlanLink
{
    public required ProviderEndpoint Endpoint { get; init; }

    public required WireProtocol Protocol { get; init; }

    public required CallLimits Limits { get; init; }

    public required HttpMessageInvoker Http { get; init; }

    public string Model => Endpoint.Model.Name;
}
