using System.CommandLine;
using Tako.Cli.Terminal;
using Tako.Core.Schema;

namespace Tako.Cli.Verbs;

/// <summary><c>tako schema</c>: the JSON schemas of what people and models write.</summary>
internal static class SchemaVerb
{
    public static Command Command()
    {
        var name = new Argument<string>("name")
        {
            Description = string.Join(", ", PublishedSchemas.Names),
            CompletionSources =
            {
                _ => PublishedSchemas.Names
                    .Select(known => new System.CommandLine.Completions.CompletionItem(known)),
            },
        };
        var command = new Command("schema",
            "Print the JSON schema of a contract, constitution, plan, report, patch, config or a policy of reflexes.") { name };
        command.SetAction(parsed =>
        {
            if (PublishedSchemas.Text(parsed.GetValue(name)!) is not { } text)
                return Say.Fail(
                    $"There is no schema '{parsed.GetValue(name)}'; "
                    + $"take one of {string.Join(", ", PublishedSchemas.Names)}.",
                    ExitCode.Usage);
            Console.Out.WriteLine(text);
            return ExitCode.Done;
        });
        return command;
    }
}
