using Tako.Workspace.Senses.Ladder;

namespace Tako.Limbs;

/// <summary>What one turn felt, and what twitches had mended by themselves before.</summary>
internal sealed record LimbTurn
{
    /// <summary>Hash of the change set that the turn began with.</summary>
    public required string From { get; init; }

    /// <summary>Which turn of its step it is, from 1.</summary>
    public required int Ordinal { get; init; }

    /// <summary>What the state that the twitches left feels like.</summary>
    public required Sensation Felt { get; init; }

    /// <summary>What was mended without a model, in words.</summary>
    public IReadOnlyList<string> Mended { get; init; } = [];

    /// <summary>The whole change set after mending; null when nothing was mended.</summary>
    public string? Changes { get; init; }

    /// <summary>What the cheap senses said, numb ones with their reason.</summary>
    public IReadOnlyList<SenseReport> Senses { get; init; } = [];
}
