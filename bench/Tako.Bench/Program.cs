using System.Reflection;
using System.Runtime.InteropServices;

// A bench is a static class named XBench with `static Task<int> RunAsync(string[] args)` (or Task); its name here is x.
var benches = Assembly.GetExecutingAssembly().GetTypes()
    .Where(type => type.Name.EndsWith("Bench", StringComparison.Ordinal))
    .Select(type => (
        Name: type.Name[..^"Bench".Length].ToLowerInvariant(),
        Run: type.GetMethod("RunAsync", BindingFlags.Static | BindingFlags.Public | BindingFlags.NonPublic, [typeof(string[])])))
    .Where(bench => bench.Run is not null)
    .OrderBy(bench => bench.Name, StringComparer.Ordinal)
    .ToList();
var names = string.Join(" | ", benches.Select(bench => bench.Name).Append("all"));
var wanted = args.FirstOrDefault() ?? "";
var chosen = benches.Where(bench => wanted == "all" || bench.Name == wanted).ToList();
if (chosen.Count == 0)
{
    Console.Error.WriteLine(wanted.Length == 0 ? "Name a bench." : $"There is no bench named {wanted}.");
    Console.Error.WriteLine($"usage: dotnet run -c Release --project bench/Tako.Bench -- {names} [arguments]");
    return 2;
}

var kernel = $"{RuntimeInformation.OSDescription}, kernel {Environment.OSVersion.Version}, {RuntimeInformation.ProcessArchitecture}";
Console.WriteLine($"machine: {Environment.ProcessorCount} cores, {kernel}");
Console.WriteLine($"runtime: {RuntimeInformation.FrameworkDescription}, {(IsOptimized() ? "optimized" : "NOT OPTIMIZED: add -c Release")}");
var code = 0;
foreach (var (name, run) in chosen)
{
    Console.WriteLine();
    Console.WriteLine($"== {name}");
    switch (run!.Invoke(null, [args[1..]]))
    {
        case Task<int> counted:
            code = Math.Max(code, await counted);
            break;
        case Task plain:
            await plain;
            break;
        default:
            throw new InvalidOperationException($"{run.DeclaringType}.RunAsync must return a Task.");
    }
}

return code;

static bool IsOptimized() =>
    Assembly.GetExecutingAssembly().GetCustomAttribute<System.Diagnostics.DebuggableAttribute>() is not { IsJITOptimizerDisabled: true };
