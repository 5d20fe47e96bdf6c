namespace Tako.Models.Caching;

/// <summary>What a request says that decides whether its answer may be kept.</summary>
internal struct RequestTraits
{
    public double? Temperature;

    /// <summary>Answers asked for at once.</summary>
    public int? Choices;

    /// <summary>It goes on from, or stays in, a state that somebody keeps.</summary>
    public bool HasState;

    /// <summary>The provider's own tools look at the world or act on it.</summary>
    public bool HasHostedTools;
}
