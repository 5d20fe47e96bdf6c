namespace Tako.Core.Identity;

/// <summary>Names one task: a version 7 GUID in its short form, such as <c>t-0198c2d1a7b97c3e9f10</c>.</summary>
public readonly record struct TaskId(string Value)
{
    /// <summary>What the names of the streams begin with that hold tasks.</summary>
    public const string Streams = "task/";

    /// <summary>The ledger stream that holds the task's events.</summary>
    public StreamId Stream => new(Streams + Value);

    public override string ToString() => Value;
}
