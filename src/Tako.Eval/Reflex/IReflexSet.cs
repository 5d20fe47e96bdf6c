using System.Text.Json;

namespace Tako.Eval.Reflex;

/// <summary>One kind of data set for reflexes, known by the shape of its rows.</summary>
internal interface IReflexSet
{
    /// <summary>Whether a set whose first row this is, is of this kind.</summary>
    bool Takes(JsonElement first);

    /// <summary>Measures all sets of this kind that were found, together: what is trained on some is tested on others.</summary>
    IEnumerable<Measure> Measure(IReadOnlyList<DataSet> sets, EvalRequest request);

    /// <summary>What is reported when no such set is there.</summary>
    IEnumerable<Measure> Missing { get; }
}

/// <summary>A data set by name.</summary>
internal sealed record DataSet(string Name, IReadOnlyList<JsonElement> Rows);
