using System.Runtime.CompilerServices;

namespace Tako.Eval.Reflex;

/// <summary>Measures the reflexes: what they find, what they wrongly find, and how long they take.</summary>
public sealed class ReflexSuite : IEvalSuite
{
    private readonly IReadOnlyList<IReflexSet> _kinds =
    [
        new Pseudonyms.PseudonymSet(),
        new Canaries.CanarySet(),
        new Policy.PolicySet(),
        new RecogniserSet(),
        new StructuredPersonalSet(),
        new Secrets.SecretSamplesSet(),
        new Secrets.SecretBenignSet(),
        new ShellSet(),
        new SchemaSuiteSet(),
        new JsonRepairSet(),
        new Injection.InjectionSet(),
        new PersonalNamesSet(),
        new Pipeline.PipelineSet(),
    ];

    public string Name => "reflex";

    public async IAsyncEnumerable<Measure> RunAsync(EvalRequest request, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await Task.Yield();
        var sets = _kinds.ToDictionary(static kind => kind, static _ => new List<DataSet>());
        foreach (var (set, path) in DataFiles.Under(request.DataFolder).Concat(DataFiles.Lists(request.DataFolder)))
        {
            cancellationToken.ThrowIfCancellationRequested();
            if (DataFiles.First(path) is not { } first || _kinds.Where(kind => kind.Takes(first)).ToList() is not { Count: > 0 } taking)
                continue;
            var rows = new DataSet(set, DataFiles.Rows(path, request.Rows));
            foreach (var kind in taking)
                sets[kind].Add(rows);
        }

        foreach (var kind in _kinds)
        {
            foreach (var measure in sets[kind].Count > 0 ? kind.Measure(sets[kind], request) : kind.Missing)
            {
                cancellationToken.ThrowIfCancellationRequested();
                yield return measure;
            }
        }
    }
}
