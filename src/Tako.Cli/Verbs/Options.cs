using System.CommandLine;

namespace Tako.Cli.Verbs;

/// <summary>Options that several verbs share.</summary>
internal static class Options
{
    public static Option<bool> Json() => new("--json") { Description = "Print one JSON object for machines." };

    public static Option<string> Ask() => new("--ask")
    {
        Description =
            "What to do when a person must decide: person (ask here, or halt until 'tako approve') "
            + "or never (end with what there is).",
        DefaultValueFactory = _ => "person",
        CompletionSources = { "person", "never" },
    };

    public static Argument<string?> Task() => new("task")
    {
        Description = "The task's id; left out means the newest.",
        Arity = ArgumentArity.ZeroOrOne,
    };
}
