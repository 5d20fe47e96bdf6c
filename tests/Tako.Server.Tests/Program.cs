using Tako.Server.Tests.Money;
using Xunit.MicrosoftTestingPlatform;
using Xunit.Runner.InProc.SystemConsole;

if (args is ["--child", ..])
    return await Child.RunAsync(args[1..]);
return args.Any(arg => arg is "--server" or "--internal-msbuild-node")
    ? await TestPlatformTestFramework.RunAsync(args, (_, _) => { })
    : await ConsoleRunner.Run(args);
