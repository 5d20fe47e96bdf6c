using System.CommandLine;
using System.CommandLine.Help;
using System.CommandLine.Invocation;
using Tako.Cli;

var parsed = Commands.Root().Parse(args);
if (parsed.Action is HelpAction or ParseErrorAction)
{
    // The library names the executable file; people type the launcher's name.
    var (help, faults) = (new StringWriter(), new StringWriter());
    var code = await parsed.InvokeAsync(new InvocationConfiguration { Output = help, Error = faults });
    await Console.Error.WriteAsync(Named(faults));
    await Console.Out.WriteAsync(Named(help));
    return parsed.Action is ParseErrorAction ? ExitCode.Usage : code;
}

// The gateway ends by itself, after its calls have.
if (parsed.CommandResult.Command.Name == "serve")
    return await parsed.InvokeAsync(new InvocationConfiguration { ProcessTerminationTimeout = null });

// A stopped task writes where it is before it goes; that takes longer than the usual two seconds when a disk is slow.
return await parsed.InvokeAsync(new InvocationConfiguration { ProcessTerminationTimeout = TimeSpan.FromSeconds(20) });

static string Named(StringWriter text) => text.ToString().Replace(RootCommand.ExecutableName, "tako", StringComparison.Ordinal);
