using System.CommandLine;
using Tako.Cli.Verbs;

namespace Tako.Cli;

/// <summary>The command line, as a list of verbs.</summary>
internal static class Commands
{
    public static RootCommand Root()
    {
        var root = new RootCommand("""
            Tako: an octopus for code. A goal becomes a verified change in a real repository.

            Examples:
              tako demo                                              see it work, without a key
              tako run "Make the failing tests pass" --repo .        the main job
              tako run --contract fix.yaml --dry-run                 plan, arms, models and cost, nothing done
              tako show                                              the newest task's story
              tako serve                                             your models for any OpenAI or Anthropic client
              tako doctor                                            what works on this machine, and how to mend the rest
            """);
        foreach (var verb in All())
            root.Subcommands.Add(verb);
        return root;
    }

    private static IEnumerable<Command> All() =>
    [
        RunVerb.Command(), ResumeVerb.Command(), ListVerb.Command(), ShowVerb.Command(), DiffVerb.Command(), UndoVerb.Command(),
        ApprovalVerbs.List(), ApprovalVerbs.Decide(grant: true), ApprovalVerbs.Decide(grant: false),
        PlanVerb.Command(), SchemaVerb.Command(),
        VerifyVerb.Command(), EraseVerb.Command(), DoctorVerb.Command(), DemoVerb.Command(), EvalVerb.Command(), TrainVerb.Command(),
        GuardVerb.Command(), ReflexVerb.Command(),
        ServeVerb.Command(), ConfigVerb.Command(),
        KeysVerb.Command(), SpendVerb.Command(), AuditVerb.Command(), ForecastVerb.Command(), CompletionVerb.Command(),
    ];
}
