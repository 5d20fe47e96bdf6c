namespace Tako.Eval;

/// <summary>Measures one part of Tako on data sets.</summary>
public interface IEvalSuite
{
    /// <summary>The name on the command line, such as <c>limb</c>.</summary>
    string Name { get; }

    /// <summary>Whether it works on data sets; one that does not makes its own traffic.</summary>
    bool NeedsData => true;

    /// <summary>Measures every set it finds; a set that it needs and does not find is a measure without a value.</summary>
    IAsyncEnumerable<Measure> RunAsync(EvalRequest request, CancellationToken cancellationToken);
}

/// <summary>What an evaluation is to work on.</summary>
public sealed record EvalRequest
{
    /// <summary>Absolute path of the folder with the data, searched with its subfolders; empty for a suite that needs none.</summary>
    public string DataFolder { get; init; } = "";

    /// <summary>Absolute path of a folder for scratch repositories and built helpers.</summary>
    public required string StateFolder { get; init; }

    /// <summary>At most so many rows of each set, evenly spread; null takes all.</summary>
    public int? Rows { get; init; }

    public TimeProvider Time { get; init; } = TimeProvider.System;

    /// <summary>Told now and then how far it is.</summary>
    public Action<string> Saying { get; init; } = static _ => { };
}
