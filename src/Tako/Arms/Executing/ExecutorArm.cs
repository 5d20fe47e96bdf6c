using System.Text.Json;
using Tako.Reports;
using Tako.Tools;

namespace Tako.Arms.Executing;

/// <summary>Runs commands that the contract allows, in the sandbox, over the work so far.</summary>
public sealed class ExecutorArm : IArm
{
    public string Name => "executor";

    public string Purpose =>
        "Runs one command that the contract allows (argument 'command': program and arguments) "
        + "in the sandbox and reports what it printed.";

    public IReadOnlyList<string> Tools => ["run"];

    public async ValueTask<ArmOutcome> WorkAsync(Assignment assignment, ArmContext context, CancellationToken cancellationToken)
    {
        var command = Command(assignment);
        if (command.Count == 0)
        {
            var empty = Report(context, "No command was given; the plan must pass 'command' as a list of program and arguments.", 0);
            return new ArmOutcome.Unfinished(empty, empty.Summary);
        }

        var arguments = JsonSerializer.SerializeToElement(new Dictionary<string, object>
        {
            ["program"] = command[0],
            ["arguments"] = command.Skip(1).ToArray(),
        });
        switch (await context.Tools.UseAsync("run", arguments, cancellationToken))
        {
            case ToolOutcome.Done { Result: { Succeeded: true } result }:
                return new ArmOutcome.Done(Report(context, $"'{string.Join(' ', command)}' ended well.", 0.9) with
                {
                    Value = JsonSerializer.SerializeToElement(result.Text),
                    Claims = [new Claim("the command ended with exit code 0", $"action:{context.Trace.Trace.Actions.Count}")],
                });
            case ToolOutcome.Done { Result: var failed }:
                var red = Report(context, $"'{string.Join(' ', command)}' failed.", 0.2)
                    with { Value = JsonSerializer.SerializeToElement(failed.Text) };
                return new ArmOutcome.Unfinished(red, failed.Text);
            case var refused:
                return new ArmOutcome.Refused(new Core.Capabilities.Refusal("capability", [refused.Text],
                    "Name the program under security.commands of the contract."));
        }
    }

    private static IReadOnlyList<string> Command(Assignment assignment)
    {
        if (!assignment.Inputs.TryGetValue("command", out var given))
            return [];
        return given.Value.ValueKind switch
        {
            JsonValueKind.Array => [.. given.Value.EnumerateArray().Select(item => item.ToString())],
            JsonValueKind.String => given.Value.GetString()!.Split(' ', StringSplitOptions.RemoveEmptyEntries),
            _ => [],
        };
    }

    private static ArmReport Report(ArmContext context, string summary, double confidence) =>
        new() { Arm = "executor", Summary = summary, Confidence = confidence, Trace = context.Trace.Trace };
}
