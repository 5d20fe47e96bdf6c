using System.CommandLine;
using System.Text;
using Tako.Cli.Composition;
using Tako.Cli.Terminal;
using Tako.Core.Identity;
using Tako.Core.Ledger;
using Tako.Tasks;

namespace Tako.Cli.Verbs;

/// <summary><c>tako diff</c>: what a task changed, or would have.</summary>
internal static class DiffVerb
{
    public static Command Command()
    {
        var task = Options.Task();
        var command = new Command("diff", "Print the change of a task as a patch that 'git apply' takes.") { task };
        command.SetAction((parsed, cancellationToken) => Say.GuardAsync(async () =>
        {
            await using var ledger = await House.OpenStoreAsync(cancellationToken);
            var (id, why) = await TaskChoice.FindAsync(ledger, parsed.GetValue(task), cancellationToken);
            if (id is not { } found)
                return Say.Fail(why!, ExitCode.Refused);
            var story = TaskStory.Fold(await TaskChoice.EventsAsync(ledger, found, cancellationToken));
            if (story.Diff is not { } blob)
                return Say.Fail($"{found} has changed nothing.", ExitCode.Refused);
            if (await ledger.GetAsync(Tenant.Local, new BlobRef(blob), cancellationToken) is not { } bytes)
                return Say.Fail($"The diff of {found} was erased.", ExitCode.Refused);
            Console.Out.Write(Encoding.UTF8.GetString(bytes.Span));
            return ExitCode.Done;
        }));
        return command;
    }
}
