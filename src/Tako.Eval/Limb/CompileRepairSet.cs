using System.Runtime.CompilerServices;
using System.Text.Json;

namespace Tako.Eval.Limb;

/// <summary>Programs that do not compile, to be mended without a model: fields <c>source</c> and <c>code</c> (the compiler's error).</summary>
internal sealed class CompileRepairSet : ILimbSet
{
    public Measure Missing { get; } = new()
    {
        Suite = "limb", Set = "any with source, code", Name = "missing", Value = null, Better = "higher", N = 0,
        Why = "The data folder holds no such set.",
    };

    public bool Takes(JsonElement row) => row.Text("source") is not null && row.Text("code") is not null;

    public async IAsyncEnumerable<Measure> MeasureAsync(string set, IReadOnlyList<JsonElement> rows, EvalRequest request,
        [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await Task.Yield();
        yield return Missing with { Set = set, Why = "Not measured yet." };
    }
}
