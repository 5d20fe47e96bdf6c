using System.Text.Json;

namespace Tako.Eval.Limb;

/// <summary>A kind of data set of the suite <c>limb</c>, known by the fields of its rows.</summary>
internal interface ILimbSet
{
    /// <summary>Whether rows like this one belong to this kind.</summary>
    bool Takes(JsonElement row);

    /// <summary>What is reported when the data holds no such set.</summary>
    Measure Missing { get; }

    IAsyncEnumerable<Measure> MeasureAsync(string set, IReadOnlyList<JsonElement> rows, EvalRequest request,
        CancellationToken cancellationToken);
}
