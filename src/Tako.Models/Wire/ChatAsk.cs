using Microsoft.Extensions.AI;

namespace Tako.Models.Wire;

/// <summary>What a client asks for, understood: the form between two protocols.</summary>
internal sealed record ChatAsk
{
    public required IReadOnlyList<ChatMessage> Messages { get; init; }

    public ChatOptions? Options { get; init; }

    /// <summary>The client wants the usage of a stream told in it (chat's <c>stream_options.include_usage</c>; always so
    /// in the other protocols).</summary>
    public bool UsageInStream { get; init; }

    /// <summary>What the request holds that not every protocol can say, by the name of the client's field.</summary>
    public IReadOnlyList<Extra> Extras { get; init; } = [];
}

/// <summary>A field without a counterpart everywhere.</summary>
/// <param name="Field">As the client wrote it, such as <c>logprobs</c> or <c>messages[2].cache_control</c>.</param>
/// <param name="Required">The answer would be wrong without it: where it cannot be said, the call is refused instead of
/// losing it.</param>
/// <param name="SaidBy">The protocols that can say it, beside the client's own.</param>
internal sealed record Extra(string Field, bool Required, IReadOnlyList<WireKind> SaidBy);
