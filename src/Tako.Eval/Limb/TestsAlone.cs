using Tako.Arms;
using Tako.Arms.Judging;

namespace Tako.Eval.Limb;

/// <summary>The judge without a model: the repository's tests decide, and nobody is asked for an opinion.</summary>
internal sealed class TestsAlone : IArm
{
    private readonly JudgeArm _judge = new();

    public string Name => _judge.Name;

    public string Purpose => _judge.Purpose;

    public IReadOnlyList<string> Tools => [.. _judge.Tools.Where(tool => tool != "model")];

    public ValueTask<ArmOutcome> WorkAsync(Assignment assignment, ArmContext context, CancellationToken cancellationToken) =>
        _judge.WorkAsync(assignment, context, cancellationToken);
}
