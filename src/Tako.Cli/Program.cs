using System.CommandLine;
using Tako.Cli;
using Tako.Cli.Verbs;

var root = Commands.Root();
// A stopped task writes where it is before it goes; that takes longer than the usual two seconds when a disk is slow.
return await root.Parse(args).InvokeAsync(new InvocationConfiguration { ProcessTerminationTimeout = TimeSpan.FromSeconds(20) });
