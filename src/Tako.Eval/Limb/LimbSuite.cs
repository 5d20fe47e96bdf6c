using System.Runtime.CompilerServices;

namespace Tako.Eval.Limb;

/// <summary>Measures the limb: what its twitches mend without a model, and whether its senses tell right from wrong.</summary>
public sealed class LimbSuite : IEvalSuite
{
    private readonly IReadOnlyList<ILimbSet> _kinds = [new CompileRepairSet(), new BugFixSet()];

    public string Name => "limb";

    public async IAsyncEnumerable<Measure> RunAsync(EvalRequest request, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var found = new HashSet<ILimbSet>();
        foreach (var (set, path) in DataFiles.Under(request.DataFolder))
        {
            if (DataFiles.First(path) is not { } first || _kinds.FirstOrDefault(kind => kind.Takes(first)) is not { } kind)
                continue;
            found.Add(kind);
            await foreach (var measure in kind.MeasureAsync(set, DataFiles.Rows(path, request.Rows), request, cancellationToken))
                yield return measure;
        }

        foreach (var missing in _kinds.Where(kind => !found.Contains(kind)))
            yield return missing.Missing;
    }
}
