namespace Tako.Workspace.Guard;

/// <summary>A command of the law that has to be run in the sandbox, over exactly the change that is judged.</summary>
public sealed record LawCommand(string Rule, IReadOnlyList<string> Command, TimeSpan Timeout);
