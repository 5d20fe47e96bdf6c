using Tako.Workspace.Overlay;

namespace Tako.Workspace.Senses.Ladder;

/// <summary>
/// One rung below the repository's own tests: feels one kind of wrong in a shadow. A sense belongs to one limb, is opened on the
/// shadow that the limb started from, and tells only what is wrong now and was not wrong there.
/// </summary>
public interface ISense
{
    /// <summary>The name in <see cref="Pain.Rung"/>: <c>parse</c>, <c>semantics</c>, <c>guard</c> or <c>impacted</c>.</summary>
    string Rung { get; }

    ValueTask<Feeling> FeelAsync(Shadow shadow, CancellationToken cancellationToken);
}
