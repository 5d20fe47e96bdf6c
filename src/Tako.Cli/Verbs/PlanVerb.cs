using System.CommandLine;
using Tako.Cli.Composition;
using Tako.Cli.Terminal;
using Tako.Reactor.Journal;
using Tako.Reactor.Plans;

namespace Tako.Cli.Verbs;

/// <summary><c>tako plan</c>: checks a plan and draws it.</summary>
internal static class PlanVerb
{
    public static Command Command()
    {
        var file = new Argument<string>("file") { Description = "A plan in YAML or JSON; see 'tako schema plan'." };
        var command = new Command("plan", "Check a plan, listing every fault at once, and draw it as Mermaid.") { file };
        command.SetAction((parsed, cancellationToken) => Say.GuardAsync(async () =>
        {
            var (plan, faults) = await RunVerb.ReadPlanAsync(parsed.GetValue(file), cancellationToken);
            foreach (var fault in faults)
                Console.Error.WriteLine($"tako: {fault}");
            if (plan is null)
                return ExitCode.Usage;
            Console.WriteLine(PlanDrawing.ToMermaid(plan));
            return ExitCode.Done;
        }));
        return command;
    }
}
