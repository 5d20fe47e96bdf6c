using Tako.Tests.Kill;

return args is [Victim.Argument, var folder]
    ? await Victim.RunAsync(folder)
    : await Xunit.Runner.InProc.SystemConsole.ConsoleRunner.Run(args);
