using System.Runtime.CompilerServices;
using System.Text.Json;

namespace Tako.Eval.Limb;

/// <summary>Functions with a bug, their fix and their tests: fields <c>prompt</c>, <c>buggy_solution</c>, <c>canonical_solution</c>, <c>test</c>.</summary>
internal sealed class BugFixSet : ILimbSet
{
    public Measure Missing { get; } = new()
    {
        Suite = "limb", Set = "any with buggy_solution, canonical_solution, test", Name = "missing", Value = null, Better = "higher", N = 0,
        Why = "The data folder holds no such set.",
    };

    public bool Takes(JsonElement row) => row.Text("buggy_solution") is not null && row.Text("canonical_solution") is not null && row.Text("test") is not null;

    public async IAsyncEnumerable<Measure> MeasureAsync(string set, IReadOnlyList<JsonElement> rows, EvalRequest request,
        [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await Task.Yield();
        yield return Missing with { Set = set, Why = "Not measured yet." };
    }
}
