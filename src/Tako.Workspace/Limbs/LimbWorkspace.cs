using Tako.Workspace.Overlay;
using Tako.Workspace.Repairs.Twitches;
using Tako.Workspace.Repairs.Twitches.CSharp;
using Tako.Workspace.Repairs.Twitches.JavaScript;
using Tako.Workspace.Repairs.Twitches.Python;
using Tako.Workspace.Sandbox;
using Tako.Workspace.Senses;
using Tako.Workspace.Senses.CSharp;
using Tako.Workspace.Senses.Documents;
using Tako.Workspace.Senses.JavaScript;
using Tako.Workspace.Senses.Ladder;
using Tako.Workspace.Senses.Python;
using Tako.Workspace.Senses.Sources;
using Tako.Workspace.Senses.Workers;

namespace Tako.Workspace.Limbs;

/// <summary>
/// The senses and twitches of one limb, for every language that is known. Opening costs nothing: a compiler or a worker starts with
/// the first file of its language that is felt, and ends with the limb.
/// </summary>
public sealed class LimbWorkspace : IAsyncDisposable
{
    private readonly IReadOnlyList<IAsyncDisposable> _held;

    private LimbWorkspace(SenseLadder senses, TwitchLoop twitches, IReadOnlyList<IAsyncDisposable> held) =>
        (Senses, Twitches, _held) = (senses, twitches, held);

    public SenseLadder Senses { get; }

    public TwitchLoop Twitches { get; }

    /// <param name="start">Where the limb begins: what was wrong there is not felt.</param>
    public static LimbWorkspace Open(Shadow start, LimbOptions options)
    {
        var workers = new ParseWorkers(options.Time);
        var csharp = CSharpWorkspace.Open(start, new CSharpOptions { CacheLayer = options.CacheLayer });
        var runs = options.Sandbox is { } sandbox ? new Runs(sandbox.RunAsync) : null;
        var ladder = new SenseLadder(
            [
                new DocumentSense(start),
                .. PythonSenses.Open(start, workers, runs, options.Tests),
                .. JavaScriptSenses.Open(start, workers, runs, options.Tests),
                .. CSharpSenses(csharp, options),
                .. options.Further,
            ],
            options.Time);
        ITwitches[] twitches =
        [
            new PythonTwitches(workers), new JavaScriptTwitches(workers),
            new CSharpTwitches(csharp.CompileAsync, new CSharpRepairer(options.CSharp, options.Time)),
        ];
        return new LimbWorkspace(ladder, new TwitchLoop(twitches, ladder, options.Twitches, options.Time), [workers]);
    }

    private static IEnumerable<ISense> CSharpSenses(CSharpWorkspace csharp, LimbOptions options)
    {
        yield return new CSharpParseSense(csharp);
        yield return new CSharpSense(csharp);
        if (options is { Sandbox: { } sandbox, Tests.Framework: "dotnet" })
            yield return new CSharpImpactedTests(csharp, sandbox);
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var held in _held)
            await held.DisposeAsync();
    }
}

/// <summary>What a limb may use.</summary>
public sealed record LimbOptions
{
    /// <summary>Where senses run what belongs to the repository (linters, impacted tests); without one those senses are numb.</summary>
    public ISandbox? Sandbox { get; init; }

    /// <summary>How the repository's tests are run; without it no impacted test is.</summary>
    public TestCommand? Tests { get; init; }

    /// <summary>The prepared layer (restored packages, build output) that belongs to a shadow; null for none.</summary>
    public Func<Shadow, string?> CacheLayer { get; init; } = static _ => null;

    /// <summary>Senses of the caller's own, such as a guard's.</summary>
    public IReadOnlyList<ISense> Further { get; init; } = [];

    /// <summary>How hard repairs of C# try.</summary>
    public CSharpTwitchOptions CSharp { get; init; } = new();

    public TwitchOptions Twitches { get; init; } = new();

    public TimeProvider Time { get; init; } = TimeProvider.System;
}
