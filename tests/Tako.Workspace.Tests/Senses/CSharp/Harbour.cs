using System.Diagnostics;
using Tako.Workspace.Overlay;
using Tako.Workspace.Tests.Overlay;

namespace Tako.Workspace.Tests.Senses.CSharp;

/// <summary>A copy of the sample repository, restored and built once for all tests; nobody writes to it afterwards.</summary>
public sealed class Harbour : IAsyncLifetime
{
    public const string TestProject = "tests/Harbour.Tests/Harbour.Tests.csproj";

    /// <summary>Each fault of the sample, put right.</summary>
    public static readonly IReadOnlyList<(string File, string Old, string New)> Mends =
    [
        ("src/Harbour/Tide.cs", "for (var past = 1; past <= hour; past++)", "for (var past = 0; past < hour; past++)"),
        ("src/Harbour/HarbourMaster.cs", "OrderByDescending(free => free.Length)", "OrderBy(free => free.Length)"),
    ];

    public string Root { get; private set; } = "";

    public async ValueTask InitializeAsync()
    {
        Root = RealPath.Of(Directory.CreateTempSubdirectory("tako-harbour-").FullName);
        var sample = Sample();
        foreach (var file in Directory.EnumerateFiles(sample, "*", SearchOption.AllDirectories))
        {
            var target = Path.Join(Root, Path.GetRelativePath(sample, file));
            Directory.CreateDirectory(Path.GetDirectoryName(target)!);
            File.Copy(file, target);
        }

        var (code, output) = await DotNetAsync(Root, "build", "-nodeReuse:false", "-p:UseSharedCompilation=false");
        code.ShouldBe(0, output);
    }

    public Shadow Open() => Shadow.Open(Root).ShouldBeOfType<OpenOutcome.Opened>().Shadow;

    public static Shadow Mended(Shadow shadow) => Mends.Aggregate(shadow,
        (staged, mend) => staged.With(mend.File, staged.Text(mend.File)!.Replace(mend.Old, mend.New)));

    public ValueTask DisposeAsync()
    {
        Directory.Delete(Root, recursive: true);
        return ValueTask.CompletedTask;
    }

    public static async Task<(int Code, string Output)> DotNetAsync(string folder, params string[] arguments)
    {
        using var process = Process.Start(new ProcessStartInfo("dotnet", arguments)
        {
            WorkingDirectory = folder,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        })!;
        var output = await Task.WhenAll(process.StandardOutput.ReadToEndAsync(), process.StandardError.ReadToEndAsync());
        await process.WaitForExitAsync();
        return (process.ExitCode, string.Concat(output));
    }

    private static string Sample()
    {
        for (var folder = AppContext.BaseDirectory; folder is not null; folder = Path.GetDirectoryName(folder))
        {
            if (Path.Join(folder, "samples", "broken-csharp") is var sample && Directory.Exists(sample))
                return sample;
        }

        throw new InvalidOperationException("The samples are not above the tests.");
    }
}
