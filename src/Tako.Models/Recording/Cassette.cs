using Tako.Core.Contracts;
using Tako.Models.Pricing;

namespace Tako.Models.Recording;

/// <summary>Answers of a model by step name and ordinal: a recording of a live run, or a script written by hand.</summary>
public sealed record Cassette
{
    /// <summary>Where it was read from; only for messages.</summary>
    public required string File { get; init; }

    /// <summary>The model that gave the answers, or that a script stands in for.</summary>
    public required string Model { get; init; }

    /// <summary><c>recorded</c> from a live model, or <c>scripted</c> by a person.</summary>
    public required string Label { get; init; }

    public ModelPrices Prices { get; init; } = ModelPrices.Unknown;

    /// <summary>Reads a cassette's text; every fault is listed at once.</summary>
    public static Parsed<Cassette> Parse(string file, string text) => throw new InvalidOperationException("being wired");
}
