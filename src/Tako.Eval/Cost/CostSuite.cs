using System.Runtime.CompilerServices;

namespace Tako.Eval.Cost;

/// <summary>Measures whether usage is read and priced as providers count and charge.</summary>
public sealed class CostSuite : IEvalSuite
{
    public string Name => "cost";

    public async IAsyncEnumerable<Measure> RunAsync(EvalRequest request, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await Task.Yield();
        var found = false;
        foreach (var (set, path) in DataFiles.Under(request.DataFolder))
        {
            cancellationToken.ThrowIfCancellationRequested();
            if (DataFiles.First(path) is not { } first || !UsageBlockSet.Takes(first))
                continue;
            found = true;
            foreach (var measure in UsageBlockSet.Measure(set, DataFiles.Rows(path, request.Rows), request.Time))
                yield return measure;
        }

        if (!found)
            yield return UsageBlockSet.Missing;
    }
}
