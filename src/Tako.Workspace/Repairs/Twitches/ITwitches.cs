using Tako.Workspace.Overlay;
using Tako.Workspace.Senses;

namespace Tako.Workspace.Repairs.Twitches;

/// <summary>Repairs of one language that need no model.</summary>
public interface ITwitches
{
    /// <summary>
    /// Repairs that might ease the pains, likeliest first, at most a handful. None deletes, stubs or silences what hurts. Each is
    /// a fork: the given shadow is left as it was.
    /// </summary>
    ValueTask<IReadOnlyList<Twitch>> ProposeAsync(Shadow shadow, IReadOnlyList<Pain> pains, CancellationToken cancellationToken);
}

/// <summary>A repair on a fork, not yet felt.</summary>
/// <param name="Name">Which repair it is, such as <c>csharp.semicolon</c>.</param>
/// <param name="What">What it did, for people: <c>put ';' at the end of line 12 of Tide.cs</c>.</param>
public sealed record Twitch(string Name, string What, Shadow Shadow);
