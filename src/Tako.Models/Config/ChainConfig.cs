namespace Tako.Models.Config;

/// <summary>A chain by the name a person gives it: models, or other chains, that are asked one after another.</summary>
public sealed record ChainConfig
{
    public required string Name { get; init; }

    public required IReadOnlyList<LinkConfig> Links { get; init; }

    public LinkOrder Order { get; init; }

    /// <summary>A refusal for policy goes on to the next link instead of ending the call.</summary>
    public bool PassesContentPolicy { get; init; }

    /// <summary>What every link's answer must satisfy; null is nothing.</summary>
    public CheckConfig? Check { get; init; }
}

/// <summary>How a chain's links are put in order.</summary>
public enum LinkOrder
{
    /// <summary>As they are written.</summary>
    Given,

    /// <summary>By how well they did lately: success, latency and price.</summary>
    Learned,
}

/// <summary>One place in a chain.</summary>
public sealed record LinkConfig
{
    /// <summary>The name of a model or of another chain.</summary>
    public required string Model { get; init; }

    /// <summary>Its number in the chain as it is written, from 0.</summary>
    public int Place { get; init; }

    public WhenConfig When { get; init; } = WhenConfig.Always;

    public ChangeConfig Change { get; init; } = ChangeConfig.None;
}

/// <summary>When a link is considered; whatever is left out does not matter.</summary>
public sealed record WhenConfig
{
    public static readonly WhenConfig Always = new();

    /// <summary>The call has one of these tags.</summary>
    public IReadOnlyList<string> Tags { get; init; } = [];

    /// <summary>The prompt is in one of these languages, as ISO 639-1 codes.</summary>
    public IReadOnlyList<string> Languages { get; init; } = [];

    /// <summary>The prompt has more tokens, as counted here.</summary>
    public long? PromptOver { get; init; }

    /// <summary>The prompt has fewer tokens, as counted here.</summary>
    public long? PromptUnder { get; init; }

    /// <summary>More than this share of the payer's budget is left, 0 to 1; true where there is no budget.</summary>
    public double? BudgetLeftOver { get; init; }
}

/// <summary>What a link changes of the request and of the answer.</summary>
public sealed record ChangeConfig
{
    public static readonly ChangeConfig None = new();

    /// <summary>Top-level fields of the provider's request, by the provider's names, as JSON.</summary>
    public IReadOnlyDictionary<string, string> Set { get; init; } = new Dictionary<string, string>();

    /// <summary>Top-level fields to leave out.</summary>
    public IReadOnlyList<string> Drop { get; init; } = [];

    /// <summary>System text put before the request's own.</summary>
    public string? Prepend { get; init; }

    /// <summary>What is taken out of the answer, a regular expression.</summary>
    public string? Strip { get; init; }

    public bool ChangesRequest => Set.Count > 0 || Drop.Count > 0 || Prepend is not null;
}

/// <summary>What an answer must satisfy so that the chain takes it.</summary>
public sealed record CheckConfig
{
    /// <summary>Fewest letters of text, unless the answer calls tools.</summary>
    public int MinLength { get; init; }

    /// <summary>An answer that begins by refusing to help is not taken.</summary>
    public bool Refusals { get; init; }

    /// <summary>The answer satisfies the schema that the request itself demands.</summary>
    public bool Schema { get; init; }
}
