using Tako.Tools;

namespace Tako.Arms;

/// <summary>A specialist that finishes its own work in a short local loop and reports upward.</summary>
public interface IArm
{
    /// <summary>Lower-case name; a plan asks for it as <c>arm/NAME</c>.</summary>
    string Name { get; }

    /// <summary>What it is good for, in one sentence that a planner reads.</summary>
    string Purpose { get; }

    /// <summary>The tools that its narrow policy allows; the gate refuses everything else.</summary>
    IReadOnlyList<string> Tools { get; }

    /// <summary>Tools that the arm brings along. The host must grant each of them; see <c>AnimalParts.Capabilities</c>.</summary>
    IReadOnlyList<ITool> Bring() => [];

    /// <summary>Does the work. The world saying no is an outcome; a mistake in code throws.</summary>
    ValueTask<ArmOutcome> WorkAsync(Assignment assignment, ArmContext context, CancellationToken cancellationToken);
}
